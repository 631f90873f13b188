"""Arguments and options that several commands take, each worded once."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from bot.command_line.writing import Format
from core.membership import TransactionKind

ContactArgument: TypeAlias = Annotated[
    str, typer.Argument(metavar="CONTACT", help="Its code or name.")
]
BenefitArgument: TypeAlias = Annotated[
    str, typer.Argument(metavar="BENEFIT", help="Its code or name.")
]
Note: TypeAlias = Annotated[
    str, typer.Option(metavar="TEXT", help="For staff; the member doesn't see it.")
]
Quantity: TypeAlias = Annotated[str, typer.Option(metavar="N", help="In the benefit's own unit.")]
LevelKey: TypeAlias = Annotated[
    int | None,
    typer.Option("--level", metavar="KEY", help="Which level; check --why lists their keys."),
]
MembershipKey: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--membership", metavar="KEY", help="Which membership; check --why lists their keys."
    ),
]
Reason: TypeAlias = Annotated[
    str, typer.Option(metavar="TEXT", help="Why; it stays in the history.")
]

AsOf: TypeAlias = Annotated[
    str | None, typer.Option(metavar="DATE", help="What was left at the end of that day.")
]
KnownAt: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="What the books said then, as “2026-03-31 12:00”."),
]
Since: TypeAlias = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="The first day; 2026-11-03 or words.")
]
Until: TypeAlias = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help="The last day, included.")
]
Member: TypeAlias = Annotated[
    str | None, typer.Option(metavar="CONTACT", help="Only this contact, by code or name.")
]
Benefit: TypeAlias = Annotated[
    str | None, typer.Option(metavar="BENEFIT", help="Only this benefit type, by code or name.")
]
Category: TypeAlias = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Only benefits of this category.")
]
OfType: TypeAlias = Annotated[
    str | None,
    typer.Option("--membership-type", metavar="TYPE", help="Only of memberships of this type."),
]
Subtotals: TypeAlias = Annotated[
    bool, typer.Option("--subtotals", help="By category, each with its sums.")
]
Form: TypeAlias = Annotated[
    Format, typer.Option("--format", help="For people, spreadsheets, programs, or as a picture.")
]
FormWithoutPicture: TypeAlias = Annotated[
    Format,
    typer.Option(
        "--format", metavar="[table|csv|json]", help="For people, spreadsheets or programs."
    ),
]
Out: TypeAlias = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write there, not to the screen.")
]

PaidBy: TypeAlias = Annotated[
    str | None, typer.Option(metavar="CODE", help="What paid for the membership.")
]
PaidAs: TypeAlias = Annotated[TransactionKind, typer.Option(help="What the payment was for.")]
Paid: TypeAlias = Annotated[
    str | None, typer.Option(metavar="MONEY", help="How much was paid, as 345.00.")
]
PaidOn: TypeAlias = Annotated[str | None, typer.Option(metavar="DATE", help="When.")]
EndsOn: TypeAlias = Annotated[
    str | None, typer.Option(metavar="DATE", help="Its last day, where the type has no term.")
]
Declined: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(metavar="CODES", help="Standard ones not wanted, as MB1,MB2."),
]
Added: TypeAlias = Annotated[
    list[str] | None, typer.Option(metavar="CODES", help="Optional ones wanted, as MB3.")
]
Numbers: TypeAlias = Annotated[
    list[str] | None, typer.Option(metavar="CODE=N", help="Fewer units of a benefit.")
]
DryRun: TypeAlias = Annotated[
    bool, typer.Option("--dry-run", help="Only say what it would come to.")
]
ThoseThatCan: TypeAlias = Annotated[
    bool, typer.Option("--those-that-can", help="Leave out those that are refused.")
]
