"""What people type behind a command, read without Slack."""

import re
from datetime import date
from decimal import Decimal

import pytest

from bot.typed.dates import DateReadsTwoWays, DateWrittenOtherwise, NoSuchDay, leading_date
from bot.typed.rest import NotUnderstood, Rest, rest_of
from bot.typed.words import NothingNamed, NotSure, QuoteUnclosed, leading_name, words_of
from core.contact import Contact
from core.search import Finder

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
    contact, after = leading_name(words_of(text), Finder(CONTACTS), "contact")
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
        ("Harbour mus pass", "HM", "pass"),
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
        ("Harbor Museun pass", "There is no contact “Harbor”", ['"HF" Museun pass', '"HM" pass']),
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
        ('"Sat in on a meeting"', Rest(Decimal(1), None, "Sat in on a meeting")),
        ('"May visit"', Rest(Decimal(1), None, "May visit")),
        ("2 hours yesterday", Rest(Decimal(2), date(2026, 11, 21), "")),
        ("2 HOURS", Rest(Decimal(2), None, "")),
        ("yesterday 2 tour", Rest(Decimal(2), date(2026, 11, 21), "tour")),
        ("yesterday, tour", Rest(Decimal(1), date(2026, 11, 21), "tour")),
        ("2 3 days ago", Rest(Decimal(2), date(2026, 11, 19), "")),
        ("a week ago", Rest(Decimal(1), date(2026, 11, 15), "")),
        ("on Friday 2", Rest(Decimal(2), date(2026, 11, 20), "")),
        ("2 tomorrow x", Rest(Decimal(2), date(2026, 11, 23), "x")),
        ("1 next Friday", Rest(Decimal(1), date(2026, 11, 27), "")),
        ("next Sunday", Rest(Decimal(1), date(2026, 11, 29), "")),
        ("on behalf of Ann", Rest(Decimal(1), None, "on behalf of Ann")),
        ("2 yesterday for 10 people", Rest(Decimal(2), date(2026, 11, 21), "for 10 people")),
        ("2 on 3 Nov visit", Rest(Decimal(2), date(2026, 11, 3), "visit")),
        ("3 Nov 2 hours", Rest(Decimal(2), date(2026, 11, 3), "")),
        ("on 1 Nov 3", Rest(Decimal(3), date(2026, 11, 1), "")),
        ("3 Nov 40", Rest(Decimal(40), date(2026, 11, 3), "")),
        (
            "2 yesterday as told a week ago",
            Rest(Decimal(2), date(2026, 11, 21), "as told a week ago"),
        ),
        ("1 Tour last year", Rest(Decimal(1), None, "Tour last year")),
        ("2 boards met", Rest(Decimal(2), None, "boards met")),
        ("'em &lt;b&gt; 3", Rest(Decimal(1), None, "'em <b> 3")),
        ('2 "two guests"', Rest(Decimal(2), None, "two guests")),
        ('the "big" room', Rest(Decimal(1), None, 'the "big" room')),
    ],
)
def test_quantity_date_and_description_follow(text: str, rest: Rest) -> None:
    """Only words that spell a date in full are one; what follows is the description."""
    assert rest_of(words_of(text), SUNDAY, unit="hour") == rest


@pytest.mark.parametrize(
    "text",
    [
        *("-1", "−1", "1,5", "1.5h", "2x", "x2", "(2)", "½", "#3", "3rd floor", "2 3"),
        *("two", "Two-hour talk", "half a day", "dozen", "hours", "2 days", "days 2"),
        *("Sat in on a meeting", "May visit", "fri", "tomorrow's tour", "2 yesterday today"),
        *("for 2 hours", "in 3 days", "last week", "the day before yesterday", "2026/11/03"),
        *("room 0.3", "Room", "hall 0.3", "tour tomorrow"),
        *("1 yestreday", "2 of them yesterday", "conference room last tuesday Training"),
        *("for Nils yesterday, the meeting", "1 Tour, as planned two weeks ago"),
    ],
)
def test_what_may_be_a_quantity_or_a_date_is_no_description(text: str) -> None:
    """Nothing is guessed where a wrong guess would be a wrong entry."""
    with pytest.raises(NotUnderstood, match="nothing was recorded"):
        rest_of(words_of(text), SUNDAY, unit="hour", unread={"room"})


@pytest.mark.parametrize("text", ["1 Nov 3", "1 Nov 3 Board meeting"])
def test_a_number_around_a_month_is_not_guessed_to_be_the_day(text: str) -> None:
    """One on the 3rd, as some write dates, or three on the 1st."""
    with pytest.raises(DateReadsTwoWays, match="Please write 1 on 3 Nov or 3 on 1 Nov"):
        rest_of(words_of(text), SUNDAY, unit="hour")


def test_the_refusal_says_how_it_was_read() -> None:
    """What was understood so far, and an example of how to write it."""
    with pytest.raises(NotUnderstood, match=r"“3 nights”.*quantity 2, no date.*2 yesterday Board"):
        rest_of(words_of("2 3 nights"), SUNDAY)


def test_a_quotation_that_is_not_closed_is_told() -> None:
    """The sentence shows where it begins."""
    with pytest.raises(QuoteUnclosed, match="before “guest pass 2” is not closed"):
        words_of('acme "guest pass 2')


def test_a_long_word_is_cut_where_it_is_quoted() -> None:
    """A sentence stays a sentence, whatever was pasted."""
    with pytest.raises(NotSure) as raised:
        named("q" * 4000)
    assert len(str(raised.value)) < 100


def test_a_date_that_reads_two_ways_is_not_guessed() -> None:
    """3 November on one side of the Atlantic is 11 March on the other."""
    with pytest.raises(DateReadsTwoWays, match="03/11/2026"):
        leading_date(["03/11/2026"], SUNDAY)


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("25/11/2026", "2026-11-25 or 25 Nov 2026"),
        ("11/25/2026", "2026-11-25 or 25 Nov 2026"),
        ("25.11.2026", "2026-11-25 or 25 Nov 2026"),
        ("3/3/2026", "2026-03-03 or 3 Mar 2026"),
        ("29/2", "29 Feb"),
        ("25/11/26", "25 Nov"),
    ],
)
def test_a_date_that_reads_one_way_says_how_it_is_written(typed: str, instead: str) -> None:
    """A day above 12 is no month, so there is nothing to be mistaken."""
    with pytest.raises(DateWrittenOtherwise) as raised:
        leading_date([typed], SUNDAY)
    assert str(raised.value) == f"Please write “{typed}” as {instead}."


@pytest.mark.parametrize(
    "typed", ["45/11/2026", "13/13", "29.2.2026", "0/4", "2026-26-11", "2026-13-01"]
)
def test_figures_that_are_no_day_are_told(typed: str) -> None:
    """Whichever is the month, the calendar doesn't have it."""
    with pytest.raises(NoSuchDay, match=re.escape(typed)):
        leading_date([typed], SUNDAY)


def test_a_day_that_never_was_is_told() -> None:
    """A slip of the finger is not taken for a description."""
    with pytest.raises(NoSuchDay, match="31 Feb"):
        leading_date(["31", "Feb"], SUNDAY)
