"""What people type behind a command, read without Slack."""

from datetime import date
from decimal import Decimal

import pytest

from bot.typed import NothingNamed, NotSure, Rest, leading_name, rest_of, words_of
from bot.typed_dates import DateReadsTwoWays, NoSuchDay, leading_date
from core.contact import Contact

SUNDAY = date(2026, 11, 22)
CONTACTS = (
    Contact(code="ACME", name="Acme Ltd"),
    Contact(code="HM", name="Harbour Museum"),
    Contact(code="HF", name="Harbour Friends"),
    Contact(code="J1", name="Jo Lee"),
    Contact(code="J2", name="Jo Lee"),
)


def named(text: str) -> tuple[str, str]:
    """The code of the contact that is named, and what stands after the name."""
    contact, after = leading_name(words_of(text), CONTACTS, "contact")
    return contact.code, " ".join(map(str, after))


@pytest.mark.parametrize(
    ("text", "code", "after"),
    [
        ("Acme pass 2", "ACME", "pass 2"),
        ('"harbour museum" pass', "HM", "pass"),
        ("“Harbour Museum” pass", "HM", "pass"),
        ("harbour museum pass", "HM", "pass"),
        ("hm pass", "HM", "pass"),
        ("Museum pass", "HM", "pass"),
        ('acme "guest pass"', "ACME", '"guest pass"'),
    ],
)
def test_a_contact_is_named_by_code_name_or_part(text: str, code: str, after: str) -> None:
    """A name of several words needs quotes only where it isn't given in full."""
    assert named(text) == (code, after)


@pytest.mark.parametrize(
    ("text", "sentence", "corrected"),
    [
        ("Harbour pass 2", "Several contacts match “Harbour”", ['"HF" pass 2', '"HM" pass 2']),
        ("Acmee pass", "There is no contact “Acmee”", ['"ACME" pass']),
        ("Jo Lee pass", "Several contacts match “Jo Lee”", ['"J1" pass', '"J2" pass']),
    ],
)
def test_a_doubtful_name_comes_with_corrected_texts(
    text: str, sentence: str, corrected: list[str]
) -> None:
    """Each suggestion carries the whole command as it should have been typed."""
    with pytest.raises(NotSure, match=sentence) as raised:
        named(text)
    assert [text for _, text in raised.value.candidates] == corrected


def test_a_name_like_nothing_has_no_suggestion() -> None:
    """Where nothing is close, the sentence asks no question."""
    with pytest.raises(NotSure, match=r"^There is no contact “Qqqq”\.$") as raised:
        named("Qqqq pass")
    assert raised.value.candidates == ()


def test_a_text_without_a_name_says_so() -> None:
    """The sentence says what is missing."""
    with pytest.raises(NothingNamed, match="name a contact"):
        named("")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("", Rest(Decimal(1), None, "")),
        ("2", Rest(Decimal(2), None, "")),
        ("0.5 today", Rest(Decimal("0.5"), SUNDAY, "")),
        ("2 yesterday Board meeting", Rest(Decimal(2), date(2026, 11, 21), "Board meeting")),
        ("2026-11-03 x", Rest(Decimal(1), date(2026, 11, 3), "x")),
        ("3 Nov visit", Rest(Decimal(1), date(2026, 11, 3), "visit")),
        ("3 3 Nov visit", Rest(Decimal(3), date(2026, 11, 3), "visit")),
        ("last Friday", Rest(Decimal(1), date(2026, 11, 20), "")),
        ("Saturday picnic", Rest(Decimal(1), date(2026, 11, 21), "picnic")),
        ("Sunday", Rest(Decimal(1), SUNDAY, "")),
        ("last Sunday", Rest(Decimal(1), date(2026, 11, 15), "")),
        ("24 Dec", Rest(Decimal(1), date(2025, 12, 24), "")),
        ("Sat in on a meeting", Rest(Decimal(1), None, "Sat in on a meeting")),
        ("May visit", Rest(Decimal(1), None, "May visit")),
        ("2 boards met", Rest(Decimal(2), None, "boards met")),
        ("'em 3 &lt;b&gt;", Rest(Decimal(1), None, "'em 3 <b>")),
        ('2 "two guests"', Rest(Decimal(2), None, "two guests")),
        ('the "big" room', Rest(Decimal(1), None, 'the "big" room')),
    ],
)
def test_quantity_date_and_description_follow(text: str, rest: Rest) -> None:
    """Only words that spell a date in full are one; what follows is the description."""
    assert rest_of(words_of(text), SUNDAY) == rest


def test_a_date_that_reads_two_ways_is_not_guessed() -> None:
    """3 November on one side of the Atlantic is 11 March on the other."""
    with pytest.raises(DateReadsTwoWays, match="03/11/2026"):
        leading_date(["03/11/2026"], SUNDAY)


def test_a_day_that_never_was_is_told() -> None:
    """A slip of the finger is not taken for a description."""
    with pytest.raises(NoSuchDay, match="31 Feb"):
        leading_date(["31", "Feb"], SUNDAY)
