"""Finding contacts by what somebody types."""

import pytest

from core.contact import Contact
from core.errors import AmbiguousContact, UnknownContact
from core.search import Finder, Spellings, find, the_contact
from tests.core.building import BENEFIT_TYPES, MANAGER, Office

CONTACTS = [
    Contact(code="ACME", name="Acme Hardware"),
    Contact(code="BLUEH", name="Blue Heron Books"),
    Contact(code="HARD", name="Harding & Sons"),
    Contact(code="ANN", name="Ann Able"),
    Contact(code="ANN2", name="Ann Able"),
]
FINDER = Finder(CONTACTS)


def codes(typed: str) -> list[str]:
    """The codes found, in order."""
    return [contact.code for contact in FINDER.find(typed)]


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


def test_a_word_spelt_like_one_is_enough() -> None:
    """One nearly right word of a long name, where the whole is not like it."""
    found = FINDER.with_word_like("heran", 5)
    assert [contact.code for contact in found] == ["BLUEH"]
    assert [contact.code for contact in FINDER.with_word_like("abel", 1)] == ["ANN"]
    assert FINDER.with_word_like("xyzzy", 5) == []


def test_nothing_typed_lists_everybody_by_name() -> None:
    """An empty box is a list to choose from."""
    assert codes("") == ["ACME", "ANN", "ANN2", "BLUEH", "HARD"]
    assert [contact.code for contact in FINDER.find("", limit=1)] == ["ACME"]


def test_a_code_or_name_means_one_contact() -> None:
    """By code, by name, or by the only name that contains it."""
    assert the_contact(FINDER, "ann2").code == "ANN2"
    assert the_contact(FINDER, "acme hardware").code == "ACME"
    assert the_contact(FINDER, "heron").code == "BLUEH"


def test_several_contacts_of_a_name_are_asked_about() -> None:
    """The question tells them apart by code."""
    with pytest.raises(AmbiguousContact, match=r"Ann Able \(ANN\) or Ann Able \(ANN2\)"):
        the_contact(FINDER, "Ann Able")


def test_nobody_of_a_name_brings_suggestions() -> None:
    """A misspelt name is never taken for granted."""
    with pytest.raises(UnknownContact, match="Did you mean Acme Hardware") as refused:
        the_contact(FINDER, "Akme Hardware")
    assert "Acme Hardware" in refused.value.suggestions
    with pytest.raises(UnknownContact, match=r"There is no contact “xyzzy”\.$"):
        the_contact(FINDER, "xyzzy")


def test_rows_want_the_whole_name() -> None:
    """A part of a name is no contact where nobody looks at it before it counts."""
    with pytest.raises(UnknownContact):
        the_contact(FINDER, "heron", exactly=True)


MANY = Finder(
    Contact(code=f"M{number}", name=f"{name} {number:04d}")
    for number in range(2000)
    for name in ("Museum of Glass", "Harbour Rowing Club")[number % 2 :][:1]
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Museum of Glas 0042", "Museum of Glass 0042"),
        ("Musuem of Glass 0042", "Museum of Glass 0042"),
        ("Museum of Glass 0O42", "Museum of Glass 0042"),
        ("rowinng club 1333", "Harbour Rowing Club 1333"),
        ("harbor 1999", "Harbour Rowing Club 1999"),
    ],
)
def test_one_slip_finds_one_among_many(typed: str, found: str) -> None:
    """A letter too few, too many, wrong or in another's place; in the whole name or in a word."""
    assert MANY.find(typed, limit=1)[0].name == found


def test_no_more_are_found_than_asked_for() -> None:
    """However many fit, the first by name are listed."""
    assert [one.name for one in MANY.find("glass", limit=2)] == [
        "Museum of Glass 0000",
        "Museum of Glass 0002",
    ]
    assert len(MANY.find("rowimg", limit=7)) == 7


def test_among_a_few_the_likeliest_is_found_just_so() -> None:
    """Anything with a code and a name can be looked for, without a finder kept for it."""
    assert [kind.code for kind in find(BENEFIT_TYPES, "gest pas")] == ["PASS"]


def test_a_contact_is_found_under_a_new_name(office: Office) -> None:
    """The finder is kept until contacts change, and then made anew."""

    def called(typed: str) -> list[str]:
        found = office.desk.read(lambda books: books.finder.find(typed))
        return [contact.code for contact in found]

    assert called("zed") == ["ZED"]
    assert office.desk.read(lambda books: books.finder is books.finder)
    renamed = Contact(code="ZED", name="Yola Else")
    office.desk.put([renamed], idempotency_key="renamed", actor=MANAGER)
    assert called("yola") == ["ZED"]


def test_a_code_as_it_is_written_goes_before_another_spelling() -> None:
    """Two codes that differ in capitals only may be left from earlier days."""
    both = Finder([Contact(code="AB", name="Upper"), Contact(code="ab", name="Lower")])
    assert [one.name for one in both.called("AB")] == ["Upper"]
    assert [one.name for one in both.called("ab")] == ["Lower"]


@pytest.mark.parametrize(
    "near",
    [
        pytest.param("martem", id="the last letter"),
        pytest.param("narten", id="the first letter"),
        pytest.param("manten", id="the one before the middle"),
        pytest.param("mardten", id="one too many"),
        pytest.param("marte", id="one left out at the end"),
        pytest.param("arten", id="one left out at the beginning"),
    ],
)
def test_one_slip_leaves_a_half_alone(near: str) -> None:
    """In its beginning or its ending it is the same, and as long but for one letter."""
    assert [place for place, _ in Spellings(["zzz", near]).one_slip_from("marten", 80, 9)] == [1]


@pytest.mark.parametrize("far", ["martensi", "mart", "marxyz", "xyzten", "nartem"])
def test_two_slips_are_not_one(far: str) -> None:
    """However much of it is the same."""
    assert Spellings([far]).one_slip_from("marten", 80, 9) == []


def test_half_a_name_alone_is_not_near() -> None:
    """Nobody who looks for one means the other."""
    assert Finder([Contact(code="M", name="Martxyzw")]).misspelt("Martenpq", 20) == []


@pytest.mark.parametrize(
    ("words", "count", "found"),
    [
        ("blue heron books 2 today", 3, ["BLUEH"]),
        ("BLUEH heron books", 1, ["BLUEH"]),
        ("ann able", 2, ["ANN", "ANN2"]),
        ("ann able 2", 2, ["ANN", "ANN2"]),
        ("ann", 1, ["ANN"]),
        ("blue heron", 0, []),
        ("", 0, []),
    ],
)
def test_the_longest_name_that_words_begin_with(words: str, count: int, found: list[str]) -> None:
    """A name in full goes before a shorter code, and what follows it is left alone."""
    assert FINDER.longest(words.split()) == (count, [FINDER.called(code)[0] for code in found])


def test_no_name_is_the_longest_where_there_is_none() -> None:
    """A catalogue that is empty still answers."""
    assert Finder[Contact](()).longest(["ann"]) == (0, [])


ACCENTED = Finder(
    [
        Contact(code="SILE", name="Síle O'Brien"),
        Contact(code="CAFÉ", name="Juniper Café"),
        Contact(code="Z1", name="Zoë Brandt"),
        Contact(code="Z2", name="Zoe Ember"),
        Contact(code="SOREN", name="Søren Straße"),
        Contact(code="B1", name="Borg"),
        Contact(code="B2", name="Børg"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("sile o'brien", "SILE"),
        ("sile o’brien", "SILE"),
        ("Síle O‘Brien", "SILE"),
        ("JUNIPER CAFE", "CAFÉ"),
        ("cafe", "CAFÉ"),
        ("zoe brandt", "Z1"),
        ("Zoe\u0308 Brandt", "Z1"),
        ("soren strasse", "SOREN"),
        ("borg", "B1"),
        ("BØRG", "B2"),
    ],
)
def test_accents_are_forgiven(typed: str, code: str) -> None:
    """Where two names differ by them alone, the one that is written so is meant."""
    assert the_contact(ACCENTED, typed, exactly=True).code == code


def test_accents_are_forgiven_while_typing() -> None:
    """A beginning finds names with and without."""
    assert [one.code for one in ACCENTED.find("zoe")] == ["Z1", "Z2"]
    assert ACCENTED.longest(["zoe", "brandt", "guest", "pass"]) == (2, ACCENTED.called("Z1"))
    assert [one.code for one in ACCENTED.called("borġ")] == ["B1", "B2"]
    assert [one.name for one in Finder([Contact(code="G", name="がか")]).find("かか")] == []


JANES = Finder(
    [
        Contact(code="ACME", name="Hardware Store"),
        Contact(code="J1", name="Jane Field"),
        Contact(code="J2", name="Jane Field"),
    ]
)


@pytest.mark.parametrize("typed", ["ACNE", "Akme", "acmee", "acm3"])
def test_a_code_with_a_slip_is_suggested_first(typed: str) -> None:
    """Before names that have a word like it."""
    with pytest.raises(UnknownContact) as refused:
        the_contact(JANES, typed)
    assert refused.value.suggestions[0] == "Hardware Store"


def test_suggestions_of_one_name_are_told_apart() -> None:
    """By their codes, and nobody is suggested twice."""
    with pytest.raises(UnknownContact) as refused:
        the_contact(JANES, "Jane Feild")
    assert refused.value.suggestions == ["Jane Field (J1)", "Jane Field (J2)"]
    lone = Finder([Contact(code="JANES", name="Janes Club")])
    assert [one.code for one in lone.misspelt("janec", 5)] == ["JANES"]
