"""Reports as Slack shows them: the same rows as the command line's, with figures to draw."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from dateutil.rrule import MONTHLY, rrule

from bot.command_line import charts, pages
from bot.command_line.tables import Heading
from bot.command_line.writing import Page
from bot.report_looks import ReportKind, ReportLook
from bot.views.figures import BARS
from bot.views.sentences import amount, counted, dates
from bot.views.sentences import reporting as said
from core.books import Books
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.errors import day
from core.quantity import ZERO, plain
from core.reports.balances import balances
from core.reports.expiring import ExpiringRow, expiring
from core.reports.history import HistoryQuery, benefit_of, history
from core.reports.quid_pro_quo import QuidProQuo, quid_pro_quo
from core.reports.usage import UsageQuery, usage_report


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
    """A report in figures: what it is about, what it comes to, its rows and its chart."""

    title: str
    scope: str
    summary: str
    page: Page
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


def _made(
    desk: Desk, look: ReportLook, page: Page, summary: str, drawing: Drawing | None = None
) -> ReportPage:
    return ReportPage(
        title=said.TITLES[look.kind],
        scope=scope_of(desk, look),
        summary=summary if page.rows else said.NOTHING,
        page=page,
        drawing=drawing,
    )


def _usage(desk: Desk, look: ReportLook, _: str) -> ReportPage:
    rows = usage_report(desk, query_of(look))
    return _made(desk, look, pages.of_usage(rows, look.by), "")


def _history(desk: Desk, look: ReportLook, _: str) -> ReportPage:
    query = HistoryQuery(
        since=look.since,
        until=look.until,
        member=look.member or None,
        benefit=look.benefit or None,
    )
    entries = history(desk, query)[::-1]
    told = counted(len(entries), "entry", "entries")
    page = replace(
        pages.of_history(desk, entries),
        headings=[Heading(title, figures=title == said.QUANTITY) for title in said.HISTORY],
        lines=desk.read(lambda books: [_entry(books, entry) for entry in entries]),
    )
    return _made(desk, look, page, said.HISTORY_SUM.format(entries=told))


def _entry(books: Books, entry: Entry) -> Sequence[str]:
    """A line of the history: when, what, whose, of which benefit, how much, why, told by whom."""
    benefit = books.benefit_types.get(benefit_of(books, entry) or "")
    return (
        (entry.on or entry.at.date()).isoformat(),
        _kind(books, entry),
        _whose(books, entry),
        benefit.name if benefit else "",
        _how_much(entry),
        entry.description or entry.note,
        entry.actor,
    )


def _whose(books: Books, entry: Entry) -> str:
    """Whose benefit it is, and in whose hands; of units that change hands, from whom to whom."""
    owner = books.contacts.get(entry.contact or entry.holder or "")
    holder = books.contacts.get(entry.holder or "", owner)
    if owner is None or holder is None or owner == holder:
        return owner.name if owner else ""
    if entry.kind is EntryKind.CONVEYANCE:
        return said.BETWEEN.format(giver=owner.name, taker=holder.name)
    if entry.kind is EntryKind.RECALL:
        return said.BETWEEN.format(giver=holder.name, taker=owner.name)
    return said.FOR.format(owner=owner.name, holder=holder.name)


def _how_much(entry: Entry) -> str:
    """The quantity; of a changed number by how much, with its sign."""
    told = plain(entry.quantity)
    more = entry.kind is EntryKind.ADJUSTMENT and (entry.quantity or ZERO) > ZERO
    return f"+{told}" if more else told


def _kind(books: Books, entry: Entry) -> str:
    """What sort of entry it is, and whether it still counts."""
    kind = said.ENTRY_KINDS.get(entry.kind.value, entry.kind.value.replace("-", " "))
    return said.TAKEN_BACK_LATER.format(kind=kind) if entry.key in books.voided else kind


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
    return _made(desk, look, pages.of_balances(rows), summary, drawing if bars else None)


def _expiring(desk: Desk, look: ReportLook, currency: str) -> ReportPage:
    within = look.until - desk.today()
    rows = expiring(desk, within, member=look.member or None, benefit=look.benefit or None)
    known = [row.value_at_stake for row in rows if row.value_at_stake is not None]
    sentence = said.EXPIRING_SUM if len(known) == len(rows) else said.EXPIRING_SUM_UNKNOWN
    summary = sentence.format(
        levels=counted(len(rows), "benefit"),
        value=amount(sum(known, ZERO)),
        currency=currency,
        until=day(look.until),
    )
    return _made(desk, look, pages.of_expiring(rows), summary, _worth_by_month(rows, currency))


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
    made = _made(desk, look, page, summary, _paid_by_month(dated, currency))
    if not undated or look.since is None:
        return made
    left_out = said.UNDATED.format(count=counted(undated, "payment"))
    return replace(made, summary=f"{made.summary} {left_out}")


def _paid_in(row: QuidProQuo, look: ReportLook) -> bool:
    on = row.transaction.paid_on if row.transaction else None
    if on is None:
        return look.since is None
    return (look.since is None or on >= look.since) and on <= look.until


def _paid_by_month(rows: Sequence[QuidProQuo], currency: str) -> Drawing | None:
    dated = [(row.transaction.paid_on, row) for row in rows if row.transaction]
    paid = [(on, row.amount or ZERO) for on, row in dated if on]
    received = [(on, row.value or ZERO) for on, row in dated if on]
    if not paid:
        return None
    series = {said.PAID: paid, said.RECEIVED: received}
    return _over_time(said.PAID_AND_RECEIVED, series, currency)


def _over_time(
    title: str, series: Mapping[str, Sequence[tuple[date, Decimal]]], currency: str
) -> Drawing:
    """Sums by month, those without any among them; by year where a chart has no room for months."""
    days = [on for dated in series.values() for on, _ in dated]
    months = [*rrule(MONTHLY, dtstart=min(days).replace(day=1), until=max(days))]
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
        y_label=currency,
    )


_PAGES: Final[Mapping[ReportKind, Callable[[Desk, ReportLook, str], ReportPage]]] = {
    ReportKind.USAGE: _usage,
    ReportKind.HISTORY: _history,
    ReportKind.BALANCES: _balances,
    ReportKind.EXPIRING: _expiring,
    ReportKind.QUID_PRO_QUO: _quid_pro_quo,
}
