"""What a contact has, as a tree: memberships, their levels, what was used of each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ExternalDataSelectElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.holding import Held
from bot.names import Act
from bot.slips import UndoFrom
from bot.views.parts import (
    MESSAGE_ROOM,
    OPTION_TEXT,
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
from bot.views.sentences import checking as said
from core.clock import Key
from core.contact import Contact
from core.entry import Entry
from core.errors import day
from core.quantity import Quantity
from core.statement import LevelLine, MembershipTree

PAGE: Final = 40
"""Blocks of a page, besides the heading and the menus: a message has 50."""
LATEST: Final = 3
HOLDING: Final = 4
"""Conveyed benefits that are shown: they have room beside a full page."""
DESCRIPTION: Final = 80


class Filter(StrEnum):
    """Which levels are shown."""

    ALL = "all"
    REMAINING = "remaining"
    USED_UP = "used-up"
    ENDING_SOON = "ending-soon"
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
    hands: Mapping[Key, Mapping[str, Quantity]] = field(default_factory=dict)
    """Of each level, what other contacts hold and haven't used, by their codes."""
    holding: Sequence[Held] = ()
    """What was conveyed to this contact."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What the person who looks may do besides: record, take back what anybody recorded."""

    record: bool = False
    undo: bool = False


def statement_message(told: Statement, look: Look, rights: Rights) -> Message:
    """The tree in a message."""
    pages = list(_pages(told, look, rights))
    text = "\n".join([_summary(told), *pages[_shown(look, pages)].titles])
    return Message(text, tuple(_blocks(told, look, rights, pages)))


def statement_modal(told: Statement, look: Look, rights: Rights) -> View:
    """The tree in a modal."""
    pages = list(_pages(told, look, rights))
    return modal(said.BENEFITS, list(_blocks(told, look, rights, pages)))


def ask_contact() -> Message:
    """The question whose benefits are wanted."""
    return Message(said.ASK, (section(said.ASK), row(_contact_menu())))


def ask_contact_modal() -> View:
    """The same question in a modal, which becomes the tree."""
    return modal(said.BENEFITS, [section(said.ASK), row(_contact_menu())])


def _contact_menu() -> ExternalDataSelectElement:
    return menu_by_typing(Act.ASK_CONTACT, said.TYPE_A_NAME)


def record_value(line: LevelLine, contact: Contact) -> str:
    """What the Record button of a line sends: the level, and who was looked at."""
    return f"{line.level.key}:{contact.code}"


def _summary(told: Statement) -> str:
    """In one sentence, for who hears it; the blocks have the same words."""
    if not told.trees:
        return _without_membership(told)
    return said.SUMMARY.format(name=escaped(told.contact.name), counted=_counted(told))


def _counted(told: Statement) -> str:
    lines = [line for tree in told.trees for line in tree.lines]
    remaining = sum(line.has_remaining and line.benefit.tracked for line in lines)
    return said.COUNTED.format(benefits=counted(len(lines), "benefit"), remaining=remaining)


def _without_membership(told: Statement) -> str:
    sentence = said.ONLY_CONVEYED if told.holding else said.NO_MEMBERSHIP
    return sentence.format(name=bold(told.contact.name))


def _shown(look: Look, pages: Sequence["Page"]) -> int:
    """The page that is meant, or the last one."""
    return min(look.page, len(pages) - 1)


def _blocks(
    told: Statement, look: Look, rights: Rights, pages: Sequence["Page"]
) -> Iterator[Block]:
    yield heading(said.BENEFITS_OF.format(name=told.contact.name))
    if not told.trees:
        yield section(_without_membership(told))
        yield from _holding(told, rights)
        return
    yield context(_counted(told))
    page = _shown(look, pages)
    yield row(_filter_menu(look), *_why_menu(told, pages[page].lines))
    yield from pages[page].blocks
    if page == len(pages) - 1:
        yield from _holding(told, rights)
    if len(pages) > 1:
        yield context(said.PAGE_OF.format(page=page + 1, pages=len(pages)))
        yield row(*_turning(look, page, len(pages)))


def _holding(told: Statement, rights: Rights) -> Iterator[Block]:
    """What somebody else's benefit level has in this contact's hands."""
    if told.holding:
        yield section(said.CONVEYED_TO_THEM.format(name=escaped(told.contact.name)))
    for held in told.holding[:HOLDING]:
        text = said.HELD.format(
            benefit=bold(held.benefit.name),
            owner=bold(held.owner.name),
            quantity=quantity_of(held.quantity, held.benefit),
            until=day(held.level.ends_on),
        )
        value = f"{held.level.key}:{told.contact.code}"
        yield section(text, button(said.RECORD, Act.RECORD, value) if rights.record else None)


def _why_menu(told: Statement, lines: Sequence[LevelLine]) -> Iterator[StaticSelectElement]:
    """A menu of the page's lines, of which one is to be explained."""
    options = [
        option(f"{line.benefit.name} — {_short(line)}", f"{line.level.key}|{told.contact.code}")
        for line in lines
    ]
    if options:
        yield StaticSelectElement(action_id=Act.WHY, placeholder=said.WHY, options=options)


def _short(line: LevelLine) -> str:
    held = line.balance
    if not line.level.gives or not line.benefit.tracked:
        return _state(line)
    return left(held.remaining, held.number, line.benefit)


def _filter_menu(look: Look) -> StaticSelectElement:
    options = [
        option(said.SHOW.format(filter=said.FILTERS[each]), str(Look(look.contact, each)))
        for each in Filter
    ]
    return StaticSelectElement(
        action_id=Act.CHECK_FILTER,
        placeholder=said.SHOWN,
        options=options,
        initial_option=options[list(Filter).index(look.filter)],
    )


def _turning(look: Look, page: int, pages: int) -> Iterator[ButtonElement]:
    if page > 0:
        before = Look(look.contact, look.filter, page - 1)
        yield button(said.EARLIER, Act.CHECK_PAGE_BACK, str(before))
    if page < pages - 1:
        after = Look(look.contact, look.filter, page + 1)
        yield button(said.LATER, Act.CHECK_PAGE_ON, str(after))


@dataclass(slots=True)
class Page:
    """The blocks of one page, the lines that they show, and the memberships' titles."""

    blocks: list[Block] = field(default_factory=list)
    lines: list[LevelLine] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)

    def takes(self, wanted: Sequence[Block], room: int) -> bool:
        """Whether these fit on it too, with a choice in the menu for each of its lines."""
        menu = OPTION_TEXT * (len(self.lines) + 1)
        fits = length_of([*self.blocks, *wanted]) + menu <= room
        return len(self.blocks) + len(wanted) <= PAGE and (fits or not self.blocks)


def _pages(told: Statement, look: Look, rights: Rights) -> Iterator[Page]:
    """The tree in pages; a membership that goes on has its name on the next page again."""
    page, above = Page(), None
    room = MESSAGE_ROOM - length_of(_holding(told, rights))
    for tree, line, blocks in _parts(told, look, rights):
        title = _membership(told.contact, tree)
        wanted = blocks if tree is above else [section(title), *blocks]
        if not page.takes(wanted, room):
            yield page
            page, wanted = Page(), [section(title), *blocks]
        page.blocks += wanted
        if title not in page.titles:
            page.titles.append(title)
        page.lines += [line] if line else []
        above = tree
    if not page.blocks:
        page.blocks.append(section(said.NOTHING_SHOWN.format(filter=said.FILTERS[look.filter])))
    yield page


def _parts(
    told: Statement, look: Look, rights: Rights
) -> Iterator[tuple[MembershipTree, LevelLine | None, list[Block]]]:
    """The blocks of each line that is wanted; of a membership without lines, none."""
    for tree in told.trees:
        for line in filter(_SHOWS[look.filter], tree.lines):
            yield tree, line, _line(told, line, rights)
        if not tree.lines and look.filter is Filter.ALL:
            yield tree, None, []


def _membership(contact: Contact, tree: MembershipTree) -> str:
    whose = "" if tree.owner == contact else f" of {bold(tree.owner.name)}"
    term = dates(tree.membership.starts_on, tree.membership.ends_on)
    return f":card_index: {bold(tree.membership_type.name)}{whose} · {term}"


def _line(told: Statement, line: LevelLine, rights: Rights) -> list[Block]:
    records = rights.record and line.benefit.tracked and line.level.gives and not line.used_up
    value = record_value(line, told.contact)
    accessory = button(said.RECORD, Act.RECORD, value) if records else None
    text = f"{bold(line.benefit.name)}\n{_state(line)}{_hands(told, line)}"
    blocks: list[Block] = [section(text, accessory)]
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


def _hands(told: Statement, line: LevelLine) -> str:
    """What of the line is in other hands; nothing of a line that can't be used any more."""
    hands = told.hands.get(line.level.key, {}) if line.balance.live else {}
    called = {escaped(told.names.get(who, who)): units for who, units in hands.items() if units}
    return f"\n{said.in_other_hands(called)}" if called else ""


def _state(line: LevelLine) -> str:
    held = line.balance
    if not line.level.accepted:
        return said.DECLINED
    if not line.level.active:
        return said.INACTIVE
    if not line.benefit.tracked:
        return said.INCLUDED
    if held.on > line.level.ends_on:
        used = quantity_of(held.used, line.benefit)
        return said.ENDED.format(end=day(line.level.ends_on), used=used)
    drawn = bar(held.remaining, held.number)
    remains = left(held.remaining, held.number, line.benefit)
    parts = [f"`{drawn}` {remains}" if drawn else remains]
    if held.used and not line.used_up:
        parts.append(said.USED.format(used=quantity_of(held.used, line.benefit)))
    # The end of a membership stands in its heading.
    if held.lasts_until != line.level.ends_on:
        parts.append(said.ENDS.format(end=day(held.lasts_until)))
    return " · ".join(parts)


def _used(told: Statement, line: LevelLine) -> Iterator[str]:
    for usage in line.usages[:LATEST]:
        yield _usage(told, line, usage)
    if len(line.usages) > LATEST:
        yield _earlier(line)


def _earlier(line: LevelLine) -> str:
    return said.EARLIER_USES.format(count=counted(len(line.usages) - LATEST, said.EARLIER_USE))


def _usage(told: Statement, line: LevelLine, usage: Entry) -> str:
    when = day(usage.on) if usage.on else ""
    quantity = quantity_of(usage.quantity, line.benefit) if usage.quantity else ""
    holder = usage.holder or ""
    by = f" · {escaped(told.names.get(holder, holder))}" if holder != usage.contact else ""
    about = escaped(cut(" ".join(usage.description.split()), DESCRIPTION))
    return f"{when}: {quantity}{by}{f' · {about}' if about else ''}"
