"""Reports with subtotals by category, as pages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.reports.page import Page
from bot.reports.pages import balance_line, usage_line
from core.quantity import plain
from core.reports.subtotals import SUBTOTAL, CategoryBalances, UsageGroup


def usage_lines(groups: Sequence[UsageGroup]) -> list[Sequence[str]]:
    """For people: the sums of each category, or member, and under them those within it."""
    lines: list[Sequence[str]] = []
    for each in groups:
        lines.append(usage_line(each.name, each.sum))
        lines += [usage_line(f"  {row.name}", row) for row in each.rows]
    return lines


def with_usage_subtotals(page: Page, categories: Sequence[UsageGroup]) -> Page:
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
    yield (category.name, "", "", *numbers, "")
    for row in category.rows:
        name, *rest = balance_line(row)
        yield (f"  {name}", *rest)
