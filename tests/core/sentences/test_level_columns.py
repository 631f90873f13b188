"""The benefit level description's table is met column by column.

Its system columns are real fields, and the page that says where each lives says so truly. Its
custom columns are slots that an organisation labels: shown, typed and validated once labelled, and
costing nothing before.
"""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from core import balance, books, custom, entry, level
from core.adjusting import LevelChange
from core.cells import CellUnreadable
from core.custom import SLOTS, CustomField, NotInLookup, UnknownSlot, typed
from core.entry import EntryKind, to_document
from core.errors import TextTooLong
from core.policy import Policy
from core.records import document_of
from tests.core.building import MANAGER, Office, an_office

PAGE = (Path(__file__).parents[3] / "docs" / "benefit-level.md").read_text(encoding="utf-8")
SYSTEM: Final = (
    "benlkey",
    "benlid",
    "benldoc",
    "benldate",
    "benluserid",
    "benlugroup",
    "benltype",
    "benlmemb",
    "benlmembky",
    "benlnumber",
    "benlused",
    "benlavail",
    "benlvalue",
    "benltvalue",
    "benlquid",
    "benlactive",
    "benlsource",
    "benlcrdate",
    "benlfnum",
    "benlcomm",
    "benlmemben",
    "benlaccept",
)
NOT_KEPT: Final = {"benldoc", "benlfnum"}
CUSTOM: Final[dict[str, list[str]]] = {
    "date": [*(f"benldate{n}" for n in range(1, 10)), *(f"benldte{n}" for n in (10, 11, 12))],
    "money": [f"benlmny{n}" for n in range(1, 13)],
    "number": [f"benlnum{n}" for n in range(1, 13)],
    "flag": ["benlyesno", *(f"benlchk{n}" for n in range(1, 11))],
    "lookup": [f"benllook{n}" for n in range(1, 4)],
    "text": ["benltext", *(f"benltxt{n}" for n in range(1, 6))],
}
HOMES: Final[dict[str, Any]] = {
    "BenefitLevel": level.BenefitLevel,
    "Balance": balance.Balance,
    "Books": books.Books(),
    "Entry": entry.Entry,
}
ROWS: Final[dict[str, list[str]]] = {
    cells[0].strip("` "): cells
    for line in PAGE.splitlines()
    if len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 3
}
"""The rows of both tables, by the first cell."""


def spelled_out(cell: str) -> list[str]:
    """The names in a cell, with "`a1`–`a3`" spelled out as a1, a2, a3."""
    names: list[str] = []
    for part in cell.split(","):
        first, *last = re.findall(r"`(\w+)`", part)
        stem, start = first.rstrip("0123456789"), first[len(first.rstrip("0123456789")) :]
        end = last[0].removeprefix(stem) if last else start
        names += [f"{stem}{n}" for n in range(int(start), int(end) + 1)] if start else [first]
    return names


def test_there_are_twenty_two_system_columns() -> None:
    """As the description lists them."""
    assert len(set(SYSTEM)) == 22


@pytest.mark.parametrize("column", SYSTEM)
def test_each_system_column_is_a_real_field(column: str) -> None:
    """The page names a place in the code, and the place is there; or it says why it is not kept."""
    _, _, home = ROWS[column]
    places = re.findall(r"`(\w+)\.(\w+)`", home)
    if column in NOT_KEPT:
        assert home.startswith("not kept: ")
        return
    for owner, attribute in places:
        assert hasattr(HOMES[owner], attribute), f"{owner}.{attribute}"
    for name in re.findall(r"`([a-z_]+)`", home):
        assert hasattr(entry.Entry, name) or hasattr(level, name), name
    assert places or "entry" in home or "actor" in home


def test_each_field_has_what_the_column_says(office: Office) -> None:
    """One level, column by column, after a use and an adjustment."""
    made = office.enroll()
    office.use(quantity="3")
    office.clock.pass_time(minutes=1)
    (adjusted,) = office.set_number(made.levels[0], "5")
    held = office.desk.balance(made.levels[0].key)
    first = office.store.entry(held.level.key)
    latest = office.store.entry(office.desk.read(lambda books: books.updated[held.level.key]))
    assert first is not None
    assert latest is not None
    found = {
        "benlkey": held.level.key,
        "benlid": held.level.contact,
        "benldate": latest.at,
        "benluserid": latest.actor,
        "benltype": held.level.benefit_type,
        "benlmemb": held.level.membership_type,
        "benlmembky": held.level.membership,
        "benlnumber": held.number,
        "benlused": held.used,
        "benlavail": held.available,
        "benlvalue": held.level.single_value,
        "benltvalue": (held.total_value, held.used_value),
        "benlquid": held.level.quid_pro_quo,
        "benlactive": held.level.active,
        "benlsource": held.level.source,
        "benlcrdate": first.at,
        "benlcomm": held.level.comment,
        "benlmemben": held.level.membership_benefit,
        "benlaccept": held.level.accepted,
    }
    assert found == {
        "benlkey": made.levels[0].key,
        "benlid": "ACME",
        "benldate": adjusted.at,
        "benluserid": "U-MAY",
        "benltype": "PASS",
        "benlmemb": "GOLD",
        "benlmembky": made.membership.key,
        "benlnumber": 5,
        "benlused": 3,
        "benlavail": 2,
        "benlvalue": Decimal("12.50"),
        "benltvalue": (Decimal("62.50"), Decimal("37.50")),
        "benlquid": True,
        "benlactive": True,
        "benlsource": "",
        "benlcrdate": office.clock.at.replace(minute=0),
        "benlcomm": "",
        "benlmemben": "G1",
        "benlaccept": True,
    }


@pytest.mark.parametrize("kind", CUSTOM)
def test_each_custom_column_has_its_slot(kind: str) -> None:
    """The page names every column there and every slot here, and they are as many."""
    rows = [cells for cells in ROWS.values() if f"`{kind}1`" in cells[1]]
    ((theirs, ours, _),) = rows
    assert spelled_out(theirs) == CUSTOM[kind]
    slots = spelled_out(ours)
    assert slots == [slot for slot in SLOTS if slot.rstrip("0123456789") == kind]
    assert len(slots) == len(CUSTOM[kind])


def label(slot: str) -> CustomField:
    """The slot under a label; a lookup has two codes."""
    codes = {"WIN": "Window", "AIS": "Aisle"} if slot.startswith("lookup") else None
    return CustomField(slot=slot, label=f"Our {slot}", codes=codes)


SAMPLES: Final[dict[str, tuple[str, object, list[str]]]] = {
    "date": ("2028-02-29", date(2028, 2, 29), ["2026-02-29", "29.2.2028", "soon"]),
    "money": ("1,250.1234", Decimal("1250.1234"), ["12,50", "0.00001", "-1", "much"]),
    "number": ("12.5", Decimal("12.5"), ["1e3", "0,5", "-1", "many"]),
    "flag": ("yes", True, ["true", "1", "maybe"]),
    "lookup": ("AIS", "AIS", ["TOP", "Aisle", "ais"]),
    "text": ("by the door", "by the door", ["x" * 256]),
}


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An office that labelled every slot there is, with one member."""
    fields = {slot: label(slot) for slot in SLOTS}
    path = tmp_path_factory.mktemp("labelled")
    with an_office(path, policy=Policy(custom_fields=fields)) as office:
        office.enroll()
        yield office


def put(office: Office, slot: str, text: str) -> Any:
    """Put a text into a slot of the only level of passes; what the slot then holds."""
    (the_level,) = office.desk.read(lambda books: books.levels_owned("ACME", "PASS"))
    change = LevelChange(level=the_level.key, custom={slot: text})
    office.desk.change_level(change, idempotency_key=office.request_key(), actor=MANAGER)
    return office.desk.read(lambda books: books.levels[the_level.key].custom.get(slot))


@pytest.mark.parametrize("slot", SLOTS)
def test_every_labelled_slot_is_typed_validated_and_emptied(labelled: Office, slot: str) -> None:
    """It takes a value of its kind, refuses every other under its label, and can be blank again."""
    text, value, wrong = SAMPLES[slot.rstrip("0123456789")]
    assert typed(label(slot), put(labelled, slot, f" {text} ")) == value
    for each in wrong:
        with pytest.raises((CellUnreadable, NotInLookup, TextTooLong), match=f"Our {slot}"):
            put(labelled, slot, each)
    assert typed(label(slot), put(labelled, slot, text)) == value
    assert put(labelled, slot, "") is None


@pytest.mark.parametrize("slot", ["date1", "money12", "number12", "flag11", "lookup3", "text6"])
def test_an_unlabelled_slot_costs_nothing_and_takes_nothing(office: Office, slot: str) -> None:
    """No entry and no document has a word of it, and filling it is refused."""
    made = office.enroll()
    with pytest.raises(UnknownSlot, match=f"There is no custom field “{slot}”"):
        put(office, slot, SAMPLES[slot.rstrip("0123456789")][0])
    grants = [each for each in office.store.entries() if each.kind is EntryKind.GRANT]
    assert all(slot not in str(to_document(each)) for each in grants)
    assert document_of(made.levels[0])["custom"] == {}
    assert custom.merged({}, {}, {}) == {}
