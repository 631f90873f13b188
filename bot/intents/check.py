"""Checking: what a contact has, and what they used of it."""

from collections.abc import Iterator
from dataclasses import replace

from slack_sdk.models.views import View

from bot.calls import Call
from bot.holding import held_by
from bot.meaning import how_to_add
from bot.names import Act, Command, Shortcut
from bot.office import Office
from bot.slack.switchboard import Switchboard
from bot.typed.words import NotSure, the_named
from bot.views.choosing import which_contact
from bot.views.statement import (
    Look,
    Rights,
    Statement,
    ask_contact,
    ask_contact_modal,
    statement_message,
    statement_modal,
)
from core.actor import Action, Actor
from core.books import Books
from core.clock import Key
from core.quantity import ZERO, Quantity
from core.statement import statement


class CheckBenefits:
    """Listens to /benefit-check, to the menus that choose a contact, and to those of the tree."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def listen(self, to: Switchboard) -> None:
        """Take the command, the choice of a contact, the filter and the pages."""
        to.command(Command.CHECK, self.command)
        to.shortcut(Shortcut.CHECK, self.ask)
        to.action(Act.ASK_CONTACT, self.choose)
        for act in (Act.CHECK_CONTACT, Act.CHECK_FILTER, Act.CHECK_PAGE_BACK, Act.CHECK_PAGE_ON):
            to.action(act, self.look)

    def command(self, call: Call) -> None:
        """/benefit-check with a name, or without one."""
        self.check(call, call.text)

    def check(self, call: Call, text: str) -> None:
        """Show the tree of the contact that is named; ask whose is wanted where none is."""
        actor = self._office.allowed(call, Action.READ)
        if not text:
            self._office.answers.tell(call.user, ask_contact(), reply_to=call.reply_to)
            return
        try:
            contact = the_named(text, self._office.finder(), "contact")
        except NotSure as unsure:
            question = which_contact(unsure, more=how_to_add(self._office, call, unsure))
            self._office.answers.tell(call.user, question, reply_to=call.reply_to)
            return
        self._tell(call, Look(contact.code), actor, replacing=False)

    def ask(self, call: Call) -> None:
        """The lightning menu: the question opens in a modal, which becomes the tree."""
        self._office.allowed(call, Action.READ)
        self._office.answers.show(call, ask_contact_modal())

    def choose(self, call: Call) -> None:
        """A contact was chosen in a menu: in a message, or in the App Home."""
        actor = self._office.allowed(call, Action.READ)
        self._show(call, Look(call.value), actor)

    def look(self, call: Call) -> None:
        """Another filter or another page was chosen."""
        actor = self._office.allowed(call, Action.READ)
        self._show(call, Look.read(call.value), actor)

    def _show(self, call: Call, look: Look, actor: Actor) -> None:
        if call.view is None:
            self._tell(call, look, actor, replacing=True)
            return

        def view() -> View:
            return statement_modal(self._told(look), look, _rights(actor))

        if call.view.is_modal:
            self._office.answers.change(call, view())
        else:
            self._office.answers.open(call, view)

    def _tell(self, call: Call, look: Look, actor: Actor, *, replacing: bool) -> None:
        message = statement_message(self._told(look), look, _rights(actor))
        self._office.answers.tell(call.user, message, reply_to=call.reply_to, replacing=replacing)

    def _told(self, look: Look) -> Statement:
        desk = self._office.desk
        trees = statement(desk, look.contact)
        lines = [line for tree in trees for line in tree.lines]

        def told(books: Books) -> Statement:
            hands = {key: dict(_hands(books, key)) for key in (line.level.key for line in lines)}
            codes = {usage.holder or "" for line in lines for usage in line.usages}
            codes = codes.union(*hands.values()) & books.contacts.keys()
            names = {code: books.contacts[code].name for code in codes}
            return Statement(books.contacts[look.contact], trees, names, hands)

        shown = desk.read(told)
        return replace(shown, holding=held_by(desk, shown.contact, desk.today()))


def _hands(books: Books, level: Key) -> Iterator[tuple[str, Quantity]]:
    for holder, units in (books.tallies[level].held or {}).items():
        if units > ZERO:
            yield holder, units


def _rights(actor: Actor) -> Rights:
    return Rights(record=actor.may(Action.RECORD), undo=actor.may(Action.VOID_ANY))
