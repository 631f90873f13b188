"""Why a number is what it is: the sum, and every entry behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from slack_sdk.models.blocks import Block, DividerBlock
from slack_sdk.models.views import View

from bot.names import Act
from bot.views.parts import bold, button, context, escaped, modal, row, section
from bot.views.sentences import checking as said
from bot.views.sentences import dates
from bot.views.usage_form import who_acted
from core.actor import Source
from core.contact import Contact
from core.errors import day
from core.statement import LevelLine

PAGE: Final = 20
"""Entries of a page."""


@dataclass(frozen=True, slots=True)
class Told:
    """An entry in words: what it says, who told it, when where the reader is, and where."""

    what: str
    actor: str
    at: datetime
    source: Source


@dataclass(frozen=True, slots=True)
class Explanation:
    """One level: what its number comes from, and the entries, the latest first.

    `viewed` is the code of the contact whose benefits were looked at.
    """

    line: LevelLine
    owner: Contact
    viewed: str
    sums: Sequence[str]
    entries: Sequence[Told]
    page: int = 0


def explanation(shown: Explanation, *, may_record: bool, may_change: bool) -> View:
    """The explanation in a modal, with what this person may do about it."""
    blocks = [section(_about(shown)), *_ways_on(shown, record=may_record, change=may_change)]
    blocks += [section(f"*{said.COMES_OUT}*\n{escaped(_sums(shown.sums))}"), DividerBlock()]
    blocks += [section(f"*{said.BEHIND_IT}*"), *_entries(shown)]
    return modal(said.WHY, blocks)


def _about(shown: Explanation) -> str:
    level = shown.line.level
    term = dates(level.starts_on, level.ends_on)
    return f"{bold(shown.line.benefit.name)} of {bold(shown.owner.name)}\n{term}"


def _sums(sums: Sequence[str]) -> str:
    return "\n".join(sums)


def _ways_on(shown: Explanation, *, record: bool, change: bool) -> Iterator[Block]:
    line, key = shown.line, str(shown.line.level.key)
    buttons = []
    if record and line.benefit.tracked and line.level.gives and not line.used_up:
        buttons.append(button(said.RECORD, Act.RECORD, f"{key}:{shown.viewed}", style="primary"))
    if change:
        buttons.append(button(said.CHANGE, Act.ADJUST, key))
        if line.benefit.tracked:
            buttons.append(button(said.CONVEY, Act.CONVEY, key))
        if line.balance.conveyed:
            buttons.append(button(said.RECALL, Act.RECALL, key))
    if buttons:
        yield row(*buttons)


def _entries(shown: Explanation) -> Iterator[Block]:
    pages = max(1, -(-len(shown.entries) // PAGE))
    page = min(shown.page, pages - 1)
    for told in shown.entries[page * PAGE : (page + 1) * PAGE]:
        yield section(_told(told))
    if pages > 1:
        yield context(said.PAGE_OF.format(page=page + 1, pages=pages))
        key = f"{shown.line.level.key}|{shown.viewed}"
        before = button(said.EARLIER, Act.WHY_PAGE_BACK, f"{page - 1}|{key}")
        after = button(said.LATER, Act.WHY_PAGE_ON, f"{page + 1}|{key}")
        turning = [*([before] if page else []), *([after] if page < pages - 1 else [])]
        yield row(*turning)


def _told(told: Told) -> str:
    return said.TOLD_BY.format(
        what=escaped(told.what),
        who=who_acted(told.actor),
        when=f"{day(told.at.date())} {told.at:%H:%M}",
        source=said.SOURCES[told.source.value],
    )
