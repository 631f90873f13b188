"""The rule by which a message's text and its blocks agree finds what it is there for."""

import pytest

from tests.bot.agreement import disagreements


def message(text: str, *paragraphs: str) -> dict[str, object]:
    """A message with these paragraphs."""
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": paragraph}}
        for paragraph in paragraphs
    ]
    return {"text": text, "blocks": blocks}


@pytest.mark.parametrize(
    ("text", "paragraph"),
    [
        ("2 × Guest pass recorded", "2 × *Guest pass*"),
        ("Guest pass", "2 × *Guest pass*"),
        ("2 used", ":tickets: *Acme Hardware*: 2 used"),
        ("2 used on 3 Nov 2026", "2 used on 4 Nov 2026"),
    ],
    ids=["a word too many", "a figure left out", "a name left out", "another day"],
)
def test_what_only_one_of_them_says_is_found(text: str, paragraph: str) -> None:
    """In either direction."""
    assert list(disagreements(message(text, paragraph))) != []


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("*Acme* 2 used", [":tickets: *Acme* 2 used"]),
        ("Posted: see it.", ["Posted: <https://slack.example/p12|see it>."]),
        ("3 benefits", ["3 benefits\n• *Guest pass*, 2 left"]),
        ("3 benefits", ["3 benefits", "of *Acme*, 7 used"]),
        ("Just a text", []),
    ],
    ids=["emoji", "a link's address", "a list", "what stands further down", "no blocks"],
)
def test_what_nobody_has_to_hear_is_let_be(text: str, paragraphs: list[str]) -> None:
    """The text is the sum of what follows, and no blocks are no other words."""
    assert list(disagreements(message(text, *paragraphs))) == []
