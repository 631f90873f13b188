"""Taking a report elsewhere: as a CSV file in one's own messages, or to a channel by button."""

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.calls import Call
from bot.drafts.forms import view_of
from bot.intents.reports import Reports
from bot.names import Act, Field, Form
from bot.office import Office
from bot.reasons import CALL_FAILED
from bot.reports.chat_pages import report_page, scope_of
from bot.reports.looks import ReportLook
from bot.reports.page import as_csv
from bot.schedule.posting import PostKey, PostRefused, post_once
from bot.slack.switchboard import Switchboard
from bot.slips import ShareSlip, read_slip
from bot.views.notices import notice
from bot.views.report_page import share_form, shared, shared_by
from bot.views.sentences import reporting as said
from core.actor import Action
from core.errors import BenefitError


class FileNotSent(BenefitError):
    """Slack did not take the file."""

    def __init__(self, why: object) -> None:
        super().__init__(said.FILE_NOT_SENT.format(why=why))


class ChannelRefused(BenefitError):
    """Slack did not take the report in that channel."""

    field = Field.CHANNEL

    def __init__(self, why: object) -> None:
        super().__init__(said.NOT_A_MEMBER.format(why=why))


class ShareReports:
    """Listens to the buttons below a report, and to the form that asks for a channel."""

    def __init__(self, office: Office, reports: Reports, slack: WebClient) -> None:
        self._office = office
        self._reports = reports
        self._slack = slack

    def listen(self, to: Switchboard) -> None:
        """Take the buttons and the form."""
        to.action(Act.REPORT_CSV, self.send_file)
        to.action(Act.REPORT_SHARE, self.ask_where)
        to.form(Form.SHARE, self.share)

    def send_file(self, call: Call) -> None:
        """Put all rows as a CSV file into the person's own messages from the app."""
        self._office.allowed(call, Action.READ)
        look = read_slip(ReportLook, call.value)
        shown = report_page(self._office.desk, look, self._office.settings.organisation.currency)
        comes = said.FILE_COMES.format(title=f"{shown.title}, {shown.scope}")
        try:
            answer = self._slack.chat_postMessage(channel=call.user, text=comes)
            self._slack.files_upload_v2(
                channel=str(answer["channel"]),
                filename=f"{look.kind}-{look.until}.csv",
                title=shown.title,
                content=as_csv(shown.page),
            )
        except CALL_FAILED as error:
            raise FileNotSent(type(error).__name__) from error
        self._office.answers.tell(call.user, notice(said.FILE_SENT), reply_to=call.reply_to)

    def ask_where(self, call: Call) -> None:
        """Open the form that asks for the channel."""
        self._office.allowed(call, Action.READ)
        look = read_slip(ReportLook, call.value)
        slip = ShareSlip(look=call.value, reply_to=call.reply_to)
        desk = self._office.desk
        self._office.answers.open(
            call, lambda: share_form(slip, said.TITLES[look.kind], scope_of(desk, look))
        )

    def share(self, call: Call, ack: Ack) -> None:
        """Post the report to the channel, once; say where it stands."""
        self._office.allowed(call, Action.READ)
        slip = read_slip(ShareSlip, view_of(call).slip)
        message = shared_by(self._reports.message(read_slip(ReportLook, slip.look)), call.user)
        key = PostKey("shared", call.one(Field.CHANNEL), slip.nonce)
        try:
            post = post_once(self._office.desk, self._slack, key, message)
        except PostRefused as refused:
            raise ChannelRefused(refused.reason) from refused
        ack()
        link = self._slack.chat_getPermalink(channel=post.channel, message_ts=post.ts)
        told = shared(str(link["permalink"]))
        self._office.answers.confirm(call.user, told, reply_to=slip.reply_to)
