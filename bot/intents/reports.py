"""Reports: the usage of a range that somebody chooses, and the weekly post."""

from datetime import date, timedelta
from typing import Final

from slack_sdk import WebClient

from bot.calls import Call
from bot.names import Act
from bot.office import Office
from bot.switchboard import Switchboard
from bot.typed import words_of
from bot.typed_dates import leading_date
from bot.views.notices import posted
from bot.views.report import UsageReport, usage_report_message, with_controls, wrong_range
from bot.weekly import post_weekly_report
from core.actor import Action, Actor, Role
from core.errors import BenefitError, NotAllowed
from core.reports.usage import GroupBy, UsageQuery, usage_report

USUAL_DAYS: Final = timedelta(days=29)
"""Before today, which makes thirty days with it."""


class RangeUnreadable(BenefitError):
    """What was typed behind "report" isn't one or two dates."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{text}” is not understood. Please write one or two dates, such as:"
            " /benefits report 2026-10-01 2026-10-31"
        )


class Reports:
    """Listens to what asks for a report, and to the controls below it."""

    def __init__(self, office: Office, slack: WebClient) -> None:
        self._office = office
        self._slack = slack

    def listen(self, to: Switchboard) -> None:
        """Take the panel's button and the controls."""
        to.action(Act.REPORT, self.report)
        for act in (Act.REPORT_SINCE, Act.REPORT_UNTIL, Act.REPORT_BY):
            to.action(act, self.change)

    def report(self, call: Call, text: str = "") -> None:
        """Show the usage of the range that is named; of the past thirty days where none is."""
        actor = self._office.allowed(call, Action.READ)
        since, until = _range(text, self._office.desk.today(actor))
        self._tell(call, since, until, GroupBy.BENEFIT, replacing=False)

    def change(self, call: Call) -> None:
        """Another day or another grouping was chosen."""
        actor = self._office.allowed(call, Action.READ)
        usual_since, usual_until = _range("", self._office.desk.today(actor))
        since, until = call.one(Act.REPORT_SINCE), call.one(Act.REPORT_UNTIL)
        self._tell(
            call,
            date.fromisoformat(since) if since else usual_since,
            date.fromisoformat(until) if until else usual_until,
            GroupBy(call.one(Act.REPORT_BY) or GroupBy.BENEFIT),
            replacing=True,
        )

    def post_weekly(self, call: Call) -> None:
        """Post the weekly report now, as the schedule would; say where it stands."""
        _must_manage(self._office.people.actor(call.user))
        post = post_weekly_report(self._office.desk, self._office.settings, self._slack)
        link = self._slack.chat_getPermalink(channel=post.channel, message_ts=post.ts)
        told = posted(str(link["permalink"]), fresh=post.fresh)
        self._office.answers.tell(call.user, told, reply_to=call.reply_to)

    def _tell(self, call: Call, since: date, until: date, by: GroupBy, *, replacing: bool) -> None:
        organisation = self._office.settings.organisation
        query = UsageQuery(since=since, until=until, by=by)
        report = UsageReport(
            organisation=organisation.name,
            currency=organisation.currency,
            since=since,
            until=until,
            by=by,
            rows=usage_report(self._office.desk, query) if since <= until else (),
        )
        message = wrong_range(report)
        if since <= until:
            message = with_controls(usage_report_message(report), report)
        self._office.answers.tell(call.user, message, reply_to=call.reply_to, replacing=replacing)


def _must_manage(actor: Actor) -> None:
    if actor.role not in (Role.MANAGER, Role.ADMIN):
        raise NotAllowed("post the weekly report", actor.role)


def _range(text: str, today: date) -> tuple[date, date]:
    """The days that are named: none, the first, or the first and the last."""
    words = [word.text for word in words_of(text)]
    dates: list[date] = []
    for _ in ("since", "until"):
        if read := leading_date(words, today):
            dates.append(read[0])
            words = words[read[1] :]
    if words:
        raise RangeUnreadable(text)
    since, until, *_ = [*dates, *(today - USUAL_DAYS, today)[len(dates) :]]
    return since, until
