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
from core.quantity import money, plain
from core.reports.usage import GroupBy, UsageRow

TITLE: Final = "Usage of membership benefits"
NAMED: Final = 3
TEXT_MARGIN: Final = 40
NAME_WIDTH: Final = 28
UNKNOWN: Final = "unknown"
GROUPS: Final[Mapping[GroupBy, str]] = {
    GroupBy.BENEFIT: "benefit",
    GroupBy.MEMBER: "member",
    GroupBy.CATEGORY: "category",
    GroupBy.MEMBERSHIP_TYPE: "membership type",
    GroupBy.MONTH: "month",
}


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
    text = f"{TITLE}, {dates(report.since, report.until)}: {summary}"
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
    narrowed = f" · {escaped(report.narrowed)}" if report.narrowed else ""
    return f"{bold(report.organisation)} · {term}{narrowed} · by {GROUPS[report.by]}"


def _summary(report: UsageReport) -> str:
    if not report.rows:
        return "Nothing was used."
    named = (
        f"{escaped(each.name)} ({counted(each.uses, 'use')} by {counted(each.contacts, 'contact')})"
        for each in report.rows[:NAMED]
    )
    more = len(report.rows) - NAMED
    rest = f" and {more} more" if more > 0 else ""
    return f"{', '.join(named)}{rest}."


def _figures(report: UsageReport) -> Iterator[Block]:
    group = GROUPS[report.by].capitalize()
    bars = [Bar(each.name, each.uses) for each in report.rows]
    title = f"Uses by {GROUPS[report.by]}"
    yield bar_chart(title, "Uses", bars, x_label=group, y_label="Uses")
    header = (group, "Contacts", "Uses", "Quantity", f"Value ({report.currency})")
    caption = f"{title}, {dates(report.since, report.until)}"
    drawn, fitted = table(caption, header, [_cells(each) for each in report.rows])
    yield drawn
    if len(report.rows) > min(BARS, fitted):
        yield context(
            f"The chart shows the first {min(BARS, len(report.rows))},"
            f" the table the first {fitted} of {len(report.rows)}."
        )


def _cells(each: UsageRow) -> tuple[Cell, ...]:
    worth: Cell = UNKNOWN if each.value is None else Figure(each.value, money(each.value))
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
            lines.append(f"… and {len(report.rows) - len(lines) + 1} more")
            break
        lines.append(line)
    return "```\n" + "\n".join(lines) + "\n```"


def _text_row(each: UsageRow) -> str:
    # A backtick in a name would end the block of one width early.
    name = cut(each.name.replace("`", "'"), NAME_WIDTH)
    worth = UNKNOWN if each.value is None else money(each.value)
    figures = f"{each.contacts:>8} {each.uses:>6} {plain(each.quantity):>9} {worth:>11}"
    return f"{escaped(f'{name:{NAME_WIDTH}}')} {figures}"
