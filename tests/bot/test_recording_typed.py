"""Recording usage by typing it all, and the questions that come of it."""

from datetime import date
from decimal import Decimal

import pytest

from bot.names import Act, Command, Form
from core.contact import Contact
from playground.slack import Message
from tests.bot.office import TODAY, SlackOffice, words_of


def buttons(message: Message) -> list[str]:
    """The texts of a message's buttons."""
    rows = [block for block in message.blocks if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row["elements"]]


def press(office: SlackOffice, message: Message, place: int = 0) -> None:
    """Press one of the buttons of a question, and wait until it is answered."""
    rows = [block for block in message.blocks if block["type"] == "actions"]
    before = message.blocks
    office.sam.click(message, Act.RECORD_TYPED, block_id=rows[place]["block_id"])
    office.slack.until(lambda: message.blocks != before)


def test_it_is_recorded_as_typed(office: SlackOffice) -> None:
    """Contact, benefit, quantity, date and description in one line; confirmed with Undo."""
    text = 'Acme "conference room" 2.5 yesterday Board meeting'
    told = office.says(office.staff, Command.USE, text, words="left")
    (usage,) = office.usages
    assert (usage.contact, usage.quantity, usage.on) == (
        "ACME",
        Decimal("2.5"),
        date(2026, 6, 14),
    )
    assert usage.description == "Board meeting"
    assert "7.5 of 10 hours left" in words_of(told)
    assert buttons(told) == ["Undo"]
    assert told.is_ephemeral


def test_the_subcommand_does_the_same(office: SlackOffice) -> None:
    """/benefits use is /benefit-use; with nothing typed it opens the form."""
    office.says(office.staff, Command.PANEL, "use acme pass", words="left")
    assert [usage.on for usage in office.usages] == [TODAY]
    form = office.opened(
        office.staff,
        Form.RECORD,
        lambda: office.sam.run_command(office.channel, "/benefits", "use"),
    )
    assert form.title == "Record usage"


def test_a_doubtful_name_is_asked_about(office: SlackOffice) -> None:
    """A press records what was typed, under the right name, in place of the question."""
    office.put([Contact(code="ACM2", name="Acme Bakery")])
    asked = office.says(office.staff, Command.USE, "acm pass 2 today Tour", words="Did you mean")
    assert office.usages == []
    assert buttons(asked) == ["Acme Bakery (ACM2)", "Acme Hardware (ACME)"]
    press(office, asked, 1)
    (usage,) = office.usages
    assert (usage.contact, usage.quantity, usage.description) == ("ACME", Decimal(2), "Tour")
    assert "2 of 4 left" in words_of(asked)


def test_a_misspelt_benefit_is_asked_about(office: SlackOffice) -> None:
    """The contact's own benefits are suggested."""
    asked = office.says(office.staff, Command.USE, "acme conferense 2", words="Did you mean")
    assert buttons(asked)[0] == "Conference room (ROOM)"
    press(office, asked)
    assert [usage.quantity for usage in office.usages] == [Decimal(2)]


def test_two_presses_of_one_question_are_one_entry(office: SlackOffice) -> None:
    """A button pressed twice, or two of its buttons, record once."""
    office.put([Contact(code="ACM2", name="Acme Bakery")])
    asked = office.says(office.staff, Command.USE, "acm pass", words="Did you mean")
    press(office, asked, 1)
    delivery = office.slack.workspace.recorder.deliveries_of("block_actions")[-1]
    assert office.slack.redeliver(delivery).ok
    office.slack.until(
        lambda: any("recorded already" in words_of(m) for m in office.sam.sees(office.channel))
    )
    assert len(office.usages) == 1


def test_the_same_command_delivered_twice_is_one_entry(office: SlackOffice) -> None:
    """The trigger of one press of the return key makes the request one."""
    office.says(office.staff, Command.USE, "acme pass", words="left")
    (delivery,) = office.slack.workspace.recorder.deliveries_of(Command.USE)
    assert office.slack.redeliver(delivery).ok
    office.sam.wait_for_message(office.channel, "recorded already")
    assert len(office.usages) == 1


def test_an_equal_use_is_asked_about(office: SlackOffice) -> None:
    """Typing it a second time asks; the button means it."""
    office.says(office.staff, Command.USE, "acme pass", words="left")
    asked = office.says(office.staff, Command.USE, "acme pass", words="Record again")
    assert len(office.usages) == 1
    press(office, asked)
    assert len(office.usages) == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("acme pass 9", "Only 4 left; 9 asked for."),
        ("acme pass 2027-01-01", "in the future"),
        ("acme pass 03/06/2026", "read in two ways"),
        ("acme listing", "not counted"),
        ("bob pass", "Bob Bold has no Guest pass"),
        ("acme", "Please name a benefit"),
        ("Qqqqq pass", "There is no contact “Qqqqq”."),
        (f"acme pass {'x' * 256}", "at most 255 fit"),
    ],
)
def test_a_refusal_is_one_plain_sentence(office: SlackOffice, text: str, sentence: str) -> None:
    """Nothing is recorded, and only the person who typed it sees why."""
    told = office.says(office.staff, Command.USE, text, words=sentence)
    assert told.is_ephemeral
    assert office.usages == []


def test_a_text_too_long_for_a_button_asks_to_type_again(office: SlackOffice) -> None:
    """The question comes without a button rather than not at all."""
    asked = office.says(
        office.staff, Command.USE, f"Acmee pass {'long ' * 500}", words="send the command again"
    )
    assert buttons(asked) == []
