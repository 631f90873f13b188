"""Reports with subtotals by category, as pages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.command_line.pages import balance_line, usage_line
from bot.command_line.writing import Page
from core.quantity import plain
from core.reports.subtotals import SUBTOTAL, CategoryBalances, CategoryUsage


def usage_lines(categories: Sequence[CategoryUsage]) -> list[Sequence[str]]:
    """For people: each category's sums, and under it those of its groups."""
    lines: list[Sequence[str]] = []
    for each in categories:
        lines.append(usage_line(each.category, each.sum))
        lines += [usage_line(f"  {row.name}", row) for row in each.rows]
    return lines


def with_usage_subtotals(page: Page, categories: Sequence[CategoryUsage]) -> Page:
    """The usage report, category by category."""
    return replace(
        page,
        columns=(*SUBTOTAL, *page.columns),
        rows=[row for each in categories for row in each.as_json(page.columns[0])],
        lines=usage_lines(categories),
    )


def with_balance_subtotals(page: Page, categories: Sequence[CategoryBalances]) -> Page:
    """The balances report, category by category."""
    return replace(
        page,
        columns=(*SUBTOTAL, *page.columns),
        rows=[row for each in categories for row in each.as_json()],
        lines=[line for each in categories for line in _balance_lines(each)],
    )


def _balance_lines(category: CategoryBalances) -> Iterator[Sequence[str]]:
    numbers = [plain(category.number_of(name)) for name in ("number", "used", "remaining")]
    yield (category.category, "", "", *numbers, "")
    for row in category.rows:
        name, *rest = balance_line(row)
        yield (f"  {name}", *rest)
