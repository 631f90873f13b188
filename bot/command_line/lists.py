"""The lists that everything refers to: contacts, the catalogue, events; and one row of them."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeAlias

import typer

from bot.command_line.answering import WrongUse
from core.books import Books
from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.columns import COLUMNS, Kind
from core.contact import Contact
from core.errors import UnknownCode, choices
from core.event import Event, RegistrationType
from core.records import LookupRecord, identity, lookup_key

RECORDS: Final[Mapping[Kind, type[LookupRecord]]] = {
    Kind.CONTACTS: Contact,
    Kind.BENEFIT_TYPES: BenefitType,
    Kind.MEMBERSHIP_TYPES: MembershipType,
    Kind.MEMBERSHIP_BENEFITS: MembershipBenefit,
    Kind.EVENTS: Event,
    Kind.REGISTRATION_TYPES: RegistrationType,
}
"""The kinds that are rows of their own; the others are acts, and in the ledger."""


ListArgument: TypeAlias = Annotated[
    str, typer.Argument(metavar="LIST", help=f"One of {choices(RECORDS)}.")
]


def list_named(typed: str) -> Kind:
    """The list that is named, as `import` names it, or one row of it. Raises `WrongUse`."""
    for kind in RECORDS:
        if typed in (kind, kind.removesuffix("s")):
            return kind
    raise WrongUse(f"LIST: there is no list “{typed}”; there is {choices(RECORDS)}.")


def cells_of(kind: Kind, record: LookupRecord) -> dict[str, Any]:
    """A row's values by its list's columns; None where a column is blank."""
    return {column.name: _value(record, column.name) for column in COLUMNS[kind]}


def _value(record: LookupRecord, column: str) -> Any:
    if isinstance(record, RegistrationType) and column == "benefit_type":
        return record.benefit_types
    return getattr(record, column)


def coded(books: Books, kind: Kind, typed: str) -> LookupRecord:
    """The row of a kind with this code, however it is capitalised.

    Raises:
        UnknownCode: there is none.
    """
    table = books.lookup(RECORDS[kind])
    for key, record in table.items():
        if key.casefold() == typed.strip().casefold():
            found: LookupRecord = record
            return found
    raise UnknownCode(one_of(kind), typed, table)


def one_of(kind: Kind) -> str:
    """One row of a kind, such as “membership type”."""
    return kind.replace("-", " ").removesuffix("s")


def row_told(kind: Kind, record: LookupRecord) -> str:
    """Such as “the benefit type Guest pass (GUEST)”."""
    key = lookup_key(identity(record), type(record))
    name = "" if isinstance(record, MembershipBenefit) else f"{record.name} "
    return f"the {one_of(kind)} {name}({key})" if name else f"the {one_of(kind)} {key}"
