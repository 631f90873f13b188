"""The office: what every intent works with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.calls import Call
from bot.conflicts import ConflictWatch
from bot.latest import Latest
from bot.settings import Settings
from bot.slack.answers import Answers
from bot.slack.homes import Homes
from bot.slack.people import People
from bot.views.home import SyncNews
from bot.views.stopped_tabs import StoppedTab
from core.actor import Action, Actor
from core.contact import Contact
from core.desk import Desk
from core.search import Finder


class StoppedTabs(Protocol):
    """The tabs of the sheet that wait until a manager has looked."""

    def stopped(self) -> Sequence[StoppedTab]:
        """The tabs that the last sync left alone, because too much was missing or changed."""

    def changes(self, title: str, *, actor: Actor) -> Sequence[str]:
        """What letting a tab through would come to, line by line and then in a sentence."""

    def let_through(self, title: str, *, actor: Actor) -> str:
        """Synchronise although so much was changed in a tab; what that came to."""

    def put_back(self, title: str, *, actor: Actor) -> str:
        """Synchronise with the ledger's values in place of what was typed in a tab."""


@dataclass(frozen=True, slots=True)
class Office:
    """The desk, the people, and the ways of answering them.

    `sync_now` synchronises ledger and sheet and says how it went; None where there is no sheet.
    `sync_dry_run` says line by line what that would come to, `sync_news` how the last one went,
    whoever asked for it; `conflicts` are those of the sheet, `tabs` its tabs that wait for a
    manager.
    """

    desk: Desk
    people: People
    answers: Answers
    settings: Settings
    sync_now: Callable[[], str] | None = None
    sync_news: Callable[[], SyncNews | None] = lambda: None
    conflicts: ConflictWatch | None = None
    tabs: StoppedTabs | None = None
    sync_dry_run: Callable[[], Sequence[str]] = field(default=tuple, kw_only=True)
    homes: Homes = field(kw_only=True)
    latest: Latest = field(init=False)

    def __post_init__(self) -> None:
        """What was told lately is remembered for all intents."""
        object.__setattr__(self, "latest", Latest(self.desk))

    def allowed(self, call: Call, action: Action, deed: str = "") -> Actor:
        """The person who acts, seen to be allowed this; `deed` names it more closely.

        Raises:
            NotAllowed, KeptOut, PeopleUnknown: they may not, or nobody can tell.
        """
        actor = self.people.actor(call.user)
        actor.must_be_allowed(action, deed)
        return actor

    def finder(self) -> Finder[Contact]:
        """Finds any contact, the retired ones too, by what somebody types."""
        return self.desk.read(lambda books: books.finder)

    def contact(self, code: str) -> Contact | None:
        """The contact with this code."""
        return self.desk.read(lambda books: books.contacts.get(code))
