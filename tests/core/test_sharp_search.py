"""Finding, to the letter: how near is near, how many are named, and what comes first."""

import pytest

from core.contact import Contact
from core.errors import AmbiguousContact, UnknownContact
from core.search import Finder, find, the_contact


def people(*names: str) -> list[Contact]:
    """Contacts of these names, with codes that nobody types."""
    return [Contact(code=f"#{number}", name=name) for number, name in enumerate(names)]


def found(typed: str, *names: str, limit: int = 20) -> list[str]:
    """The names found among these, in order."""
    return [one.name for one in Finder(people(*names)).find(typed, limit)]


ALIKE = [f"Museum {number:02}" for number in range(30)]


def test_a_box_lists_twenty() -> None:
    """Unless more or fewer are asked for."""
    named = people(*ALIKE)
    assert len(find(named, "museum")) == 20
    assert len(find(named, "museum", 4)) == 4
    assert len(find(named, "")) == 20
    assert len(find(named, "musuem", 4)) == 4
    assert len(find(named, "museum 077", 4)) == 4
    assert len(Finder(named).find("museum")) == 20


@pytest.mark.parametrize("typed", ["useum", "m 0", "eum 07"])
def test_a_part_is_found_in_its_own_name_only(typed: str) -> None:
    """Wherever in a list of names it stands, and once where a name has it twice."""
    assert found(typed, *ALIKE) == [name for name in ALIKE if typed in name.casefold()][:20]
    assert found("an", "Banana", "Cherry", "Orange") == ["Banana", "Orange"]


def test_a_part_never_runs_from_one_name_into_the_next() -> None:
    """What ends one name and begins another is in neither."""
    assert found("lexan", "Able", "Xander") == []
    assert found("able xander", "Able", "Xander Able")[:1] == ["Xander Able"]


def test_later_words_come_before_parts_and_beginnings_before_both() -> None:
    """Within each, by name."""
    names = ["Art House", "Big Art", "Cartwright", "The Art Fair", "Zart"]
    assert found("art", *names) == ["Art House", "Big Art", "The Art Fair", "Cartwright", "Zart"]


def test_the_very_name_or_code_comes_first() -> None:
    """Before those that begin with it, though they stand earlier by name."""
    named = [Contact(code="ANNA", name="Abel"), Contact(code="B", name="Ann")]
    assert [one.code for one in find(named, "ann")] == ["B", "ANNA"]
    named = [Contact(code="A", name="Zed Able"), Contact(code="ZED", name="Zora")]
    assert [one.code for one in find(named, "zed")] == ["ZED", "A"]


def test_the_likeliest_name_comes_first() -> None:
    """Of two that are near as a whole, though the other stands earlier by name."""
    assert found("gardenn club", "Gardan Club", "Garden Club")[0] == "Garden Club"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("gardan", "Garden"),
        ("garde", "Gardens"),
        ("gxrden", "Garden"),
        ("wharfs", "Wharf"),
        ("wherves", "Wharves"),
    ],
)
def test_a_word_with_a_slip_is_found(typed: str, name: str) -> None:
    """A letter wrong, too many or too few, in either half of it."""
    assert found(typed, name, "Opera", "Ballet") == [name]
    assert found(f"the {typed}", f"The {name}", "Opera", "Ballet") == [f"The {name}"]


@pytest.mark.parametrize("typed", ["qxyzw", "gzzzzn", "wh", "gardzzzz", "zzzzrden"])
def test_what_is_nothing_like_it_is_not_found(typed: str) -> None:
    """Mistakes are forgiven, another word is not."""
    assert found(typed, "Garden", "Opera", "Ballet") == []


@pytest.mark.parametrize("typed", ["xymphxnic", "xymphxonic", "xsymphxonic", "ymphxnic", "ymphxnc"])
def test_a_word_with_a_slip_in_each_half_is_found_by_its_length(typed: str) -> None:
    """Up to two letters longer or shorter, where neither half was left alone."""
    assert found(typed, "Symphonic", "Opera", "Ballet") == ["Symphonic"]


@pytest.mark.parametrize("typed", ["xsymphxonicz", "hilharxnc"])
def test_three_letters_more_or_fewer_are_too_many(typed: str) -> None:
    """Where both halves have slips as well."""
    assert found(typed, "Symphonic", "Philharmonic") == []


def test_the_likeliest_word_comes_first() -> None:
    """Of several words near to a misspelt one."""
    names = ["Hall of Gxrdan", "Hall of Gardens", "Hall of Garden"]
    assert found("gardem", *names)[0] == "Hall of Garden"


def test_of_words_equally_near_the_first_name_comes_first() -> None:
    """Whichever word it has."""
    names = ["A Gardenq", "B Gardenx", "C Gardenq"]
    near = Finder(people(*names)).with_word_like("garden", 3)
    assert [contact.name for contact in near] == names


def test_a_question_names_five_and_a_hint_three() -> None:
    """However many there are."""
    finder = Finder(people(*ALIKE))
    with pytest.raises(AmbiguousContact) as several:
        the_contact(finder, "useum")
    assert str(several.value) == (
        "Several contacts match “useum”: Museum 00 (#0), Museum 01 (#1), Museum 02 (#2), "
        "Museum 03 (#3) or Museum 04 (#4)?"
    )
    with pytest.raises(UnknownContact) as nobody:
        the_contact(finder, "Musuem 07")
    assert len(nobody.value.suggestions) == 3
    assert nobody.value.suggestions[0] == "Museum 07"


def test_two_of_one_name_are_told_apart() -> None:
    """The question repeats what was typed, and gives their codes."""
    finder = Finder([Contact(code="A1", name="Ann"), Contact(code="A2", name="Ann")])
    with pytest.raises(AmbiguousContact) as several:
        the_contact(finder, "Ann", exactly=True)
    assert str(several.value) == "Several contacts match “Ann”: Ann (A1) or Ann (A2)?"


def test_nothing_typed_means_nobody() -> None:
    """Blank is no contact, even where there is only one."""
    with pytest.raises(UnknownContact):
        the_contact(Finder(people("Ann")), "  ")
