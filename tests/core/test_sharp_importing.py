"""Importing, to the letter: whole sentences, the edges of what a cell may hold, what is filled."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.catalogue import BenefitKind
from core.columns import Kind
from core.contact import ContactKind
from core.entry import Entry
from core.file_rows import FileUnreadable, UnknownColumns
from core.importing import ACTS, BadRows, Imported, import_file
from core.membership import Membership, TransactionKind
from tests.core.building import MANAGER, Office


def bring(office: Office, folder: Path, kind: Kind, text: str, **options: Any) -> Imported:
    """Import a file with this text."""
    path = folder / f"{kind}.csv"
    path.write_text(text, encoding="utf-8")
    return import_file(office.desk, path, kind, actor=MANAGER, **options)


def membership(office: Office, contact: str = "ZED") -> Membership:
    """The one membership that this contact has."""
    (only,) = office.desk.read(lambda books: books.memberships_of(contact))
    return only


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        (
            Kind.CONTACTS,
            "code,name\nA B,x\n",
            "code: “A B” is no code: at most 20 characters, without spaces and “#;=”.",
        ),
        (
            Kind.CONTACTS,
            "code,name\nABCDEFGHIJKLMNOPQRSTU,x\n",
            (
                "code: “ABCDEFGHIJKLMNOPQRSTU” is no code: "
                "at most 20 characters, without spaces and “#;=”."
            ),
        ),
        (
            Kind.MEMBERSHIP_TYPES,
            "code,name\nABCDEFG,x\n",
            "code: “ABCDEFG” is no code: at most 6 characters, without spaces and “#;=”.",
        ),
        (
            Kind.CONTACTS,
            "code,name,authorised\nX,x,maybe\n",
            "authorised: “maybe” is neither yes nor no.",
        ),
        (
            Kind.MEMBERSHIP_TYPES,
            "code,name,term_months\nX,x,0\n",
            "term_months: 0 is not between 1 and 1199.",
        ),
        (
            Kind.MEMBERSHIP_TYPES,
            "code,name,term_months\nX,x,1200\n",
            "term_months: 1200 is not between 1 and 1199.",
        ),
        (
            Kind.MEMBERSHIP_TYPES,
            "code,name,term_months\nX,x,a year\n",
            "term_months: “a year” is no whole number above 0.",
        ),
        (
            Kind.MEMBERSHIP_TYPES,
            "code,name,price\nX,x,free\n",
            "price: “free” is no amount; write it as 12.50.",
        ),
        (
            Kind.MEMBERSHIP_TYPES,
            'code,name,price\nX,x,"1950,5"\n',
            "price: “1950,5” is no amount; write it as 1950.50.",
        ),
        (
            Kind.MEMBERSHIP_TYPES,
            "code,name,price\nX,x,1000000000000\n",
            "price: 1000000000000 is more than 999999999999.",
        ),
        (
            Kind.MEMBERSHIP_TYPES,
            "code,name,price\nX,x,12.34567\n",
            "price: 12.34567 has more than four decimal places.",
        ),
        (
            Kind.MEMBERSHIP_BENEFITS,
            "code,membership_type,benefit_type,number\nX,GOLD,PASS,1000000000\n",
            "number: 1000000000 is more than 999999999.",
        ),
        (
            Kind.MEMBERSHIP_BENEFITS,
            "code,membership_type,benefit_type,number,period\nX,GOLD,PASS,1,week\n",
            "period: “week” is not term, year, quarter or month.",
        ),
        (
            Kind.MEMBERSHIP_BENEFITS,
            "code,membership_type,benefit_type,number\nX,GOLD,NIX,1\n",
            "There is no benefit type “NIX”.",
        ),
        (
            Kind.MEMBERSHIP_BENEFITS,
            "code,membership_type,benefit_type,number\nX,NIX,PASS,1\n",
            "There is no membership type “NIX”.",
        ),
        (
            Kind.MEMBERSHIPS,
            "contact,membership_type,starts_on,numbers\nZED,GOLD,2026-01-01,G1=2=3\n",
            "numbers: “2=3” is no number.",
        ),
        (
            Kind.MEMBERSHIPS,
            "contact,membership_type,starts_on,numbers\nZED,GOLD,2026-01-01,G1\n",
            "numbers: “G1” is not of the form MB002=2.",
        ),
        (
            Kind.MEMBERSHIPS,
            "contact,membership_type,starts_on,transaction_kind\nZED,GOLD,2026-01-01,loan\n",
            "transaction_kind: “loan” is not dues or gift.",
        ),
        (
            Kind.CONTACTS,
            "code,name,kind\nX,x,thing\n",
            "kind: “thing” is not person or organisation.",
        ),
        (
            Kind.CONTACTS,
            "code,name,affiliated_to\nX,x,ZED\n",
            "affiliated_to: Zed Else is a person; only organisations have affiliates.",
        ),
        (Kind.CONTACTS, "code,name,affiliated_to\nX,x,NIX\n", "There is no contact “NIX”."),
        (
            Kind.BENEFIT_TYPES,
            "code,name,kind\nX,x,thing\n",
            "kind: “thing” is not custom or event.",
        ),
        (
            Kind.BENEFIT_TYPES,
            "code,name,discount\nX,x,100.01%\n",
            "X: discount has to be a percentage as 50% or an amount as 20.00.",
        ),
        (Kind.BENEFIT_TYPES, "code,name,step\nX,x,0\n", "X: step has to be more than 0."),
        (
            Kind.USAGE,
            "contact,benefit_type,used_on,quantity,holder\n,PASS,soon,a few,ACME\n",
            (
                "used_on: “soon” is no date; write it as 2026-11-03. "
                "quantity: “a few” is no number. contact is missing."
            ),
        ),
        (Kind.REGISTRATION_TYPES, "event,code,name\nNIX,A,a\n", "There is no event “NIX”."),
        (
            Kind.USAGE,
            "contact,benefit_type\nACME,nothing\n",
            (
                "There is no benefit type “nothing”. There is Guest pass, Room hours, "
                "Notary service, Directory listing or Gala seat."
            ),
        ),
    ],
)
def test_a_bad_cell_is_told_word_for_word(
    office: Office, tmp_path: Path, kind: Kind, text: str, sentence: str
) -> None:
    """The column, what stands there, and what should."""
    with pytest.raises(BadRows) as refused:
        bring(office, tmp_path, kind, text)
    assert [(row.line, row.reason) for row in refused.value.rows] == [(2, sentence)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "code,name,colour\nX,x,red\n",
            (
                "contacts.csv: a file of contacts has no column “colour”; it may have code, name, "
                "kind, affiliated_to, authorised, email, authorised_until or authorised_max."
            ),
        ),
        ("code,name,name\nX,x,y\n", "contacts.csv has the column name twice."),
        ("kind\nX\n", "contacts.csv lacks the column code or name."),
        ("", "contacts.csv is empty: its first line must name the columns."),
        (",\nX,x\n", "contacts.csv is empty: its first line must name the columns."),
        ('code,name\nX,x\n"Y,y\n', "contacts.csv line 3: unexpected end of data."),
    ],
)
def test_a_file_of_another_shape_is_told_word_for_word(
    office: Office, tmp_path: Path, text: str, sentence: str
) -> None:
    """The file and its fault are named."""
    with pytest.raises((FileUnreadable, UnknownColumns)) as refused:
        bring(office, tmp_path, Kind.CONTACTS, text)
    assert str(refused.value) == sentence


def test_a_file_that_cannot_be_read_is_told_word_for_word(office: Office, tmp_path: Path) -> None:
    """One that isn't there, and one that isn't text."""
    path = tmp_path / "none.csv"
    with pytest.raises(FileUnreadable) as refused:
        import_file(office.desk, path, Kind.CONTACTS, actor=MANAGER)
    assert str(refused.value) == f"{path} can't be read: No such file or directory."
    path.write_bytes(b"code,name\nX,\xff\n")
    with pytest.raises(FileUnreadable) as refused:
        import_file(office.desk, path, Kind.CONTACTS, actor=MANAGER)
    assert str(refused.value) == "none.csv is not UTF-8 text; save it as CSV UTF-8."


@pytest.mark.parametrize("months", [1, 1199])
def test_a_term_may_be_a_month_or_nearly_a_century(
    office: Office, tmp_path: Path, months: int
) -> None:
    """The least and the most months that a term may have."""
    text = f"code,name,term_months\nX,x,{months}\n"
    bring(office, tmp_path, Kind.MEMBERSHIP_TYPES, text)
    assert office.desk.read(lambda books: books.membership_types["X"].term_months) == months


@pytest.mark.parametrize("price", ["0", "999999999999", "0.0001"])
def test_a_price_may_be_nothing_or_very_much(office: Office, tmp_path: Path, price: str) -> None:
    """The least and the most money that a cell may hold, and its smallest part."""
    bring(office, tmp_path, Kind.MEMBERSHIP_TYPES, f"code,name,price\nX,x,{price}\n")
    assert office.desk.read(lambda books: books.membership_types["X"].price) == Decimal(price)


@pytest.mark.parametrize("number", ["0", "999999999"])
def test_a_number_may_be_nothing_or_very_much(office: Office, tmp_path: Path, number: str) -> None:
    """The least and the most units that a cell may hold."""
    text = f"code,membership_type,benefit_type,number\nX,GOLD,PASS,{number}\n"
    bring(office, tmp_path, Kind.MEMBERSHIP_BENEFITS, text)
    line = office.desk.read(lambda books: books.membership_benefits["X"])
    assert line.number == Decimal(number)


@pytest.mark.parametrize("code", ["ABCDEFGHIJKLMNOPQRST", "É-1_x"])
def test_a_code_may_have_twenty_characters(office: Office, tmp_path: Path, code: str) -> None:
    """A contact's code; letters of any alphabet and other marks do."""
    bring(office, tmp_path, Kind.CONTACTS, f"code,name\n{code},x\n")
    assert office.desk.read(lambda books: code in books.contacts)


@pytest.mark.parametrize("discount", ["0%", "0", "0.5", "100%", "250.00"])
def test_what_a_discount_may_be(office: Office, tmp_path: Path, discount: str) -> None:
    """Up to all of the price, or any amount; nothing at all, too."""
    bring(office, tmp_path, Kind.BENEFIT_TYPES, f"code,name,discount\nX,x,{discount}\n")
    assert office.desk.read(lambda books: books.benefit_types["X"].discount) == discount


def test_what_a_row_leaves_out_is_filled_in(office: Office, tmp_path: Path) -> None:
    """A contact is a person, a benefit is custom, a payment is dues."""
    bring(office, tmp_path, Kind.CONTACTS, "code,name\nX,x\n")
    bring(office, tmp_path, Kind.BENEFIT_TYPES, "code,name\nX,x\n")
    text = "contact,membership_type,starts_on,transaction\nZED,GOLD,2026-01-01,D-1\n"
    bring(office, tmp_path, Kind.MEMBERSHIPS, text)
    books = office.desk.read(lambda books: books)
    assert books.contacts["X"].kind is ContactKind.PERSON
    assert books.benefit_types["X"].kind is BenefitKind.CUSTOM
    paid = membership(office).transaction
    assert paid is not None
    assert (paid.kind, paid.amount, paid.paid_on) == (TransactionKind.DUES, None, None)


def test_an_event_benefit_is_one(office: Office, tmp_path: Path) -> None:
    """The kind of a benefit type is read from its column, in capitals too."""
    bring(office, tmp_path, Kind.BENEFIT_TYPES, "code,name,kind\nX,x,EVENT\n")
    assert office.desk.read(lambda books: books.benefit_types["X"].kind) is BenefitKind.EVENT


def test_a_membership_has_the_end_and_the_payment_of_its_row(
    office: Office, tmp_path: Path
) -> None:
    """Where the type has no term, the end is the row's; the day of payment too."""
    text = (
        "contact,membership_type,starts_on,ends_on,transaction,amount,paid_on\n"
        "ZED,SPONS,2026-01-01,2026-09-30,D-1,75.50,2025-12-24\n"
    )
    bring(office, tmp_path, Kind.MEMBERSHIPS, text)
    made = membership(office)
    assert made.ends_on == date(2026, 9, 30)
    assert made.transaction is not None
    assert made.transaction.code == "D-1"
    assert made.transaction.amount == Decimal("75.50")
    assert made.transaction.paid_on == date(2025, 12, 24)


FILES = {
    Kind.CONTACTS: "code,name\nX,x\n",
    Kind.BENEFIT_TYPES: "code,name\nX,x\n",
    Kind.MEMBERSHIP_TYPES: "code,name\nX,x\n",
    Kind.MEMBERSHIP_BENEFITS: "code,membership_type,benefit_type,number\nX,GOLD,PASS,1\n",
    Kind.MEMBERSHIPS: "contact,membership_type,starts_on\nZED,GOLD,2026-01-01\n",
    Kind.USAGE: "contact,benefit_type,used_on\nACME,PASS,2026-02-01\n",
    Kind.EVENTS: "code,name\nGALA26,Gala\n",
    Kind.REGISTRATION_TYPES: "event,code,name\nFAIR,DAY,Day ticket\n",
    Kind.REGISTRATIONS: "event,registration_type,contact\nFAIR,SEAT,ZED\n",
}


def written(office: Office, count: int) -> Iterator[Entry]:
    """The entries after the first so many."""
    return iter(list(office.store.entries())[count:])


@pytest.mark.parametrize("kind", FILES)
def test_what_a_row_writes_is_known_by_its_line(office: Office, tmp_path: Path, kind: Kind) -> None:
    """The request is the kind, and an act's row with its count, or a list's file with the line."""
    office.enroll()
    bring(office, tmp_path, Kind.EVENTS, "code,name\nFAIR,Fair\n")
    bring(office, tmp_path, Kind.REGISTRATION_TYPES, "event,code,name\nFAIR,SEAT,Seat\n")
    count = len(list(office.store.entries()))
    assert bring(office, tmp_path, kind, FILES[kind]).added == 1
    first = next(written(office, count))
    name, _, number = first.idempotency_key.rpartition(":")
    assert name.startswith(f"import:{kind}:")
    assert len(name) == len(f"import:{kind}:") + 24
    assert number == ("1" if kind in ACTS else "2")
    assert first.actor == MANAGER.id


def test_a_way_to_register_may_draw_on_nothing(office: Office, tmp_path: Path) -> None:
    """Its column of benefit types may be left out, and its price."""
    bring(office, tmp_path, Kind.EVENTS, "code,name,held_on\nFAIR,Fair,2026-08-01\n")
    bring(office, tmp_path, Kind.REGISTRATION_TYPES, "event,code,name\nFAIR,DAY,Day ticket\n")
    (kind,) = office.desk.read(lambda books: list(books.registration_types.values()))
    assert (kind.event, kind.code, kind.name) == ("FAIR", "DAY", "Day ticket")
    assert (kind.price, kind.benefit_types) == (None, ())
    assert office.desk.read(lambda books: books.events["FAIR"].held_on) == date(2026, 8, 1)


def test_a_usage_has_all_that_its_row_says(office: Office, tmp_path: Path) -> None:
    """By whom, when, how much, what for; the holder by name too."""
    office.enroll()
    text = (
        "contact,benefit_type,used_on,quantity,description,holder,note\n"
        "acme hardware,Room hours,2026-02-01,1.5,Board meeting,ann able,by phone\n"
    )
    bring(office, tmp_path, Kind.USAGE, text)
    entry = list(office.store.entries())[-1]
    assert (entry.contact, entry.holder, entry.on) == ("ACME", "ANN", date(2026, 2, 1))
    assert (entry.quantity, entry.description) == (Decimal("1.5"), "Board meeting")
    assert entry.note == "by phone"


def test_a_registration_is_found_by_e_mail_and_dated(office: Office, tmp_path: Path) -> None:
    """Whose row has no contact; the day and the places are the row's."""
    bring(office, tmp_path, Kind.EVENTS, "code,name\nFAIR,Fair\n")
    text = "event,code,name,price,benefit_type\nFAIR,SEAT,Seat,12.50,Gala seat;PASS\n"
    bring(office, tmp_path, Kind.REGISTRATION_TYPES, text)
    (kind,) = office.desk.read(lambda books: list(books.registration_types.values()))
    assert (kind.price, kind.benefit_types) == (Decimal("12.50"), ("GALA", "PASS"))
    bring(office, tmp_path, Kind.CONTACTS, "code,name,email\nZED,Zed Else,zed@else.example\n")
    text = (
        "event,registration_type,contact,email,quantity,registered_on\n"
        "FAIR,SEAT,,zed@else.example,2,2026-03-04\n"
        "FAIR,SEAT,Ann Able,,,\n"
    )
    bring(office, tmp_path, Kind.REGISTRATIONS, text)
    first, second = office.desk.read(lambda books: list(books.registrations.values()))
    assert (first.contact, first.quantity, first.registered_on) == ("ZED", 2, date(2026, 3, 4))
    assert (second.contact, second.quantity) == ("ANN", 1)
    assert second.registered_on == office.desk.today(MANAGER)
