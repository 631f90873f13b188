"""Conveying units, recalling them, changing a level: three forms about one benefit level."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from slack_bolt import Ack
from slack_sdk.models.views import View

from bot.calls import Call
from bot.drafts.levels import (
    ChangedMeanwhile,
    LevelDraft,
    read_change,
    read_level_draft,
    slot_errors,
)
from bot.entries import changes
from bot.meaning import contact_meant
from bot.names import PART, Act, Field, Form
from bot.office import Office
from bot.slack.switchboard import Switchboard
from bot.slips import LevelDeed, LevelSlip, request_key
from bot.views.level_changes import changed, conveyed, recalled
from bot.views.level_forms import LevelFormContent, level_choices, level_form
from bot.views.notices import done_in_form
from bot.views.parts import Message
from bot.views.sentences import levels as said
from bot.views.sentences import quantity_of
from core.actor import Action, Actor
from core.adjusting import LevelChange, level_of
from core.balance import balance
from core.books import Books
from core.catalogue import BenefitType, Period
from core.clock import Key
from core.contact import Contact
from core.entry import Entry, EntryKind
from core.level import BenefitLevel
from core.quantity import ZERO
from core.statement import LevelLine

ALLOWED: Final = {
    LevelDeed.CONVEY: Action.CONVEY,
    LevelDeed.RECALL: Action.CONVEY,
    LevelDeed.ADJUST: Action.ADJUST,
}


class ChangeLevels:
    """Listens to what opens the three forms, to their menus, and to their submits."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def listen(self, to: Switchboard) -> None:
        """Take the buttons, the choices and the forms."""
        to.action(Act.CONVEY, lambda call: self.open_by_button(call, LevelDeed.CONVEY))
        to.action(Act.RECALL, lambda call: self.open_by_button(call, LevelDeed.RECALL))
        to.action(Act.ADJUST, lambda call: self.open_by_button(call, LevelDeed.ADJUST))
        to.action(Field.OWNER, self.choose)
        to.action(Field.LEVEL, self.choose)
        to.form(Form.CONVEY, self.convey)
        to.form(Form.RECALL, self.recall)
        to.form(Form.ADJUST, self.change)

    def open_typed(self, call: Call, text: str, deed: LevelDeed) -> None:
        """A subcommand, with an owner's name behind it or nothing."""
        self._office.allowed(call, ALLOWED[deed])
        owner = contact_meant(self._office, call, text, deed)
        if owner is not None:
            self._open(call, deed, owner=owner)

    def open_by_button(self, call: Call, deed: LevelDeed) -> None:
        """A button, of one level or of none."""
        key = Key(int(call.value)) if call.value.isdecimal() else None
        self._open(call, deed, level=key)

    def choose(self, call: Call) -> None:
        """Show what belongs to the owner, or to the level, that was chosen."""
        draft = read_level_draft(call)
        actor = self._office.allowed(call, ALLOWED[draft.slip.deed])
        self._office.answers.change(call, self._form(draft, actor))

    def convey(self, call: Call, ack: Ack) -> None:
        """Give the units to somebody else, then confirm."""
        actor = self._office.people.actor(call.user)
        draft = read_level_draft(call)
        entry = self._office.desk.convey(draft.conveyance(call.user), actor=actor)
        self._confirm(call, ack, draft.slip, said.CONVEY_TITLE, self._told(entry, actor))

    def recall(self, call: Call, ack: Ack) -> None:
        """Take the units back from their holder, then confirm."""
        actor = self._office.people.actor(call.user)
        draft = read_level_draft(call)
        entry = self._office.desk.recall(draft.recall(call.user), actor=actor)
        self._confirm(call, ack, draft.slip, said.RECALL_TITLE, self._told(entry, actor))

    def change(self, call: Call, ack: Ack) -> None:
        """Change the level, then say what differs; errors go under their fields."""
        actor = self._office.allowed(call, Action.ADJUST)
        draft, desk = read_level_draft(call), self._office.desk
        fields, key = desk.policy.custom_fields, request_key(call.user, draft.slip.nonce)
        level = desk.read(lambda books: level_of(books, draft.the_level))
        change = read_change(call, level, fields)
        if errors := slot_errors(call, change, fields):
            ack(response_action="errors", errors=errors)
            return
        if not desk.store.carried_out([key]):
            self._must_be_as_seen(draft)
        entries = desk.change_level(change, idempotency_key=key, actor=actor)
        told = self._changed(change, entries, actor)
        self._confirm(call, ack, draft.slip, said.ADJUST_TITLE, told)

    def _must_be_as_seen(self, draft: LevelDraft) -> None:
        seen = self._office.desk.read(lambda books: books.updated[draft.the_level])
        if seen != draft.slip.seen:
            raise ChangedMeanwhile

    def _confirm(self, call: Call, ack: Ack, slip: LevelSlip, title: str, told: Message) -> None:
        ack(response_action="update", view=done_in_form(title, told))
        self._office.answers.confirm(call.user, told, reply_to=slip.reply_to)

    def _open(
        self, call: Call, deed: LevelDeed, *, owner: str = "", level: Key | None = None
    ) -> None:
        actor = self._office.allowed(call, ALLOWED[deed])
        today = self._office.desk.today(actor)

        def form() -> View:
            named = owner
            if level is not None:
                named = self._office.desk.read(lambda books: level_of(books, level).contact)
            slip = LevelSlip(deed=deed, reply_to=call.reply_to)
            draft = LevelDraft(slip=slip, owner=named, level=level, on=today)
            return self._form(draft, actor)

        self._office.answers.open(call, form)

    def _form(self, draft: LevelDraft, actor: Actor) -> View:
        desk, today = self._office.desk, self._office.desk.today(actor)

        def filled(books: Books) -> View:
            owner = books.contacts.get(draft.owner)
            if owner is None:
                return level_form(draft, LevelFormContent())
            lines = {str(line.level.key): line for line in _lines(books, owner, today)}
            line = lines.get(str(draft.level))
            seen = books.updated.get(line.level.key) if line else None
            content = LevelFormContent(
                owner=owner,
                organisation=books.contacts.get(owner.affiliated_to or ""),
                choices=_choices(books, lines, draft.slip.deed),
                chosen=_chosen(books, draft),
                line=line,
                fields=desk.policy.custom_fields,
            )
            return level_form(replace(draft, slip=replace(draft.slip, seen=seen)), content)

        return desk.read(filled)

    def _told(self, entry: Entry, actor: Actor) -> Message:
        desk = self._office.desk

        def told(books: Books) -> Message:
            assert entry.level is not None
            level = books.levels[entry.level]
            held = balance(level, books.tallies[level.key], desk.today(actor))
            who = (books.contacts[level.contact], books.contacts[entry.holder or ""])
            benefit = books.benefit_types[level.benefit_type]
            if entry.kind is EntryKind.RECALL:
                return recalled(entry, benefit, who, held)
            organisation = books.contacts.get(who[1].affiliated_to or "")
            return conveyed(entry, benefit, who, held, organisation)

        return desk.read(told)

    def _changed(self, change: LevelChange, entries: list[Entry], actor: Actor) -> Message:
        desk = self._office.desk
        benefit, owner, level = desk.read(lambda books: _whose(books, change.level))
        held = desk.balance(level.key, desk.today(actor))
        parts = [part for entry in entries for part in changes(desk, entry, held.number)]
        numbers = [entry.key for entry in entries if entry.kind is EntryKind.ADJUSTMENT]
        return changed(parts, benefit, owner, held, next(iter(numbers), None))


def _whose(books: Books, key: Key) -> tuple[BenefitType, Contact, BenefitLevel]:
    level = level_of(books, key)
    return books.benefit_types[level.benefit_type], books.contacts[level.contact], level


def _lines(books: Books, owner: Contact, today: date) -> list[LevelLine]:
    """The owner's levels, the running ones first, then by name."""
    lines = [
        LevelLine(
            level,
            books.benefit_types[level.benefit_type],
            balance(level, books.tallies[level.key], today),
        )
        for membership in books.memberships_of(owner.code)
        for level in books.levels_of(membership.key)
    ]
    return sorted(
        lines, key=lambda line: (line.level.ends_on < today, line.benefit.name.casefold())
    )


def _choices(books: Books, lines: Mapping[str, LevelLine], deed: LevelDeed) -> Mapping[str, str]:
    if deed is LevelDeed.RECALL:
        return dict(_held(books, lines.values()))
    if deed is LevelDeed.CONVEY:
        return level_choices([line for line in lines.values() if _can_be_conveyed(line)], deed)
    return level_choices(list(lines.values()), deed)


def _can_be_conveyed(line: LevelLine) -> bool:
    of_term = line.level.period is Period.TERM and line.benefit.tracked
    return of_term and line.balance.live and line.balance.available != ZERO


def _held(books: Books, lines: Iterable[LevelLine]) -> Iterator[tuple[str, str]]:
    for line in lines:
        for code, units in (books.tallies[line.level.key].held or {}).items():
            if units > ZERO and line.balance.live:
                name, quantity = books.contacts[code].name, quantity_of(units, line.benefit)
                told = said.IN_HANDS.format(quantity=quantity, holder=name)
                yield f"{line.level.key}{PART}{code}", f"{line.benefit.name} — {told}"


def _chosen(books: Books, draft: LevelDraft) -> str:
    """What the draft chooses in the menu: a level, and where units are recalled their holder."""
    if draft.slip.deed is not LevelDeed.RECALL or draft.level is None:
        return str(draft.level or "")
    holders = [code for code, units in (books.tallies[draft.level].held or {}).items() if units]
    only = holders[0] if len(holders) == 1 else ""
    return f"{draft.level}{PART}{draft.holder or only}"
