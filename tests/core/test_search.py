"""Finding contacts by what somebody types."""

import pytest

from core.contact import Contact
from core.errors import AmbiguousContact, UnknownContact
from core.search import find, the_contact

CONTACTS = [
    Contact(code="ACME", name="Acme Hardware"),
    Contact(code="BLUEH", name="Blue Heron Books"),
    Contact(code="HARD", name="Harding & Sons"),
    Contact(code="ANN", name="Ann Able"),
    Contact(code="ANN2", name="Ann Able"),
]


def codes(typed: str) -> list[str]:
    """The codes found, in order."""
    return [contact.code for contact in find(CONTACTS, typed)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("acme", ["ACME"]),
        ("  BLUE   heron ", ["BLUEH"]),
        ("hard", ["HARD", "ACME"]),
        ("heron", ["BLUEH"]),
        ("ooks", ["BLUEH"]),
        ("blu heron boks", ["BLUEH"]),
        ("acne hardwear", ["ACME"]),
        ("xyzzy", []),
    ],
)
def test_what_is_typed_finds_the_likeliest_first(typed: str, found: list[str]) -> None:
    """Beginnings before words, words before parts; mistakes are forgiven when nothing else is."""
    assert codes(typed) == found


def test_nothing_typed_lists_everybody_by_name() -> None:
    """An empty box is a list to choose from."""
    assert codes("") == ["ACME", "ANN", "ANN2", "BLUEH", "HARD"]
    assert [contact.code for contact in find(CONTACTS, "", limit=1)] == ["ACME"]


def test_a_code_or_name_means_one_contact() -> None:
    """By code, by name, or by the only name that contains it."""
    assert the_contact(CONTACTS, "ann2").code == "ANN2"
    assert the_contact(CONTACTS, "acme hardware").code == "ACME"
    assert the_contact(CONTACTS, "heron").code == "BLUEH"


def test_several_contacts_of_a_name_are_asked_about() -> None:
    """The question tells them apart by code."""
    with pytest.raises(AmbiguousContact, match=r"Ann Able \(ANN\) or Ann Able \(ANN2\)"):
        the_contact(CONTACTS, "Ann Able")


def test_nobody_of_a_name_brings_suggestions() -> None:
    """A misspelt name is never taken for granted."""
    with pytest.raises(UnknownContact, match="Did you mean Acme Hardware") as refused:
        the_contact(CONTACTS, "Akme Hardware")
    assert "Acme Hardware" in refused.value.suggestions
    with pytest.raises(UnknownContact, match=r"There is no contact “xyzzy”\.$"):
        the_contact(CONTACTS, "xyzzy")


def test_rows_want_the_whole_name() -> None:
    """A part of a name is no contact where nobody looks at it before it counts."""
    with pytest.raises(UnknownContact):
        the_contact(CONTACTS, "heron", exactly=True)
