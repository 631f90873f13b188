"""The usage report: a chart, a table, and the same in text where Slack draws neither."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from slack_sdk.models.blocks import Block

from bot.views.figures import BARS, Bar, Cell, Figure, bar_chart, table
from bot.views.parts import (
    SECTION_TEXT,
    Message,
    bold,
    context,
    cut,
    escaped,
    heading,
    section,
)
from bot.views.sentences import counted, dates
from bot.views.sentences import reporting as said
from core.quantity import money, plain
from core.reports.usage import GroupBy, UsageRow

TITLE: Final = said.TITLES["usage"]
NAMED: Final = 3
TEXT_MARGIN: Final = 40
NAME_WIDTH: Final = 28
GROUPS: Final[Mapping[GroupBy, str]] = {GroupBy(by): name for by, name in said.GROUPS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageReport:
    """What was used from `since` to `until`, both included, grouped by `by`."""

    organisation: str
    currency: str
    since: date
    until: date
    by: GroupBy
    rows: Sequence[UsageRow]
    narrowed: str = ""
    """Whose and of which benefit, where it is not all of them."""


def usage_report_message(report: UsageReport) -> Message:
    """The report, drawn; `otherwise` is the same in text."""
    summary = _summary(report)
    top = (heading(TITLE), section(f"{_scope(report)}\n{summary}"))
    text = f"{TITLE}, {_scope(report)}: {summary}"
    if not report.rows:
        return Message(text, top)
    written = Message(text, (*top, section(_text_table(report))))
    return Message(text, (*top, *_figures(report)), otherwise=written)


def with_blocks(message: Message, below: Sequence[Block]) -> Message:
    """The report with other blocks below it, whether it is drawn or in text."""
    otherwise = message.otherwise
    if otherwise:
        otherwise = replace(otherwise, blocks=(*otherwise.blocks, *below))
    return replace(message, blocks=(*message.blocks, *below), otherwise=otherwise)


def _scope(report: UsageReport) -> str:
    term = dates(report.since, report.until)
    grouped = said.IN_GROUPS.format(group=GROUPS[report.by])
    narrowed = f" · {escaped(report.narrowed)}" if report.narrowed else ""
    return f"{bold(report.organisation)} · {term}{narrowed} · {grouped}"


def _summary(report: UsageReport) -> str:
    if not report.rows:
        return said.NOTHING_USED
    named = (
        said.USES_BY.format(
            name=escaped(each.name),
            uses=counted(each.uses, "use"),
            contacts=counted(each.contacts, "contact"),
        )
        for each in report.rows[:NAMED]
    )
    more = len(report.rows) - NAMED
    rest = said.AND_MORE.format(count=more) if more > 0 else ""
    return f"{', '.join(named)}{rest}."


def _figures(report: UsageReport) -> Iterator[Block]:
    group = GROUPS[report.by].capitalize()
    bars = [Bar(each.name, each.uses) for each in report.rows]
    title = said.USES_BY_GROUP.format(group=GROUPS[report.by])
    yield bar_chart(title, said.USES, bars, x_label=group, y_label=said.USES)
    value = said.VALUE.format(currency=report.currency)
    header = (group, said.CONTACTS, said.USES, said.QUANTITY, value)
    caption = f"{title}, {dates(report.since, report.until)}"
    drawn, fitted = table(caption, header, [_cells(each) for each in report.rows])
    yield drawn
    if len(report.rows) > min(BARS, fitted):
        bars_drawn, every = min(BARS, len(report.rows)), len(report.rows)
        yield context(said.BOTH_CUT.format(bars=bars_drawn, rows=fitted, all=every))


def _cells(each: UsageRow) -> tuple[Cell, ...]:
    worth: Cell = said.UNKNOWN if each.value is None else Figure(each.value, money(each.value))
    return (
        each.name,
        Figure(each.contacts, str(each.contacts)),
        Figure(each.uses, str(each.uses)),
        Figure(each.quantity, plain(each.quantity)),
        worth,
    )


def _text_table(report: UsageReport) -> str:
    """The table in characters of one width, as many rows as a paragraph takes."""
    lines = [f"{'':{NAME_WIDTH}} {'contacts':>8} {'uses':>6} {'quantity':>9} {report.currency:>11}"]
    room = SECTION_TEXT - TEXT_MARGIN - len(lines[0])
    for each in report.rows:
        line = _text_row(each)
        room -= len(line) + 1
        if room < 0:
            more = len(report.rows) - len(lines) + 1
            lines.append(said.AND_MORE_ROWS.format(count=more))
            break
        lines.append(line)
    return "```\n" + "\n".join(lines) + "\n```"


def _text_row(each: UsageRow) -> str:
    # A backtick in a name would end the block of one width early.
    name = cut(each.name.replace("`", "'"), NAME_WIDTH)
    worth = said.UNKNOWN if each.value is None else money(each.value)
    figures = f"{each.contacts:>8} {each.uses:>6} {plain(each.quantity):>9} {worth:>11}"
    return f"{escaped(f'{name:{NAME_WIDTH}}')} {figures}"
