"""The kinds of rows that people bring in, and their columns: one list for files and for the sheet.

A file's header is the column's name; the sheet writes the same name as words ("Used on").
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What the rows of a file or a tab are."""

    CONTACTS = "contacts"
    BENEFIT_TYPES = "benefit-types"
    MEMBERSHIP_TYPES = "membership-types"
    MEMBERSHIP_BENEFITS = "membership-benefits"
    MEMBERSHIPS = "memberships"
    USAGE = "usage"
    EVENTS = "events"
    REGISTRATION_TYPES = "registration-types"
    REGISTRATIONS = "registrations"


class Cell(StrEnum):
    """How a cell's text is read."""

    TEXT = "text"
    CODE = "code"
    LOOKUP_CODE = "lookup code"
    CODES = "codes"
    LIST = "list"
    FLAG = "flag"
    DATE = "date"
    WHOLE = "whole number"
    QUANTITY = "quantity"
    NUMBER = "number or unlimited"
    MONEY = "amount"
    NUMBERS = "numbers by code"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in files, how it is read, and whether a row can do without it."""

    name: str
    cell: Cell = Cell.TEXT
    required: bool = False

    @property
    def words(self) -> str:
        """The header in a sheet: "used_on" is "Used on"."""
        return self.name.replace("_", " ").capitalize()


COLUMNS: Final[dict[Kind, tuple[Column, ...]]] = {
    Kind.CONTACTS: (
        Column("code", Cell.CODE, required=True),
        Column("name", required=True),
        Column("kind"),
        Column("affiliated_to", Cell.CODE),
        Column("authorised", Cell.FLAG),
        Column("email"),
        Column("authorised_until", Cell.DATE),
        Column("authorised_max", Cell.QUANTITY),
    ),
    Kind.BENEFIT_TYPES: (
        Column("code", Cell.LOOKUP_CODE, required=True),
        Column("name", required=True),
        Column("categories", Cell.LIST),
        Column("kind"),
        Column("tracked", Cell.FLAG),
        Column("unit"),
        Column("step", Cell.QUANTITY),
        Column("discount"),
        Column("stackable", Cell.FLAG),
    ),
    Kind.MEMBERSHIP_TYPES: (
        Column("code", Cell.LOOKUP_CODE, required=True),
        Column("name", required=True),
        Column("term_months", Cell.WHOLE),
        Column("price", Cell.MONEY),
        Column("currency"),
        Column("non_deductible_value", Cell.MONEY),
    ),
    Kind.MEMBERSHIP_BENEFITS: (
        Column("code", Cell.LOOKUP_CODE, required=True),
        Column("membership_type", Cell.CODE, required=True),
        Column("benefit_type", Cell.CODE, required=True),
        Column("number", Cell.NUMBER, required=True),
        Column("single_value", Cell.MONEY),
        Column("standard", Cell.FLAG),
        Column("quid_pro_quo", Cell.FLAG),
        Column("period"),
        Column("rollover_max", Cell.QUANTITY),
        Column("cap_per_day", Cell.QUANTITY),
        Column("cap_per_event", Cell.QUANTITY),
        Column("overage", Cell.FLAG),
        Column("note"),
    ),
    Kind.MEMBERSHIPS: (
        Column("contact", required=True),
        Column("membership_type", Cell.CODE, required=True),
        Column("starts_on", Cell.DATE, required=True),
        Column("ends_on", Cell.DATE),
        Column("transaction"),
        Column("transaction_kind"),
        Column("amount", Cell.MONEY),
        Column("paid_on", Cell.DATE),
        Column("declined", Cell.CODES),
        Column("optional", Cell.CODES),
        Column("numbers", Cell.NUMBERS),
    ),
    Kind.USAGE: (
        Column("contact", required=True),
        Column("benefit_type", required=True),
        Column("used_on", Cell.DATE),
        Column("quantity", Cell.QUANTITY),
        Column("description"),
        Column("holder"),
        Column("note"),
    ),
    Kind.EVENTS: (
        Column("code", Cell.CODE, required=True),
        Column("name", required=True),
        Column("held_on", Cell.DATE),
    ),
    Kind.REGISTRATION_TYPES: (
        Column("event", Cell.CODE, required=True),
        Column("code", Cell.CODE, required=True),
        Column("name", required=True),
        Column("price", Cell.MONEY),
        Column("benefit_type", Cell.LIST),
    ),
    Kind.REGISTRATIONS: (
        Column("event", Cell.CODE, required=True),
        Column("registration_type", Cell.CODE, required=True),
        Column("contact"),
        Column("email"),
        Column("quantity", Cell.QUANTITY),
        Column("registered_on", Cell.DATE),
    ),
}
