"""What a contact has, as a tree: memberships, their levels, what was used of each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from slack_sdk.models.blocks import Block, ButtonElement, StaticSelectElement
from slack_sdk.models.views import View

from bot.names import Act
from bot.slips import UndoFrom
from bot.views.parts import (
    MESSAGE_ROOM,
    Message,
    bold,
    button,
    context,
    cut,
    escaped,
    heading,
    length_of,
    menu_by_typing,
    modal,
    option,
    row,
    section,
)
from bot.views.receipt import undo_button
from bot.views.sentences import bar, counted, dates, left, quantity_of
from core.contact import Contact
from core.entry import Entry
from core.errors import day
from core.statement import LevelLine, MembershipTree

PAGE: Final = 40
"""Blocks of a page, besides the heading and the menus: a message has 50."""
LATEST: Final = 3
DESCRIPTION: Final = 80
ASK: Final = "Whose benefits would you like to see?"


class Filter(StrEnum):
    """Which levels are shown."""

    ALL = "all"
    REMAINING = "remaining"
    USED_UP = "used up"
    ENDING_SOON = "ending soon"
    DECLINED = "declined"


_SHOWS: Final[Mapping[Filter, Callable[[LevelLine], bool]]] = {
    Filter.ALL: lambda _: True,
    Filter.REMAINING: lambda line: line.has_remaining,
    Filter.USED_UP: lambda line: line.used_up,
    Filter.ENDING_SOON: lambda line: line.ends_soon(),
    Filter.DECLINED: lambda line: not line.level.accepted,
}


@dataclass(frozen=True, slots=True)
class Look:
    """Whose tree somebody looks at, filtered how, on which page, counted from 0."""

    contact: str
    filter: Filter = Filter.ALL
    page: int = 0

    def __str__(self) -> str:
        return f"{self.filter}|{self.page}|{self.contact}"

    @classmethod
    def read(cls, text: str) -> "Look":
        """The look that a button or a menu sends."""
        chosen, page, contact = text.split("|", 2)
        return cls(contact, Filter(chosen), int(page))


@dataclass(frozen=True, slots=True)
class Statement:
    """A contact's tree, and the names that entries mention by code."""

    contact: Contact
    trees: Sequence[MembershipTree]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rights:
    """What the person who looks may do besides: record, take back what anybody recorded."""

    record: bool = False
    undo: bool = False


def statement_message(told: Statement, look: Look, rights: Rights) -> Message:
    """The tree in a message."""
    summary = f"Benefits of {escaped(told.contact.name)}: {_summary(told)}"
    return Message(summary, tuple(_blocks(told, look, rights)))


def statement_modal(told: Statement, look: Look, rights: Rights) -> View:
    """The tree in a modal."""
    return modal("Benefits", list(_blocks(told, look, rights)))


def ask_contact() -> Message:
    """The question whose benefits are wanted."""
    return Message(
        ASK, (section(ASK), row(menu_by_typing(Act.ASK_CONTACT, "Type a name or a code")))
    )


def record_value(line: LevelLine, contact: Contact) -> str:
    """What the Record button of a line sends: the level, and who was looked at."""
    return f"{line.level.key}:{contact.code}"


def _summary(told: Statement) -> str:
    lines = [line for tree in told.trees for line in tree.lines]
    remaining = sum(line.has_remaining and line.benefit.tracked for line in lines)
    return f"{counted(len(lines), 'benefit')}, {remaining} with something left."


def _blocks(told: Statement, look: Look, rights: Rights) -> Iterator[Block]:
    yield heading(f"Benefits of {told.contact.name}")
    if not told.trees:
        yield section(f"{bold(told.contact.name)} has no membership, and so no benefits.")
        return
    yield row(_filter_menu(look))
    pages = list(_pages(told, look, rights))
    page = min(look.page, len(pages) - 1)
    yield from pages[page]
    if len(pages) > 1:
        yield context(f"Page {page + 1} of {len(pages)}")
        yield row(*_turning(look, page, len(pages)))


def _filter_menu(look: Look) -> StaticSelectElement:
    options = [option(f"Show: {each}", str(Look(look.contact, each))) for each in Filter]
    return StaticSelectElement(
        action_id=Act.CHECK_FILTER,
        options=options,
        initial_option=options[list(Filter).index(look.filter)],
    )


def _turning(look: Look, page: int, pages: int) -> Iterator[ButtonElement]:
    if page > 0:
        before = Look(look.contact, look.filter, page - 1)
        yield button("Page before", Act.CHECK_PAGE_BACK, str(before))
    if page < pages - 1:
        after = Look(look.contact, look.filter, page + 1)
        yield button("Next page", Act.CHECK_PAGE_ON, str(after))


def _pages(told: Statement, look: Look, rights: Rights) -> Iterator[list[Block]]:
    """The tree in pages; a membership that goes on has its name on the next page again."""
    page: list[Block] = []
    above = None
    for tree, blocks in _parts(told, look, rights):
        title = section(_membership(told.contact, tree))
        wanted = blocks if tree is above else [title, *blocks]
        if len(page) + len(wanted) > PAGE or length_of([*page, *wanted]) > MESSAGE_ROOM:
            yield page
            page, wanted = [], [title, *blocks]
        page += wanted
        above = tree
    yield page or [section(f"Nothing here is {look.filter}.")]


def _parts(
    told: Statement, look: Look, rights: Rights
) -> Iterator[tuple[MembershipTree, list[Block]]]:
    """The blocks of each line that is wanted; of a membership without lines, none."""
    for tree in told.trees:
        for line in filter(_SHOWS[look.filter], tree.lines):
            yield tree, _line(told, line, rights)
        if not tree.lines and look.filter is Filter.ALL:
            yield tree, []


def _membership(contact: Contact, tree: MembershipTree) -> str:
    whose = "" if tree.owner == contact else f" of {bold(tree.owner.name)}"
    term = dates(tree.membership.starts_on, tree.membership.ends_on)
    return f":card_index: {bold(tree.membership_type.name)}{whose} · {term}"


def _line(told: Statement, line: LevelLine, rights: Rights) -> list[Block]:
    records = rights.record and line.benefit.tracked and line.level.gives and not line.used_up
    accessory = button("Record", Act.RECORD, record_value(line, told.contact)) if records else None
    blocks: list[Block] = [section(f"{bold(line.benefit.name)}\n{_state(line)}", accessory)]
    if not line.usages:
        return blocks
    if not rights.undo:
        blocks.append(context("\n".join(_used(told, line))))
        return blocks
    for usage in line.usages[:LATEST]:
        # What came with a registration goes when that is cancelled, and not by itself.
        undo = None if usage.event else undo_button(usage.key, UndoFrom.TREE)
        blocks.append(section(_usage(told, line, usage), undo))
    if len(line.usages) > LATEST:
        blocks.append(context(_earlier(line)))
    return blocks


def _state(line: LevelLine) -> str:
    held = line.balance
    if not line.level.accepted:
        return "declined"
    if not line.level.active:
        return "inactive"
    if not line.benefit.tracked:
        return "included, not counted"
    if held.on > line.level.ends_on:
        return f"ended {day(line.level.ends_on)}, {quantity_of(held.used, line.benefit)} used"
    used = f" · {quantity_of(held.used, line.benefit)} used" if held.used else ""
    drawn = bar(held.remaining, held.number)
    remains = left(held.remaining, held.number, line.benefit)
    return f"{f'`{drawn}` ' if drawn else ''}{remains}{used} · ends {day(held.lasts_until)}"


def _used(told: Statement, line: LevelLine) -> Iterator[str]:
    for usage in line.usages[:LATEST]:
        yield _usage(told, line, usage)
    if len(line.usages) > LATEST:
        yield _earlier(line)


def _earlier(line: LevelLine) -> str:
    return f"… and {counted(len(line.usages) - LATEST, 'earlier use')}"


def _usage(told: Statement, line: LevelLine, usage: Entry) -> str:
    when = day(usage.on) if usage.on else ""
    quantity = quantity_of(usage.quantity, line.benefit) if usage.quantity else ""
    holder = usage.holder or ""
    by = f" · {escaped(told.names.get(holder, holder))}" if holder != usage.contact else ""
    about = escaped(cut(" ".join(usage.description.split()), DESCRIPTION))
    return f"{when}: {quantity}{by}{f' · {about}' if about else ''}"
