"""The reports: usage, history, balances, expiring, quid pro quo. All read beside a running bot."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.command_line import pages
from bot.command_line.answering import WrongUse
from bot.command_line.dates import read_date
from bot.command_line.reading import benefit_type_named, category_named, contact_named
from bot.command_line.writing import Format, write
from bot.opening import opened_desk
from bot.settings import read_settings
from core.desk import Desk
from core.reports.balances import balances as balances_report
from core.reports.expiring import expiring as expiring_report
from core.reports.history import HistoryQuery
from core.reports.history import history as history_report
from core.reports.quid_pro_quo import quid_pro_quo as quid_pro_quo_report
from core.reports.usage import GroupBy, UsageQuery, usage_report
from core.statement import ENDING_SOON

Since = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="The first day; 2026-11-03 or words.")
]
Until = Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day, included.")]
Member = Annotated[
    str | None, typer.Option(metavar="CONTACT", help="Only this contact, by code or name.")
]
Benefit = Annotated[
    str | None, typer.Option(metavar="BENEFIT", help="Only this benefit type, by code or name.")
]
Form = Annotated[Format, typer.Option("--format", help="For people, spreadsheets or programs.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write there, not to the screen.")]

report = typer.Typer(help="Show usage, history, balances, what expires, or quid pro quo.")


@report.callback(invoke_without_command=True)
def which(context: typer.Context) -> None:
    """Show usage, history, balances, what expires, or quid pro quo."""
    if context.invoked_subcommand is None:
        raise WrongUse("Say which report: usage, history, balances, expiring or quid-pro-quo.")


@report.command()
def usage(
    *,
    since: Since = None,
    until: Until = None,
    by: Annotated[GroupBy, typer.Option(help="What one row is for.")] = GroupBy.BENEFIT,
    member: Member = None,
    benefit: Benefit = None,
    category: Annotated[str | None, typer.Option(help="Only benefits of this category.")] = None,
    form: Form = Format.TABLE,
    out: Out = None,
) -> None:
    """How much was used, how often and by how many contacts, over a range of dates."""
    with opened_desk(read_settings(), read_only=True) as desk:
        first, last = _range(desk, since, until)
        query = UsageQuery(
            since=first,
            until=last,
            by=by,
            member=_code_of_member(desk, member),
            benefit=_code_of_benefit(desk, benefit),
            category=category_named(desk, category) if category else None,
        )
        write(pages.of_usage(usage_report(desk, query), by), form, out)


@report.command()
def history(
    *,
    since: Since = None,
    until: Until = None,
    member: Member = None,
    benefit: Benefit = None,
    form: Form = Format.TABLE,
    out: Out = None,
) -> None:
    """Every entry of the ledger: what was told, when and by whom."""
    with opened_desk(read_settings(), read_only=True) as desk:
        first, last = _range(desk, since, until)
        query = HistoryQuery(
            since=first,
            until=last,
            member=_code_of_member(desk, member),
            benefit=_code_of_benefit(desk, benefit),
        )
        write(pages.of_history(desk, history_report(desk, query)), form, out)


@report.command()
def balances(
    *,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="What was left at the end of that day.")
    ] = None,
    member: Member = None,
    benefit: Benefit = None,
    form: Form = Format.TABLE,
    out: Out = None,
) -> None:
    """What every benefit level offers, what was used and what is left."""
    with opened_desk(read_settings(), read_only=True) as desk:
        rows = balances_report(
            desk,
            on=read_date("--as-of", as_of, desk.today()) if as_of else None,
            member=_code_of_member(desk, member),
            benefit=_code_of_benefit(desk, benefit),
        )
        write(pages.of_balances(rows), form, out)


@report.command()
def expiring(
    *,
    within: Annotated[
        int, typer.Option(metavar="DAYS", min=0, help="How many days ahead to look.")
    ] = ENDING_SOON.days,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="As it looked on that day.")
    ] = None,
    benefit: Benefit = None,
    form: Form = Format.TABLE,
    out: Out = None,
) -> None:
    """What is unused and ends soon, and what would be lost."""
    with opened_desk(read_settings(), read_only=True) as desk:
        rows = expiring_report(
            desk,
            timedelta(days=within),
            on=read_date("--as-of", as_of, desk.today()) if as_of else None,
            benefit=_code_of_benefit(desk, benefit),
        )
        write(pages.of_expiring(rows), form, out)


@report.command("quid-pro-quo")
def quid_pro_quo(*, form: Form = Format.TABLE, out: Out = None) -> None:
    """What each dues or gift transaction paid for, and what the benefits are worth."""
    with opened_desk(read_settings(), read_only=True) as desk:
        write(pages.of_quid_pro_quo(desk, quid_pro_quo_report(desk)), form, out)


def _range(desk: Desk, since: str | None, until: str | None) -> tuple[date | None, date | None]:
    first = read_date("--from", since, desk.today()) if since else None
    last = read_date("--to", until, desk.today()) if until else None
    if first and last and last < first:
        raise WrongUse(f"--to: {last} is before --from, {first}.")
    return first, last


def _code_of_member(desk: Desk, typed: str | None) -> str | None:
    return contact_named(desk, typed).code if typed else None


def _code_of_benefit(desk: Desk, typed: str | None) -> str | None:
    return benefit_type_named(desk, typed).code if typed else None
