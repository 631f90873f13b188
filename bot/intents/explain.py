"""Explaining: why a benefit level's number is what it is."""

from functools import partial

from slack_sdk.models.views import View

from bot.calls import Call
from bot.entries import name_of, what_it_says
from bot.explaining import sums
from bot.names import Act
from bot.office import Office
from bot.slack.switchboard import Switchboard
from bot.views.explanation import Explanation, Told, explanation
from core.actor import Action, Actor
from core.adjusting import level_of
from core.books import Books
from core.clock import Key
from core.contact import Contact
from core.statement import LevelLine


class ExplainNumber:
    """Listens to the menu of a contact's benefits that asks why, and to the pages of the answer."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def listen(self, to: Switchboard) -> None:
        """Take the menu and the pages."""
        to.action(Act.WHY, self.explain)
        to.action(Act.WHY_PAGE_BACK, self.turn)
        to.action(Act.WHY_PAGE_ON, self.turn)

    def explain(self, call: Call) -> None:
        """Show the sum of a level, and every entry behind it."""
        actor = self._office.allowed(call, Action.READ)
        key, _, viewed = call.value.partition("|")
        self._office.answers.open(call, lambda: self._view(Key(int(key)), viewed, 0, actor))

    def turn(self, call: Call) -> None:
        """Show earlier or later entries."""
        actor = self._office.allowed(call, Action.READ)
        page, key, viewed = call.value.split("|", 2)
        self._office.answers.change(call, self._view(Key(int(key)), viewed, int(page), actor))

    def _view(self, key: Key, viewed: str, page: int, actor: Actor) -> View:
        desk = self._office.desk
        held = desk.balance(key)
        entries = desk.store.entries_of_level(key)

        def named(books: Books) -> tuple[LevelLine, Contact]:
            level = level_of(books, key)
            line = LevelLine(level, books.benefit_types[level.benefit_type], held)
            return line, books.contacts[level.contact]

        line, owner = desk.read(named)
        told = [
            Told(
                what_it_says(desk, entry),
                entry.actor,
                entry.at.astimezone(actor.zone),
                entry.source,
            )
            for entry in reversed(entries)
        ]
        summed = [*sums(line, entries, partial(name_of, desk))]
        shown = Explanation(line, owner, viewed, summed, told, page)
        return explanation(
            shown, may_record=actor.may(Action.RECORD), may_change=actor.may(Action.ADJUST)
        )
