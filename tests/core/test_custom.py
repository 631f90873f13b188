"""Custom fields: labelled slots of a level, typed and validated."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.adjusting import LevelChange
from core.cells import CellUnreadable
from core.custom import SLOTS, CustomField, NotInLookup, UnknownSlot, typed
from core.errors import BenefitError, TextTooLong, UnknownCode
from core.level import BenefitLevel
from core.policy import Policy
from tests.core.building import MANAGER, Office, an_office

FIELDS = {
    field.slot: field
    for field in (
        CustomField(slot="date1", label="Sent on"),
        CustomField(slot="money1", label="Deposit"),
        CustomField(slot="number1", label="Table"),
        CustomField(slot="flag1", label="Collected"),
        CustomField(slot="lookup1", label="Seat", codes={"WIN": "Window", "AIS": "Aisle"}),
        CustomField(slot="text1", label="Wishes"),
    )
}


@pytest.fixture
def labelled(tmp_path: Path) -> Iterator[Office]:
    """An office that labelled one slot of each kind."""
    with an_office(tmp_path, policy=Policy(custom_fields=FIELDS)) as office:
        yield office


def fill(office: Office, level: BenefitLevel, **slots: str) -> dict[str, str]:
    """Put texts into slots; what the level then holds."""
    change = LevelChange(level=level.key, custom=slots)
    office.desk.change_level(change, idempotency_key=office.request_key(), actor=MANAGER)
    return dict(office.desk.read(lambda books: books.levels[level.key].custom))


def test_there_are_as_many_slots_as_the_description_has() -> None:
    """12 dates, 12 amounts, 12 numbers, 11 flags, 3 lookups, 6 texts."""
    counts = [
        sum(slot.rstrip("0123456789") == name for slot in SLOTS)
        for name in ("date", "money", "number", "flag", "lookup", "text")
    ]
    assert counts == [12, 12, 12, 11, 3, 6]


def test_labelled_slots_are_filled_changed_and_emptied(labelled: Office) -> None:
    """The history has each change with before and after."""
    level = labelled.enroll().levels[0]
    assert fill(labelled, level, date1="2026-06-01", text1="by the door") == {
        "date1": "2026-06-01",
        "text1": "by the door",
    }
    assert fill(labelled, level, text1=" ", lookup1="WIN") == {
        "date1": "2026-06-01",
        "lookup1": "WIN",
    }
    last = list(labelled.store.entries())[-1]
    assert last.before == {"custom": {"date1": "2026-06-01", "text1": "by the door"}}


@pytest.mark.parametrize(
    ("slot", "text", "sentence"),
    [
        ("date1", "soon", "Sent on: “soon” is no date"),
        ("money1", "much", "Deposit: “much” is no amount"),
        ("number1", "x", "Table: “x” is no number"),
        ("flag1", "maybe", "Collected: “maybe” is neither yes nor no"),
    ],
)
def test_a_slot_holds_only_its_kind(labelled: Office, slot: str, text: str, sentence: str) -> None:
    """The sentence names the label, not the slot."""
    level = labelled.enroll().levels[0]
    with pytest.raises(CellUnreadable, match=sentence):
        fill(labelled, level, **{slot: text})


def test_lookups_and_limits_are_checked(labelled: Office) -> None:
    """A code of the lookup, a text that fits, a slot that somebody labelled."""
    level = labelled.enroll().levels[0]
    with pytest.raises(NotInLookup, match="Seat: “TOP” is not WIN or AIS"):
        fill(labelled, level, lookup1="TOP")
    with pytest.raises(TextTooLong, match="The Wishes has 256"):
        fill(labelled, level, text1="x" * 256)
    with pytest.raises(UnknownSlot, match="There is no custom field “text2”"):
        fill(labelled, level, text2="x")


def test_a_slot_stands_for_a_typed_value() -> None:
    """A flag is a flag."""
    assert typed(FIELDS["flag1"], "yes") is True


def test_slots_are_filled_while_enrolling(labelled: Office) -> None:
    """Texts for every level, and others for the levels of one line; a blank one says nothing."""
    levels = labelled.enroll(
        custom={"date1": "2026-06-01", "text1": "by the door"},
        custom_of={"G1": {"text1": " ", "lookup1": "WIN"}, "G2": {"number1": " 7 "}},
    ).levels
    assert {level.membership_benefit: dict(level.custom) for level in levels} == {
        "G1": {"date1": "2026-06-01", "lookup1": "WIN"},
        "G2": {"date1": "2026-06-01", "text1": "by the door", "number1": "7"},
        "G3": {"date1": "2026-06-01", "text1": "by the door"},
        "G4": {"date1": "2026-06-01", "text1": "by the door"},
    }


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"custom": {"date1": "soon"}}, CellUnreadable),
        ({"custom_of": {"G2": {"lookup1": "TOP"}}}, NotInLookup),
        ({"custom": {"text2": "unlabelled"}}, UnknownSlot),
        ({"custom_of": {"S1": {"text1": "of another type"}}}, UnknownCode),
    ],
)
def test_a_wrong_slot_stops_the_enrolling(
    labelled: Office, fields: dict[str, Any], refusal: type[BenefitError]
) -> None:
    """Nothing is made."""
    with pytest.raises(refusal):
        labelled.enroll(**fields)
    assert labelled.desk.read(lambda books: len(books.memberships)) == 0
