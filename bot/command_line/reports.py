"""The reports, such as usage, history and balances. All of them read beside a running bot."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Final, TypeVar

import typer

from bot.command_line.answering import WrongUse
from bot.command_line.dates import desk_then, read_date
from bot.command_line.options import (
    AsOf,
    Benefit,
    Category,
    Form,
    FormWithoutPicture,
    KnownAt,
    Member,
    OfType,
    Out,
    Since,
    Subtotals,
    Until,
)
from bot.command_line.reading import (
    benefit_type_named,
    category_named,
    contact_named,
    membership_type_named,
)
from bot.command_line.writing import Format, write
from bot.opening import opened_desk
from bot.reports import charts, pages
from bot.reports.subtotals import usage_lines, with_balance_subtotals, with_usage_subtotals
from bot.settings import read_settings
from bot.views.sentences import counted
from core.desk import Desk
from core.entry import EntryKind
from core.errors import day
from core.reports.balances import balances as balances_report
from core.reports.expiring import expiring as expiring_report
from core.reports.history import HistoryQuery
from core.reports.history import history as history_report
from core.reports.inventory import inventory as inventory_report
from core.reports.quid_pro_quo import QuidProQuo
from core.reports.quid_pro_quo import quid_pro_quo as quid_pro_quo_report
from core.reports.subtotals import (
    CategoryBalances,
    UsageGroup,
    balances_by_category,
    usage_within,
)
from core.reports.usage import GroupBy, UsageQuery, usage_report
from core.statement import ENDING_SOON

C = TypeVar("C", UsageGroup, CategoryBalances)
BENEFITS_UNDER: Final = (GroupBy.CATEGORY, GroupBy.MEMBER)
"""By what the usage table has the benefits under each row."""

report = typer.Typer(help="Show usage, history, balances and other reports.")


@report.callback(invoke_without_command=True)
def which(context: typer.Context) -> None:
    """Show usage, history, balances and other reports."""
    if context.invoked_subcommand is None:
        raise WrongUse(
            "Say which report: usage, history, balances, expiring, inventory or quid-pro-quo."
        )


@report.command()
def usage(
    *,
    since: Since = None,
    until: Until = None,
    by: Annotated[GroupBy, typer.Option(help="What one row is for.")] = GroupBy.BENEFIT,
    subtotals: Subtotals = False,
    member: Member = None,
    benefit: Benefit = None,
    category: Category = None,
    membership_type: OfType = None,
    known_at: KnownAt = None,
    form: Form = Format.TABLE,
    out: Out = None,
) -> None:
    """How much was used, how often, and by how many contacts."""
    if subtotals and by is GroupBy.CATEGORY:
        raise WrongUse("--subtotals are by category already: leave --by category out.")
    settings = read_settings()
    with opened_desk(settings, read_only=True) as now:
        desk = desk_then(now, known_at)
        first, last = _range(desk, since, until)
        query = UsageQuery(
            since=first,
            until=last,
            by=by,
            member=_code_of_member(desk, member),
            benefit=_code_of_benefit(desk, benefit),
            category=category_named(desk, category) if category else None,
            membership_type=_code_of_type(desk, membership_type),
        )
        rows = usage_report(desk, query)
        page = pages.of_usage(rows, by)
        if subtotals:
            wanted = _only(query.category, usage_within(desk, query, GroupBy.CATEGORY))
            page = with_usage_subtotals(page, wanted)
        elif by in BENEFITS_UNDER:
            benefits = usage_within(desk, replace(query, by=GroupBy.BENEFIT), by)
            places = {row.name: place for place, row in enumerate(rows)}
            benefits.sort(key=lambda each: places[each.name])
            page = replace(page, lines=usage_lines(benefits))
        chart = charts.of_usage(rows, by, _span(first, last), settings.organisation.currency)
        write(replace(page, chart=chart), form, out)


def _only(category: str | None, found: list[C]) -> list[C]:
    """A benefit that was asked for by one category may be in others too."""
    return [each for each in found if category in (None, each.name)]


def _span(first: date | None, last: date | None) -> str:
    since = f" from {day(first)}" if first else ""
    until = f" to {day(last)}" if last else ""
    return f",{since}{until}" if since or until else ""


@report.command()
def history(
    *,
    since: Since = None,
    until: Until = None,
    member: Member = None,
    benefit: Benefit = None,
    kind: Annotated[
        EntryKind | None, typer.Option(metavar="KIND", help="Only such entries, as usage or void.")
    ] = None,
    actor: Annotated[
        str | None, typer.Option(metavar="ID", help="Only what this one told; a Slack id or user.")
    ] = None,
    known_at: KnownAt = None,
    form: FormWithoutPicture = Format.TABLE,
    out: Out = None,
) -> None:
    """Every entry of the ledger: what was told, when and by whom."""
    with opened_desk(read_settings(), read_only=True) as now:
        desk = desk_then(now, known_at)
        first, last = _range(desk, since, until)
        query = HistoryQuery(
            since=first,
            until=last,
            member=_code_of_member(desk, member),
            benefit=_code_of_benefit(desk, benefit),
            kind=kind,
            actor=actor,
        )
        write(pages.of_history(desk, history_report(desk, query)), form, out)


@report.command()
def balances(
    *,
    as_of: AsOf = None,
    subtotals: Subtotals = False,
    member: Member = None,
    benefit: Benefit = None,
    category: Category = None,
    membership_type: OfType = None,
    known_at: KnownAt = None,
    form: Form = Format.TABLE,
    out: Out = None,
) -> None:
    """What each benefit level offers, what is used and what left."""
    with opened_desk(read_settings(), read_only=True) as now:
        desk = desk_then(now, known_at)
        on = read_date("--as-of", as_of, desk.today()) if as_of else None
        named = category_named(desk, category) if category else None
        rows = balances_report(
            desk,
            on=on,
            member=_code_of_member(desk, member),
            benefit=_code_of_benefit(desk, benefit),
            category=named,
            membership_type=_code_of_type(desk, membership_type),
        )
        page = pages.of_balances(rows)
        if subtotals:
            page = with_balance_subtotals(page, _only(named, balances_by_category(rows)))
        chart = charts.of_balances(rows, day(on or desk.today()))
        write(replace(page, chart=chart), form, out)


@report.command()
def expiring(
    *,
    within: Annotated[
        int, typer.Option(metavar="DAYS", min=0, max=36500, help="How many days ahead to look.")
    ] = ENDING_SOON.days,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="As it looked on that day.")
    ] = None,
    member: Member = None,
    benefit: Benefit = None,
    category: Category = None,
    membership_type: OfType = None,
    known_at: KnownAt = None,
    form: Form = Format.TABLE,
    out: Out = None,
) -> None:
    """What is unused and ends soon, and what would be lost."""
    settings = read_settings()
    with opened_desk(settings, read_only=True) as now:
        desk = desk_then(now, known_at)
        on = read_date("--as-of", as_of, desk.today()) if as_of else None
        rows = expiring_report(
            desk,
            timedelta(days=within),
            on=on,
            member=_code_of_member(desk, member),
            benefit=_code_of_benefit(desk, benefit),
            category=category_named(desk, category) if category else None,
            membership_type=_code_of_type(desk, membership_type),
        )
        shown = day(on or desk.today())
        chart = charts.of_expiring(rows, within, shown, settings.organisation.currency)
        write(replace(pages.of_expiring(rows), chart=chart), form, out)


@report.command()
def inventory(*, form: Form = Format.TABLE, out: Out = None) -> None:
    """What is promised now, against how many there are."""
    with opened_desk(read_settings(), read_only=True) as desk:
        rows = inventory_report(desk)
        chart = charts.of_inventory(desk, rows)
        write(replace(pages.of_inventory(desk, rows), chart=chart), form, out)


@report.command("quid-pro-quo")
def quid_pro_quo(
    *,
    since: Since = None,
    until: Until = None,
    member: Member = None,
    known_at: KnownAt = None,
    form: FormWithoutPicture = Format.TABLE,
    out: Out = None,
) -> None:
    """What each payment paid for, and what the benefits are worth."""
    with opened_desk(read_settings(), read_only=True) as now:
        desk = desk_then(now, known_at)
        first, last = _range(desk, since, until)
        code = _code_of_member(desk, member)
        rows = [row for row in quid_pro_quo_report(desk) if code in (None, *row.contacts)]
        paid = [row for row in rows if _paid_in(row, first, last)]
        page = pages.of_quid_pro_quo(desk, paid)
        undated = sum(not (row.transaction and row.transaction.paid_on) for row in rows)
        if undated and (first or last):
            remark = f"Left out: {counted(undated, 'row')} whose day of payment is not known."
            page = replace(page, remarks=[*page.remarks, remark])
        write(page, form, out)


def _paid_in(row: QuidProQuo, first: date | None, last: date | None) -> bool:
    """Whether it was paid in the range; where a range is asked for, an unknown day is not."""
    on = row.transaction.paid_on if row.transaction else None
    if on is None:
        return first is None and last is None
    return (first is None or on >= first) and (last is None or on <= last)


def _range(desk: Desk, since: str | None, until: str | None) -> tuple[date | None, date | None]:
    first = read_date("--from", since, desk.today()) if since else None
    last = read_date("--to", until, desk.today()) if until else None
    if first and last and last < first:
        raise WrongUse(f"--to: {last} is before --from, {first}.")
    return first, last


def _code_of_member(desk: Desk, typed: str | None) -> str | None:
    return contact_named(desk, typed).code if typed else None


def _code_of_type(desk: Desk, typed: str | None) -> str | None:
    return membership_type_named(desk, typed).code if typed else None


def _code_of_benefit(desk: Desk, typed: str | None) -> str | None:
    return benefit_type_named(desk, typed).code if typed else None
