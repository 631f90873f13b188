"""Reports as Slack shows them: the same rows as the command line's, with figures to draw."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from dateutil.rrule import MONTHLY, rrule

from bot.reports import charts, pages
from bot.reports import chat_tables as tables
from bot.reports.chat_tables import ReportTable, month_of
from bot.reports.looks import ReportKind, ReportLook
from bot.reports.page import Page
from bot.views.figures import BARS
from bot.views.sentences import amount, counted, dates
from bot.views.sentences import reporting as said
from core.books import Books
from core.desk import Desk
from core.errors import day
from core.quantity import ZERO
from core.reports.balances import balances
from core.reports.expiring import ExpiringRow, expiring
from core.reports.history import HistoryQuery, history
from core.reports.quid_pro_quo import QuidProQuo, quid_pro_quo
from core.reports.usage import GroupBy, UsageQuery, UsageRow, usage_report

NAMED: Final = 3
"""Groups that the usage report's summary names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart: a bar for each name in each series."""

    title: str
    names: Sequence[str]
    series: Mapping[str, Sequence[Decimal | int]]
    x_label: str
    y_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """A report: what it is about, what it comes to, its rows, its table for a chat, its chart."""

    title: str
    scope: str
    summary: str
    page: Page
    table: ReportTable
    drawing: Drawing | None = None


def query_of(look: ReportLook) -> UsageQuery:
    """What the usage report is asked."""
    return UsageQuery(
        since=look.since,
        until=look.until,
        by=look.by,
        member=look.member or None,
        benefit=look.benefit or None,
    )


def report_page(desk: Desk, look: ReportLook, currency: str) -> ReportPage:
    """The report that is looked at."""
    return _PAGES[look.kind](desk, look, currency)


def scope_of(desk: Desk, look: ReportLook) -> str:
    """The days, whose, and of which benefit, in words that nobody escaped."""

    def named(books: Books) -> list[str]:
        member = books.contacts.get(look.member)
        benefit = books.benefit_types.get(look.benefit)
        return [one.name for one in (member, benefit) if one]

    return " · ".join([_days(look), *desk.read(named)])


def _days(look: ReportLook) -> str:
    until = day(look.until)
    if look.kind is ReportKind.EXPIRING:
        return said.ENDING_BY.format(until=until)
    if look.kind is ReportKind.BALANCES:
        return said.AS_OF.format(until=until)
    return dates(look.since, look.until) if look.since else said.UNTIL.format(until=until)


def _made(  # noqa: PLR0917 - what a report is made of
    desk: Desk,
    look: ReportLook,
    page: Page,
    table: ReportTable,
    summary: str,
    drawing: Drawing | None = None,
) -> ReportPage:
    return ReportPage(
        title=said.TITLES[look.kind],
        scope=scope_of(desk, look),
        summary=summary if page.rows else said.NOTHING,
        page=page,
        table=table,
        drawing=drawing,
    )


def _usage(desk: Desk, look: ReportLook, currency: str) -> ReportPage:
    rows = usage_report(desk, query_of(look))
    group = said.GROUPS[look.by]
    page, table = pages.of_usage(rows, look.by), tables.of_usage(rows, look.by, currency)
    made = _made(desk, look, page, table, _most_used(rows, look.by), _uses(rows, look))
    scope = f"{made.scope} · {said.IN_GROUPS.format(group=group)}"
    return replace(made, scope=scope, summary=made.summary if rows else said.NOTHING_USED)


def _uses(rows: Sequence[UsageRow], look: ReportLook) -> Drawing | None:
    if not rows:
        return None
    if look.by is GroupBy.MONTH:
        uses = [(month_of(row), row.uses) for row in rows]
        return _over_time(
            said.USES_OVER_TIME, {said.USES: uses}, said.USES, (look.since, look.until)
        )
    group = said.GROUPS[look.by]
    return Drawing(
        title=said.USES_BY_GROUP.format(group=group),
        names=[row.name for row in rows],
        series={said.USES: [row.uses for row in rows]},
        x_label=group.capitalize(),
        y_label=said.USES,
    )


def _most_used(rows: Sequence[UsageRow], by: GroupBy) -> str:
    named = (
        said.USES_BY.format(
            name=tables.name_of(each, by),
            uses=counted(each.uses, "use"),
            contacts=counted(each.contacts, "contact"),
        )
        for each in rows[:NAMED]
    )
    more = len(rows) - NAMED
    rest = said.AND_MORE.format(count=more) if more > 0 else ""
    return f"{', '.join(named)}{rest}."


def _history(desk: Desk, look: ReportLook, _: str) -> ReportPage:
    query = HistoryQuery(
        since=look.since,
        until=look.until,
        member=look.member or None,
        benefit=look.benefit or None,
    )
    entries = history(desk, query)[::-1]
    told = counted(len(entries), "entry", "entries")
    table = desk.read(lambda books: tables.of_history(books, entries, desk.policy.zone))
    page = pages.of_history(desk, entries)
    return _made(desk, look, page, table, said.HISTORY_SUM.format(entries=told))


def _balances(desk: Desk, look: ReportLook, _: str) -> ReportPage:
    rows = balances(desk, on=look.until, member=look.member or None, benefit=look.benefit or None)
    live = sum(row.balance.live and row.balance.remaining != ZERO for row in rows)
    summary = said.BALANCES_SUM.format(
        levels=counted(len(rows), "benefit"),
        contacts=counted(len({row.contact.code for row in rows}), "contact"),
        live=live,
    )
    bars = [bar for bar in charts.of_balances(rows, "").bars if bar.parts]
    parts = [dict(zip((said.USED, said.LEFT), bar.parts, strict=True)) for bar in bars]
    drawing = Drawing(
        title=said.USED_AND_LEFT,
        names=[bar.name for bar in bars],
        series={name: [each[name][0] for each in parts] for name in (said.USED, said.LEFT)},
        x_label=said.BENEFIT,
        y_label=said.PERCENT,
    )
    page, table = pages.of_balances(rows), tables.of_balances(rows)
    return _made(desk, look, page, table, summary, drawing if bars else None)


def _expiring(desk: Desk, look: ReportLook, currency: str) -> ReportPage:
    within = look.until - desk.today()
    rows = expiring(desk, within, member=look.member or None, benefit=look.benefit or None)
    known = [row.value_at_stake for row in rows if row.value_at_stake is not None]
    sentence = said.EXPIRING_SUM if len(known) == len(rows) else said.EXPIRING_SUM_UNKNOWN
    summary = sentence.format(
        members=counted(len({row.row.contact.code for row in rows}), "member"),
        value=amount(sum(known, ZERO)),
        currency=currency,
    )
    page, table = pages.of_expiring(rows), tables.of_expiring(rows, currency)
    return _made(desk, look, page, table, summary, _worth_by_month(rows, currency))


def _worth_by_month(rows: Sequence[ExpiringRow], currency: str) -> Drawing | None:
    worth = [(row.ends_on, row.value_at_stake or ZERO) for row in rows]
    if not any(value for _, value in worth):
        return None
    return _over_time(said.WORTH_ENDING, {said.WORTH: worth}, currency)


def _quid_pro_quo(desk: Desk, look: ReportLook, currency: str) -> ReportPage:
    rows = [row for row in quid_pro_quo(desk) if look.member in ("", *row.contacts)]
    dated = [row for row in rows if _paid_in(row, look)]
    undated = sum(not (row.transaction and row.transaction.paid_on) for row in rows)
    deductible = desk.policy.quid_pro_quo.deductible
    summary = (said.QPQ_SUM if deductible else said.QPQ_PAYMENTS).format(
        payments=counted(len(dated), "payment"), due=sum(bool(row.disclosure_due) for row in dated)
    )
    page = pages.of_quid_pro_quo(desk, dated)
    table = desk.read(
        lambda books: tables.of_quid_pro_quo(books, dated, currency, deductible=deductible)
    )
    made = _made(desk, look, page, table, summary, _paid_by_month(dated, look, currency))
    if not undated or look.since is None:
        return made
    left_out = said.UNDATED.format(count=counted(undated, "payment"))
    return replace(made, summary=f"{made.summary} {left_out}")


def _paid_in(row: QuidProQuo, look: ReportLook) -> bool:
    on = row.transaction.paid_on if row.transaction else None
    if on is None:
        return look.since is None
    return (look.since is None or on >= look.since) and on <= look.until


def _paid_by_month(rows: Sequence[QuidProQuo], look: ReportLook, currency: str) -> Drawing | None:
    dated = [(row.transaction.paid_on, row) for row in rows if row.transaction]
    paid = [(on, row.amount or ZERO) for on, row in dated if on]
    received = [(on, row.value or ZERO) for on, row in dated if on]
    if not paid:
        return None
    series = {said.PAID: paid, said.RECEIVED: received}
    return _over_time(said.PAID_AND_RECEIVED, series, currency, (look.since, look.until))


def _over_time(
    title: str,
    series: Mapping[str, Sequence[tuple[date, Decimal | int]]],
    measure: str,
    asked: tuple[date | None, date | None] = (None, None),
) -> Drawing:
    """Sums by month, those without any among them; by year where a chart has no room for months.

    All months that are asked for are shown, or from the first to the last that has any.
    """
    days = [on for dated in series.values() for on, _ in dated]
    months = _months(asked[0] or min(days), asked[1] or max(days))
    if len(months) > BARS:
        months = _months(min(days), max(days))
    pattern, axis = ("%b %Y", said.MONTH) if len(months) <= BARS else ("%Y", said.YEAR)
    sums = {name: {f"{month:{pattern}}": ZERO for month in months} for name in series}
    for name, dated in series.items():
        for on, value in dated:
            sums[name][f"{on:{pattern}}"] += value
    return Drawing(
        title=title.format(period=axis.casefold()),
        names=list(next(iter(sums.values()))),
        series={name: list(each.values()) for name, each in sums.items()},
        x_label=axis,
        y_label=measure,
    )


def _months(first: date, last: date) -> Sequence[datetime]:
    """The first days of the months from one day to another."""
    return [*rrule(MONTHLY, dtstart=first.replace(day=1), until=last)]


_PAGES: Final[Mapping[ReportKind, Callable[[Desk, ReportLook, str], ReportPage]]] = {
    ReportKind.USAGE: _usage,
    ReportKind.HISTORY: _history,
    ReportKind.BALANCES: _balances,
    ReportKind.EXPIRING: _expiring,
    ReportKind.QUID_PRO_QUO: _quid_pro_quo,
}
