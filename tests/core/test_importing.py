"""Importing files: all of a file, or nothing and a list of what is wrong."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core import importing
from core.columns import Kind
from core.entry import EntryKind
from core.file_rows import FileUnreadable, UnknownColumns
from core.importing import BadRows, Imported, import_file
from tests.core.building import MANAGER, Office


def bring(office: Office, folder: Path, kind: Kind, text: str, **options: Any) -> Imported:
    """Import a file with this text."""
    path = folder / f"{kind}.csv"
    path.write_text(text, encoding="utf-8")
    return import_file(office.desk, path, kind, actor=MANAGER, **options)


def reasons(office: Office, folder: Path, kind: Kind, text: str) -> list[tuple[int, str]]:
    """The lines that are wrong, and why; nothing may have been written."""
    before = list(office.store.entries())
    with pytest.raises(BadRows) as refused:
        bring(office, folder, kind, text)
    assert list(office.store.entries()) == before
    return [(row.line, row.reason) for row in refused.value.rows]


def test_contacts_come_in_whatever_their_order(office: Office, tmp_path: Path) -> None:
    """A person may stand above the organisation that they belong to."""
    text = (
        "code,name,kind,affiliated_to,authorised,email\n"
        "EVE,Eve Early,person,LATE,yes,eve@late.example\n"
        "LATE,Late Ltd,organisation,,,\n"
    )
    outcome = bring(office, tmp_path, Kind.CONTACTS, text)
    assert (outcome.added, outcome.changed) == (2, 0)
    eve = office.desk.read(lambda books: books.contacts["EVE"])
    assert (eve.affiliated_to, eve.authorised) == ("LATE", True)


def test_known_rows_are_changed_and_equal_ones_left(office: Office, tmp_path: Path) -> None:
    """History has an entry for the change only."""
    text = "code,name\nZED,Zed Changed\nANN,Ann Able\n"
    text = "code,name,kind,affiliated_to,authorised\nZED,Zed New,,,\nANN,Ann Able,,ACME,yes\n"
    outcome = bring(office, tmp_path, Kind.CONTACTS, text)
    assert (outcome.added, outcome.changed, outcome.unchanged) == (0, 1, 1)
    last = list(office.store.entries())[-1]
    assert (last.before, last.after) == ({"name": "Zed Else"}, {"code": "ZED", "name": "Zed New"})


def test_a_membership_is_enrolled_with_its_choices(office: Office, tmp_path: Path) -> None:
    """Declined, optional and lowered numbers are named by catalogue code."""
    text = (
        "contact,membership_type,starts_on,ends_on,transaction,transaction_kind,amount,paid_on,"
        "declined,optional,numbers\n"
        "Acme Hardware,GOLD,2026-01-01,,D-1,gift,500.00,2025-12-20,G1;G4,G5,G2=6.5\n"
    )
    assert bring(office, tmp_path, Kind.MEMBERSHIPS, text).added == 1
    (membership,) = office.desk.read(lambda books: books.memberships_of("ACME"))
    levels = office.desk.read(lambda books: books.levels_of(membership.key))
    assert [(each.membership_benefit, each.accepted) for each in levels] == [
        ("G1", False),
        ("G2", True),
        ("G3", True),
        ("G4", False),
        ("G5", True),
    ]
    assert levels[1].number == Decimal("6.5")
    assert membership.transaction is not None
    assert (membership.transaction.kind.value, membership.transaction.amount) == ("gift", 500)


def test_usage_comes_in_under_the_rules(office: Office, tmp_path: Path) -> None:
    """Equal rows of a file are meant; names do as well as codes."""
    level = office.enroll().levels[0]
    text = (
        "contact,benefit_type,used_on,quantity,description,holder\n"
        "ACME,PASS,2026-02-01,1,Open day,ANN\n"
        "acme hardware,guest pass,2026-02-01,1,Open day,ANN\n"
    )
    assert bring(office, tmp_path, Kind.USAGE, text).added == 2
    assert office.remaining(level) == 2


def test_every_bad_row_is_listed_and_nothing_is_imported(office: Office, tmp_path: Path) -> None:
    """Rows see what the rows above them have used."""
    office.enroll()
    text = (
        "contact,benefit_type,used_on,quantity\n"
        "ACME,PASS,2026-02-01,3\n"
        "ACME,PASS,2026-02-02,2\n"
        "NIX,PASS,2026-02-02,1\n"
        "ACME,PASS,yesterday,1\n"
        "ACME,PASS,2026-02-02,some\n"
        "ACME,,2026-02-02,1\n"
        "ACME,PASS,2026-02-02,1,too,many\n"
    )
    assert reasons(office, tmp_path, Kind.USAGE, text) == [
        (3, "Only 1 left; 2 asked for."),
        (4, "There is no contact “NIX”."),
        (5, "used_on: “yesterday” is no date; write it as 2026-11-03."),
        (6, "quantity: “some” is no number."),
        (7, "benefit_type is missing."),
        (8, "has 6 cells, but there are only 4 columns."),
    ]


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (Kind.CONTACTS, "code,name\nA B,x\n", "no code: at most 20 characters"),
        (Kind.CONTACTS, "code,name,kind\nX,x,thing\n", "“thing” is not person or organisation"),
        (Kind.CONTACTS, "code,name,affiliated_to\nX,x,NIX\n", "There is no contact “NIX”"),
        (Kind.CONTACTS, "code,name,affiliated_to\nX,x,ZED\n", "Zed Else is a person"),
        (Kind.CONTACTS, "code,name,authorised\nX,x,maybe\n", "neither yes nor no"),
        (Kind.BENEFIT_TYPES, "code,name\nTOOLONG,x\n", "at most 6 characters"),
        (Kind.BENEFIT_TYPES, "code,name,step\nX,x,0\n", "step has to be more than 0"),
        (Kind.MEMBERSHIP_TYPES, "code,name,term_months\nX,x,-1\n", "no whole number above 0"),
        (Kind.MEMBERSHIP_TYPES, "code,name,term_months\nX,x,0\n", "0 is not between 1 and 1199"),
        (
            Kind.MEMBERSHIP_TYPES,
            "code,name,term_months\nX,x,100000\n",
            "100000 is not between 1 and 1199",
        ),
        (Kind.MEMBERSHIP_TYPES, "code,name,price\nX,x,12.34567\n", "more than four decimal"),
        (Kind.MEMBERSHIP_TYPES, "code,name,price\nX,x,free\n", "“free” is no amount"),
        (Kind.MEMBERSHIP_TYPES, "code,name,price\nX,x,-3\n", "not between 0 and"),
        (
            Kind.MEMBERSHIP_BENEFITS,
            "code,membership_type,benefit_type,number\nX,NIX,PASS,1\n",
            "There is no membership type “NIX”",
        ),
        (
            Kind.MEMBERSHIP_BENEFITS,
            "code,membership_type,benefit_type,number\nX,GOLD,NIX,1\n",
            "There is no benefit type “NIX”",
        ),
        (
            Kind.MEMBERSHIP_BENEFITS,
            "code,membership_type,benefit_type,number\nX,GOLD,PASS,-1\n",
            "number: -1 is less than 0.",
        ),
        (
            Kind.MEMBERSHIPS,
            "contact,membership_type,starts_on,numbers\nZED,GOLD,2026-01-01,G1\n",
            "“G1” is not of the form MB002=2",
        ),
    ],
)
def test_a_bad_cell_is_told_in_a_sentence(
    office: Office, tmp_path: Path, kind: Kind, text: str, reason: str
) -> None:
    """Each sentence names what stands there and what should."""
    ((line, told),) = reasons(office, tmp_path, kind, text)
    assert line == 2
    assert reason in told


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code,name,colour\nX,x,red\n", "has no column “colour”"),
        ("code,name,name\nX,x,y\n", "has the column name twice"),
        ("code\nX\n", "lacks the column name"),
        ("code;name;colour\nX;x;red\n", "has no column “colour”"),
        ("", "is empty"),
        ('code,name\n"X,x\n', "line 2"),
    ],
)
def test_a_file_that_is_no_such_table_is_told(
    office: Office, tmp_path: Path, text: str, sentence: str
) -> None:
    """The header is checked before any row."""
    with pytest.raises((FileUnreadable, UnknownColumns), match=sentence):
        bring(office, tmp_path, Kind.CONTACTS, text)


@pytest.mark.parametrize(
    "text",
    [
        "code;name;authorised\nX;Xenia, née Y;no\n",
        'code\tname\tauthorised\nX\t"Xenia, née Y"\tno\n',
        '"code";"name";"authorised"\r\n"X";"Xenia, née Y";"no"\r\n',
        "sep=;\ncode;name;authorised\nX;Xenia, née Y;no\n",
        "sep=\t\r\ncode\tname\tauthorised\r\nX\tXenia, née Y\tno\r\n",
        'sep=,\ncode,name,authorised\nX,"Xenia, née Y",no\n',
    ],
)
def test_cells_may_have_semicolons_or_tabs_between(
    office: Office, tmp_path: Path, text: str
) -> None:
    """As spreadsheets write them in many countries; the header tells."""
    assert bring(office, tmp_path, Kind.CONTACTS, text).added == 1
    assert office.desk.read(lambda books: books.contacts["X"]).name == "Xenia, née Y"


def test_lines_are_counted_from_the_top_of_the_file(office: Office, tmp_path: Path) -> None:
    """A line that only says what parts the cells is one too."""
    text = "sep=;\ncode;name\nX;\n"
    assert reasons(office, tmp_path, Kind.CONTACTS, text) == [(3, "name is missing.")]
    with pytest.raises(FileUnreadable, match=r"contacts\.csv line 3: unexpected end"):
        bring(office, tmp_path, Kind.CONTACTS, 'sep=;\ncode;name\n"X;x\n')


def test_files_in_the_wrong_order_are_told_which_is_first(office: Office, tmp_path: Path) -> None:
    """Where many rows lack something of another list; of their own list it is in the file."""
    lines = "".join(f"X{number},ESSENT,PASS,1\n" for number in range(3))
    text = f"code,membership_type,benefit_type,number\n{lines}"
    with pytest.raises(BadRows, match="may be in a file of membership-types: import that first"):
        bring(office, tmp_path, Kind.MEMBERSHIP_BENEFITS, text)
    rows = "".join(f"X{number},PASS\nZED,TEA\n" for number in range(3))
    with pytest.raises(BadRows, match="a file of contacts or benefit-types: import that first"):
        bring(office, tmp_path, Kind.USAGE, f"contact,benefit_type\n{rows}")
    people = "".join(f"X{number},x,NIX\n" for number in range(3))
    with pytest.raises(BadRows, match=r"3 rows are not right\.$"):
        bring(office, tmp_path, Kind.CONTACTS, f"code,name,affiliated_to\n{people}")


def test_a_file_that_is_not_there_or_no_text_is_told(office: Office, tmp_path: Path) -> None:
    """The sentence names the file."""
    missing = tmp_path / "none.csv"
    with pytest.raises(FileUnreadable, match=r"none\.csv can't be read"):
        import_file(office.desk, missing, Kind.CONTACTS, actor=MANAGER)
    missing.write_bytes(b"code,name\nX,\xff\n")
    with pytest.raises(FileUnreadable, match="not UTF-8"):
        import_file(office.desk, missing, Kind.CONTACTS, actor=MANAGER)


def test_the_same_file_again_adds_nothing(office: Office, tmp_path: Path) -> None:
    """A file imported twice by mistake counts once, and says so."""
    level = office.enroll().levels[0]
    text = "contact,benefit_type,used_on\nACME,PASS,2026-02-01\n"
    bring(office, tmp_path, Kind.USAGE, text)
    again = bring(office, tmp_path, Kind.USAGE, text)
    assert again.before
    assert office.remaining(level) == 3


def test_a_dry_run_writes_nothing(office: Office, tmp_path: Path) -> None:
    """It says what would be done."""
    before = list(office.store.entries())
    outcome = bring(office, tmp_path, Kind.CONTACTS, "code,name\nX,x\n", dry_run=True)
    assert outcome.added == 1
    assert list(office.store.entries()) == before
    assert office.desk.read(lambda books: "X" not in books.contacts)


def test_long_files_tell_their_progress(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The count of rows done is told now and then."""
    monkeypatch.setattr(importing, "TOLD", 2)
    told: list[int] = []
    path = tmp_path / "contacts.csv"
    path.write_text("code,name\nA,a\nB,b\n\nC,c\nD,d\nE,e\n")
    import_file(office.desk, path, Kind.CONTACTS, actor=MANAGER, progress=told.append)
    assert told == [2, 4]


def test_equal_rows_are_meant_and_marked(office: Office, tmp_path: Path) -> None:
    """Each is recorded; those that look like another, of the file or before it, are counted."""
    office.enroll()
    office.use(used_on=date(2026, 5, 1))
    text = (
        "contact,benefit_type,used_on,quantity\n"
        "ACME,PASS,2026-05-01,1\n"
        "ACME,PASS,2026-05-02,1\n"
        "ACME,PASS,2026-05-02,1\n"
        "ACME,ROOM,2026-05-02,1\n"
    )
    outcome = bring(office, tmp_path, Kind.USAGE, text)
    assert (outcome.added, outcome.alike) == (4, 2)


HEADER = "contact,benefit_type,used_on,quantity\n"
FIRST, SECOND = "ACME,PASS,2026-05-01,1\n", "ACME,PASS,2026-05-02,1\n"


def test_a_list_that_grows_brings_only_what_is_new(office: Office, tmp_path: Path) -> None:
    """Old rows are known by what they say, in whatever order; one more equal row is one more."""
    office.enroll()
    bring(office, tmp_path, Kind.USAGE, HEADER + FIRST)
    outcome = bring(office, tmp_path, Kind.USAGE, HEADER + SECOND + FIRST)
    assert (outcome.added, outcome.unchanged) == (1, 1)
    outcome = bring(office, tmp_path, Kind.USAGE, HEADER + FIRST + FIRST + SECOND)
    assert (outcome.added, outcome.unchanged) == (1, 2)
    outcome = bring(
        office,
        tmp_path,
        Kind.USAGE,
        "benefit_type,used_on,contact,quantity,note\nPASS,2026-05-02,ACME,1,\n",
    )
    assert (outcome.added, outcome.unchanged, outcome.before) == (0, 1, True)


def test_a_list_of_members_that_grows_enrolls_nobody_twice(office: Office, tmp_path: Path) -> None:
    """The same for registrations."""
    header = "contact,membership_type,starts_on\n"
    bring(office, tmp_path, Kind.MEMBERSHIPS, header + "ACME,GOLD,2026-01-01\n")
    text = header + "ZED,GOLD,2026-01-01\nACME,GOLD,2026-01-01\n"
    outcome = bring(office, tmp_path, Kind.MEMBERSHIPS, text)
    assert (outcome.added, outcome.unchanged) == (1, 1)
    assert office.desk.read(lambda books: len(books.memberships_of("ACME"))) == 1


def test_an_old_list_sets_back_what_was_changed_since(office: Office, tmp_path: Path) -> None:
    """Together with a row that is new; the very same file again does nothing."""
    old = "code,name\nZED,Zed One\n"
    bring(office, tmp_path, Kind.CONTACTS, old)
    bring(office, tmp_path, Kind.CONTACTS, "code,name\nZED,Zed Two\n")
    assert bring(office, tmp_path, Kind.CONTACTS, old).before
    outcome = bring(office, tmp_path, Kind.CONTACTS, old + "NEW,New\n")
    assert (outcome.added, outcome.changed) == (1, 1)
    assert office.desk.read(lambda books: books.contacts["ZED"].name) == "Zed One"


def test_a_year_of_usage_is_one_commit_with_one_entry_a_row(office: Office, tmp_path: Path) -> None:
    """Each row has its own entry and key, dated as the row says."""
    office.enroll()
    rows = "".join(f"ACME,NOTARY,2026-01-{day:02},1\n" for day in range(1, 32))
    bring(office, tmp_path, Kind.USAGE, f"contact,benefit_type,used_on,quantity\n{rows}")
    entries = [entry for entry in office.store.entries() if entry.kind is EntryKind.USAGE]
    assert [entry.on for entry in entries] == [date(2026, 1, day) for day in range(1, 32)]
    assert len({entry.key for entry in entries}) == 31


def test_a_whole_catalogue_comes_in(office: Office, tmp_path: Path) -> None:
    """Every column of the lookup rows, with blanks for what isn't published."""
    files = {
        Kind.BENEFIT_TYPES: (
            "code,name,categories,kind,tracked,unit,step,discount,stackable\n"
            "HOUR,Room,Facilities;Services,custom,yes,hour,0.5,,\n"
            "SEAT,Seat,Events,event,yes,,,50%,yes\n"
        ),
        Kind.MEMBERSHIP_TYPES: (
            "code,name,term_months,price,currency,non_deductible_value\n"
            'PLAT,Platinum,6,"1,250.50",USD,62.25\n'
            "SEAS,Season,,,,\n"
        ),
        Kind.MEMBERSHIP_BENEFITS: (
            "code,membership_type,benefit_type,number,single_value,standard,quid_pro_quo,period,"
            "rollover_max,cap_per_day,cap_per_event,overage,note\n"
            "P1,PLAT,HOUR,10.5,20,no,yes,month,2,3,,yes,by the half\n"
            "P2,PLAT,SEAT,unlimited,,,,,,,1,,\n"
        ),
    }
    for kind, text in files.items():
        assert bring(office, tmp_path, kind, text).added == 2
    books = office.desk.read(lambda books: books)
    assert books.membership_types["PLAT"].price == Decimal("1250.50")
    assert books.membership_types["SEAS"].term_months is None
    line = books.membership_benefits["P1"]
    assert (line.period, line.rollover_max, line.overage) == ("month", 2, True)
    assert books.benefit_types["SEAT"].stackable


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (Kind.BENEFIT_TYPES, "code,name,discount\nX,x,half\n", "discount has to be a percentage"),
        (Kind.BENEFIT_TYPES, "code,name,discount\nX,x,120%\n", "discount has to be a percentage"),
        (Kind.USAGE, "contact,benefit_type\nACME,nothing\n", "There is no benefit type “nothing”"),
        (
            Kind.REGISTRATION_TYPES,
            "event,code,name\nNIX,A,a\n",
            "There is no event “NIX”",
        ),
        (
            Kind.MEMBERSHIPS,
            "contact,membership_type,starts_on,transaction_kind\nZED,GOLD,2026-01-01,loan\n",
            "“loan” is not dues or gift",
        ),
    ],
)
def test_a_row_that_refers_to_nothing_is_told(
    office: Office, tmp_path: Path, kind: Kind, text: str, reason: str
) -> None:
    """What it refers to is named."""
    ((_, told),) = reasons(office, tmp_path, kind, text)
    assert reason in told


def test_a_membership_without_a_transaction_is_one_all_the_same(
    office: Office, tmp_path: Path
) -> None:
    """Only what a kind can't do without is required."""
    bring(
        office,
        tmp_path,
        Kind.MEMBERSHIPS,
        "contact,membership_type,starts_on\nZED,GOLD,2026-01-01\n",
    )
    (membership,) = office.desk.read(lambda books: books.memberships_of("ZED"))
    assert membership.transaction is None


def test_one_code_on_two_lines_is_told(office: Office, tmp_path: Path) -> None:
    """Which of them is meant is not for us to say; twice the very same is no harm."""
    text = "code,name\nBLUE,Blue Heron\nRED,Red Lion\nBLUE,Blue Again\n"
    told = reasons(office, tmp_path, Kind.CONTACTS, text)
    assert told == [(4, "BLUE is on line 2 too, and differs. Please leave one of them.")]
    text = "code,name\nDINNER,Dinner\n"
    bring(office, tmp_path, Kind.EVENTS, text)
    text = "event,code,name\nDINNER,A,a\nDINNER,B,b\nDINNER,A,other\n"
    told = reasons(office, tmp_path, Kind.REGISTRATION_TYPES, text)
    assert told == [(4, "DINNER A is on line 2 too, and differs. Please leave one of them.")]
    known = "code,name\nZED,Zed Else\nZED,Zed Other\n"
    assert [line for line, _ in reasons(office, tmp_path, Kind.CONTACTS, known)] == [3]
    text = "code,name\nBLUE,Blue Heron\nRED,Red Lion\nBLUE,Blue Heron\n"
    outcome = bring(office, tmp_path, Kind.CONTACTS, text)
    assert (outcome.added, outcome.unchanged) == (2, 1)
