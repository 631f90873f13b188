"""What people type, read: quantities, contacts, benefits and membership types."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from bot.command_line.answering import WrongUse
from bot.typed.use import number_of
from bot.typed.words import Word, text_of
from core.books import Books
from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.cells import CellUnreadable, read_cell
from core.columns import Cell, Column
from core.contact import Contact
from core.custom import CustomField
from core.desk import Desk
from core.errors import BenefitError, UnknownBenefit, UnknownCode, choices
from core.event import Event, RegistrationType
from core.recording import levels_serving
from core.search import SUGGESTED, Named, find, folded, the_contact

N = TypeVar("N", bound=Named)


class AmbiguousName(BenefitError):
    """Several records have that name."""

    def __init__(self, what: str, typed: str, names: list[str]) -> None:
        super().__init__(f"“{typed}” can be more than one {what}: {choices(names)}?")


class QuantityAmongWords(WrongUse):
    """A quantity was typed among the words that name a benefit; it is an option."""

    def __init__(self, typed: str, likely: Sequence[BenefitType], quantity: str) -> None:
        meant = choices(f'"{kind.name}" --quantity {quantity}' for kind in likely)
        super().__init__(f"There is no benefit type “{typed}”. Did you mean {meant}?")


def read_quantity(option: str, typed: str) -> Decimal:
    """A quantity. Raises `WrongUse` where it is none."""
    quantity: Decimal = _read(option, Cell.QUANTITY, typed)
    return quantity


def read_amount(option: str, typed: str) -> Decimal:
    """An amount of money. Raises `WrongUse` where it is none."""
    amount: Decimal = _read(option, Cell.MONEY, typed)
    return amount


def read_numbers(option: str, typed: list[str]) -> dict[str, Decimal]:
    """Numbers by code, each typed as CODE=N. Raises `WrongUse` where one is not."""
    numbers: dict[str, Decimal] = _read(option, Cell.NUMBERS, ";".join(typed))
    return numbers


def read_fields(
    option: str, typed: Iterable[str], fields: Mapping[str, CustomField]
) -> dict[str, str]:
    """Texts of custom fields by slot, each typed as LABEL=TEXT.

    What is no label is left to the rules, which say what labels there are.

    Raises:
        WrongUse: one isn't of that form.
    """
    slots = {field.label.casefold(): slot for slot, field in fields.items()}
    custom = {}
    for each in typed:
        label, equals, text = each.partition("=")
        if not equals:
            raise WrongUse(f"{option}: “{each}” is not of the form LABEL=TEXT.")
        custom[slots.get(label.strip().casefold(), label.strip())] = text
    return custom


def read_fields_of_lines(
    option: str, typed: Iterable[str], fields: Mapping[str, CustomField]
) -> dict[str, dict[str, str]]:
    """As `read_fields`, by the catalogue line that stands before: CODE:LABEL=TEXT; blank for all.

    Raises:
        WrongUse: one isn't of that form.
    """
    labels = {field.label.casefold() for field in fields.values()}
    by_line: defaultdict[str, list[str]] = defaultdict(list)
    for each in typed:
        code, colon, rest = each.partition(":")
        whole = each.partition("=")[0]
        of_line = colon and ":" in whole and whole.strip().casefold() not in labels
        by_line[code.strip() if of_line else ""].append(rest if of_line else each)
    return {code: read_fields(option, theirs, fields) for code, theirs in by_line.items()}


def _read(option: str, cell: Cell, typed: str) -> Any:
    try:
        return read_cell(Column(option, cell), typed)
    except CellUnreadable as wrong:
        raise WrongUse(str(wrong)) from None


def contact_named(desk: Desk, typed: str, *, exactly: bool = False) -> Contact:
    """The contact with this code or name; `exactly` takes no part of a name for it.

    Raises:
        UnknownContact, AmbiguousContact: with suggestions.
    """
    return desk.read(lambda books: the_contact(books.finder, typed, exactly=exactly))


def benefit_type_named(desk: Desk, typed: str, contact: Contact | None = None) -> BenefitType:
    """The benefit type with this code or name; where several are meant, the one `contact` has.

    Raises:
        UnknownBenefit, AmbiguousName: with suggestions.
    """

    def answer(books: Books) -> BenefitType:
        kinds = list(books.benefit_types.values())
        likely = _likely(kinds, typed)
        if contact and len(likely) > 1:
            likely = [kind for kind in likely if _has(books, contact, kind)] or likely
        if not likely:
            raise UnknownBenefit(typed, (kind.name for kind in find(kinds, typed) or kinds))
        return _only("benefit type", typed, likely)

    return desk.read(answer)


def benefit_type_used(desk: Desk, words: Sequence[str], contact: Contact) -> BenefitType:
    """The benefit type that the words behind a contact name together.

    Raises:
        QuantityAmongWords: the words without a quantity among them name some.
        UnknownBenefit, AmbiguousName: with suggestions.
    """
    typed = " ".join(words)
    try:
        return benefit_type_named(desk, typed, contact)
    except UnknownBenefit:
        single = [Word(word) for word in typed.split()]
        quantities = [number for word in single if (number := number_of(word))]
        name = text_of(word for word in single if not number_of(word))
        kinds = desk.read(lambda books: list(books.benefit_types.values()))
        likely = find(kinds, name, SUGGESTED)
        if len(quantities) != 1 or not name or not likely:
            raise
        raise QuantityAmongWords(typed, likely, quantities[0]) from None


def membership_type_named(desk: Desk, typed: str) -> MembershipType:
    """The membership type with this code or name.

    Raises:
        UnknownCode, AmbiguousName: with suggestions.
    """
    kinds = desk.read(lambda books: list(books.membership_types.values()))
    return _named("membership type", typed, kinds)


def event_named(desk: Desk, typed: str) -> Event:
    """The event with this code or name.

    Raises:
        UnknownCode, AmbiguousName: with suggestions.
    """
    events = desk.read(lambda books: list(books.events.values()))
    return _named("event", typed, events)


def registration_type_named(desk: Desk, event: Event, typed: str) -> RegistrationType:
    """The way to register for `event` with this code or name.

    Raises:
        UnknownCode, AmbiguousName: with suggestions.
    """
    kinds = desk.read(lambda books: list(books.registration_types.values()))
    return _named("registration type", typed, [one for one in kinds if one.event == event.code])


def category_named(desk: Desk, typed: str) -> str:
    """The category of benefits with this name, however it is capitalised."""
    kinds = desk.read(lambda books: list(books.benefit_types.values()))
    categories = sorted({name for kind in kinds for name in kind.categories})
    for category in categories:
        if folded(category) == folded(typed):
            return category
    raise UnknownCode("category", typed, categories)


def line_coded(desk: Desk, typed: str) -> MembershipBenefit:
    """The catalogue line with this code. Raises `UnknownCode` where there is none."""
    lines = desk.read(lambda books: books.membership_benefits)
    line = _with_code(lines.values(), typed)
    if line is None:
        raise UnknownCode("membership benefit", typed, lines)
    return line


def line_meant(desk: Desk, typed: str, owner: Contact) -> MembershipBenefit:
    """The catalogue line with this code, or the one by which `owner` can have this benefit.

    Raises:
        UnknownCode, AmbiguousName: with the lines of the membership types that `owner` has.
    """

    def answer(books: Books) -> MembershipBenefit:
        lines, kinds = books.membership_benefits.values(), books.benefit_types
        coded = _with_code(lines, typed)
        if coded is not None:
            return coded
        types = {each.membership_type for each in books.memberships_of(owner.code)}
        offered = [line for line in lines if line.membership_type in types and not line.retired]
        likely = _likely([kinds[line.benefit_type] for line in offered], typed)
        meant = [line for line in offered if kinds[line.benefit_type] in likely]
        if len(meant) == 1:
            return meant[0]
        known = [f"{line.code} ({kinds[line.benefit_type].name})" for line in meant or offered]
        if meant:
            raise AmbiguousName("membership benefit", typed, known)
        raise UnknownCode("membership benefit", typed, known)

    return desk.read(answer)


def _with_code(lines: Iterable[MembershipBenefit], typed: str) -> MembershipBenefit | None:
    code = typed.strip().casefold()
    return next((line for line in lines if line.code.casefold() == code), None)


def line_codes(desk: Desk, given: Iterable[str]) -> frozenset[str]:
    """Codes of catalogue lines: one in each text, or several with commas or semicolons between."""
    known = desk.read(lambda books: frozenset(books.membership_benefits))
    parted = ([text] if text in known else re.split("[,;]", text) for text in given)
    return frozenset(code.strip() for codes in parted for code in codes if code.strip())


def _named(what: str, typed: str, kinds: list[N]) -> N:
    likely = _likely(kinds, typed)
    if not likely:
        known = (f"{kind.name} ({kind.code})" for kind in find(kinds, typed) or kinds)
        raise UnknownCode(what, typed, known)
    return _only(what, typed, likely)


def _likely(kinds: list[N], typed: str) -> list[N]:
    """By code, else by name, else those whose name contains what was typed."""
    text = folded(typed)
    by_code = [kind for kind in kinds if folded(kind.code) == text]
    by_name = [kind for kind in kinds if folded(kind.name) == text]
    return by_code or by_name or [kind for kind in kinds if text and text in folded(kind.name)]


def _only(what: str, typed: str, likely: list[N]) -> N:
    if len(likely) > 1:
        raise AmbiguousName(what, typed, [f"{kind.name} ({kind.code})" for kind in likely[:5]])
    return likely[0]


def _has(books: Books, contact: Contact, kind: BenefitType) -> bool:
    return bool(levels_serving(books, contact, kind.code))
