"""The parts of views: cut to Slack's limits, and nothing of anybody's words taken for markup."""

from decimal import Decimal

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import PlainTextInputElement

from bot.names import Field
from bot.views.figures import Bar, Figure, bar_chart, table
from bot.views.parts import (
    SECTION_TEXT,
    Message,
    bold,
    context,
    cut,
    cut_marked,
    escaped,
    field,
    modal,
    option,
    section,
)
from bot.views.sentences import amount, bar, left, quantity_of
from core.catalogue import BenefitType
from core.quantity import UNLIMITED, ZERO
from playground.slack.block_kit import problems_of_message

HOUR = BenefitType(code="ROOM", name="Room", unit="hour")
DOLLAR = BenefitType(code="ADS", name="Advertising", unit="USD", step=Decimal("0.01"))
PLAIN = BenefitType(code="PASS", name="Pass")


def test_a_mention_in_somebodys_words_stays_text() -> None:
    """Nobody calls the whole channel by naming a member so."""
    assert escaped("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"
    assert section(escaped("<!channel>")).to_dict()["text"]["verbatim"] is True


def test_an_asterisk_does_not_end_the_bold_early() -> None:
    """A name keeps its bold, whatever is in it."""
    assert bold("A*B <C>") == "*A∗B &lt;C&gt;*"


def test_a_text_is_cut_with_an_ellipsis() -> None:
    """What is cut looks cut."""
    assert cut("Conference room", 8) == "Confere…"
    assert cut("Room", 8) == "Room"


def test_a_cut_never_tears_an_escape() -> None:
    """Half an escape would be shown as it is written."""
    assert cut_marked("aaaa&amp;bbbb", 8) == "aaaa…"
    assert cut_marked("aaaa&lt;bbbb", 12) == "aaaa&lt;bbbb"


def test_long_words_of_people_fit_every_part() -> None:
    """Names and descriptions of any length are cut where they are put in."""
    long = "<x&y>" * 2000
    message = Message(
        escaped(long), (section(escaped(long)), context(escaped(long)), section(bold(long)))
    )
    arguments = message.as_arguments()
    assert problems_of_message(arguments["blocks"]) == []
    assert len(arguments["blocks"][0]["text"]["text"]) <= SECTION_TEXT
    assert len(option(long, "value", long).to_dict()["text"]["text"]) == 75


def test_a_message_beyond_its_blocks_is_not_made() -> None:
    """A page too long is a mistake of ours, found before Slack finds it."""
    with pytest.raises(ValueError, match="51 blocks"):
        Message("x", (section("x"),) * 51).as_arguments()


def test_a_modal_beyond_its_limits_is_not_made() -> None:
    """Neither too many blocks, nor too long a title, nor fields without a button."""
    with pytest.raises(SlackObjectFormationError):
        modal("x" * 25, [section("x")])
    with pytest.raises(SlackObjectFormationError):
        modal("x", [section("x")] * 101)
    with pytest.raises(SlackObjectFormationError):
        modal("x", [section("x")], slip="x" * 3001)
    why = field(Field.REASON, "Why", PlainTextInputElement(action_id="reason"))
    with pytest.raises(ValueError, match="no submit button"):
        modal("x", [why])


def test_a_chart_keeps_slacks_limits() -> None:
    """Twenty bars, short labels, and no two alike."""
    bars = [Bar(f"A very long benefit name number {n}", n) for n in range(30)]
    block = bar_chart("Uses by benefit " * 5, "Uses", bars, x_label="Benefit", y_label="Uses")
    drawn = block.to_dict()
    assert problems_of_message([drawn]) == []
    assert len(set(drawn["chart"]["axis_config"]["categories"])) == 20


def test_a_name_below_a_bar_is_cut_between_words() -> None:
    """A name of twenty characters stays whole; one long word has to be cut itself."""
    names = ["Conference room hours", "Northside Veterinary", "Extraordinarilylongword"]
    block = bar_chart("Uses", "Uses", [Bar(name, 1) for name in names], y_label="Uses").to_dict()
    axis = block["chart"]["axis_config"]
    assert axis["categories"] == [
        "Conference room…",
        "Northside Veterinary",
        "Extraordinarilylong…",
    ]
    assert "x_label" not in axis


def test_a_table_keeps_slacks_limits() -> None:
    """A hundred rows of ten thousand characters, and it tells how many fitted."""
    row = ("name " * 30, Figure(Decimal("2.50"), "2.50"))
    block, fitted = table("Uses", ("Benefit", "Value"), [row] * 300)
    assert problems_of_message([block.to_dict()]) == []
    assert fitted == 100
    wide = tuple("x" * 80 for _ in range(20))
    block, fitted = table("Uses", tuple("h" * 20), [wide] * 100)
    assert problems_of_message([block.to_dict()]) == []
    assert fitted == 6


def test_figures_without_content_are_not_made() -> None:
    """Slack refuses an empty chart and an empty table."""
    with pytest.raises(ValueError, match="bar"):
        bar_chart("Uses", "Uses", [], x_label="x", y_label="y")
    with pytest.raises(ValueError, match="rows"):
        table("Uses", ("a",), [])


def test_quantities_have_their_units() -> None:
    """One hour, two hours; a pass needs no unit; what counts money is written as money is."""
    assert quantity_of(Decimal("1.0"), HOUR) == "1 hour"
    assert quantity_of(Decimal("3.5"), HOUR) == "3.5 hours"
    assert quantity_of(Decimal(50), DOLLAR) == "50.00 USD"
    assert left(Decimal("1499.5"), Decimal(1500), DOLLAR) == "1,499.50 of 1,500.00 USD left"
    assert quantity_of(Decimal(2), PLAIN) == "2"


def test_what_is_left_is_told_in_words() -> None:
    """So many of so many, used up, or unlimited."""
    assert left(Decimal(3), Decimal(4), PLAIN) == "3 of 4 left"
    assert left(ZERO, Decimal(4), PLAIN) == "used up, all 4"
    assert left(UNLIMITED, UNLIMITED, PLAIN) == "unlimited"


def test_money_is_written_one_way() -> None:
    """Cents always, a comma between thousands; nothing where it isn't known."""
    assert amount(Decimal(1760)) == "1,760.00"
    assert amount(Decimal("1234567.125")) == "1,234,567.1250"
    assert amount(Decimal("0.5")) == "0.50"
    assert amount(None) == ""


def test_the_bar_is_as_full_as_what_is_left() -> None:
    """An empty bar is used up, as the words beside it say; none where there is no end."""
    assert bar(Decimal(1), Decimal(4)) == "▓▓░░░░░░░░"
    assert bar(Decimal(4), Decimal(4)) == "▓▓▓▓▓▓▓▓▓▓"
    assert bar(ZERO, Decimal(4)) == "░░░░░░░░░░"
    assert bar(UNLIMITED, UNLIMITED) == ""
    assert bar(ZERO, ZERO) == ""
