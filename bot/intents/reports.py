"""Reports: usage, history, balances, what expires, quid pro quo; and the weekly post."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from slack_sdk import WebClient

from bot.calls import Call
from bot.meaning import contact_meant, must_stand_alone
from bot.names import Act
from bot.office import Office
from bot.reports.chat_pages import report_page
from bot.reports.looks import ALL, RANGED, ReportKind, ReportLook, look_typed
from bot.schedule.weekly import post_weekly_report
from bot.slack.switchboard import Switchboard
from bot.views.notices import posted
from bot.views.parts import Message
from bot.views.report_page import (
    backwards,
    report_controls,
    report_page_message,
    with_blocks,
)
from core.actor import Action, Actor, Role
from core.books import Books
from core.catalogue import BenefitType
from core.contact import Contact
from core.errors import BenefitError, NotAllowed
from core.reports.usage import GroupBy

CHANGES: Final = (
    Act.REPORT_SINCE,
    Act.REPORT_UNTIL,
    Act.REPORT_BY,
    Act.REPORT_MEMBER,
    Act.REPORT_BENEFIT,
)
NAMED: Final = 8
"""People whose names are looked up for one report; the others stand there by their ids."""


class Reports:
    """Listens to what asks for a report, and to the controls below it."""

    def __init__(self, office: Office, slack: WebClient) -> None:
        self._office = office
        self._slack = slack

    def listen(self, to: Switchboard) -> None:
        """Take the panel's button and the controls."""
        to.action(Act.REPORT, self.report)
        to.action(Act.REPORT_KIND, self.change_kind)
        for act in CHANGES:
            to.action(act, self.change)

    def report(self, call: Call, text: str = "") -> None:
        """Show the report that is named; usage of the past thirty days where none is."""
        actor = self._office.allowed(call, Action.READ)
        self._tell(call, look_typed(text, self._office.desk.today(actor)), replacing=False)

    def history(self, call: Call, text: str) -> None:
        """Show the entries about the member that is named; of the past thirty days otherwise."""
        actor = self._office.allowed(call, Action.READ)
        member = contact_meant(self._office, call, text, "history")
        if member is not None:
            today = self._office.desk.today(actor)
            look = ReportLook.usual(ReportKind.HISTORY, today, member)
            self._tell(call, look, replacing=False)

    def change_kind(self, call: Call) -> None:
        """Another report was chosen: of the same member and benefit, over its usual days."""
        actor = self._office.allowed(call, Action.READ)
        look = self._look(call, self._office.desk.today(actor))
        usual = ReportLook.usual(look.kind, self._office.desk.today(actor), look.member)
        self._tell(call, replace(usual, by=look.by, benefit=look.benefit), replacing=True)

    def change(self, call: Call) -> None:
        """Another day, member, benefit or grouping was chosen."""
        actor = self._office.allowed(call, Action.READ)
        look = self._look(call, self._office.desk.today(actor))
        self._tell(call, look, replacing=True)

    def post_weekly(self, call: Call, text: str = "") -> None:
        """Post the weekly report now, as the schedule would; say where it stands.

        Raises:
            TakesNothingMore: something is typed behind it.
        """
        _must_manage(self._office.people.actor(call.user))
        must_stand_alone("post-report", text)
        post = post_weekly_report(self._office.desk, self._office.settings, self._slack)
        link = self._slack.chat_getPermalink(channel=post.channel, message_ts=post.ts)
        told = posted(str(link["permalink"]), fresh=post.fresh)
        self._office.answers.tell(call.user, told, reply_to=call.reply_to)

    def message(self, look: ReportLook) -> Message:
        """The report, without what chooses another one."""
        here = self._office.settings.organisation
        shown = report_page(self._office.desk, look, here.currency)
        names = self._names(shown.page.rows) if look.kind is ReportKind.HISTORY else {}
        return report_page_message(here.name, shown, names)

    def _tell(self, call: Call, look: ReportLook, *, replacing: bool) -> None:
        member, benefit = self._office.desk.read(lambda books: _narrowed(books, look))
        controls = report_controls(look, member, benefit)
        message = backwards(controls)
        if not look.backwards:
            message = with_blocks(self.message(look), controls)
        self._office.answers.tell(call.user, message, reply_to=call.reply_to, replacing=replacing)

    def _look(self, call: Call, today: date) -> ReportLook:
        """What stands in the controls."""
        kind = ReportKind(call.one(Act.REPORT_KIND) or ReportKind.USAGE)
        member, benefit = _code(call, Act.REPORT_MEMBER), _code(call, Act.REPORT_BENEFIT)
        usual = ReportLook.usual(kind, today, member)
        since, until = call.one(Act.REPORT_SINCE), call.one(Act.REPORT_UNTIL)
        first = date.fromisoformat(since) if since and kind in RANGED else usual.since
        if kind is ReportKind.USAGE and first is None:
            first = ReportLook.usual(kind, today).since
        return ReportLook(
            kind=kind,
            since=first,
            until=date.fromisoformat(until) if until else usual.until,
            by=GroupBy(call.one(Act.REPORT_BY) or GroupBy.BENEFIT),
            member=member,
            benefit=benefit,
        )

    def _names(self, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
        """The names of those who told the entries, as far as Slack says them."""
        names: dict[str, str] = {}
        for actor in dict.fromkeys(str(row["actor"]) for row in rows if row["source"] == "slack"):
            if len(names) == NAMED:
                break
            try:
                names[actor] = self._office.people.actor(actor).name
            except BenefitError:
                names[actor] = actor
        return names


def _code(call: Call, act: Act) -> str:
    chosen = call.one(act)
    return "" if chosen == ALL else chosen


def _narrowed(books: Books, look: ReportLook) -> tuple[Contact | None, BenefitType | None]:
    return books.contacts.get(look.member), books.benefit_types.get(look.benefit)


def _must_manage(actor: Actor) -> None:
    if actor.role not in (Role.MANAGER, Role.ADMIN):
        raise NotAllowed("post the weekly report", actor.role)
