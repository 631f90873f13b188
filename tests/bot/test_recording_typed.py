"""Recording usage by typing it all, and the questions that come of it."""

from datetime import date
from decimal import Decimal

import pytest

from bot.names import Act, Command, Form
from core.catalogue import BenefitType, MembershipBenefit
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


def test_what_is_left_is_that_of_the_membership_drawn_on(office: SlackOffice) -> None:
    """A usage of last year says nothing of this year's units."""
    office.enroll(starts_on=date(2025, 1, 1))
    told = office.says(office.staff, Command.USE, "acme pass 2025-06-01", words="drawn")
    assert "drawn on a membership that ended 31 Dec 2025" in words_of(told)
    assert "left" not in words_of(told)


def test_what_is_left_of_several_levels_is_told_with_their_ends(office: SlackOffice) -> None:
    """The sum of those drawn on, and every day on which some of it ends."""
    office.enroll("ACME", "SPONS", ends_on=date(2026, 6, 24))
    told = office.says(office.staff, Command.USE, "acme pass 3", words="left")
    shown = words_of(told)
    assert "Drawn on 2 benefit levels; now 3 of 6 left" in shown
    assert "until 31 Dec 2026." in shown
    assert "24 Jun 2026" not in shown


def test_one_level_of_several_is_told_alone(office: SlackOffice) -> None:
    """What the other membership still has was not touched."""
    office.enroll("ACME", "SPONS", ends_on=date(2026, 6, 24))
    told = office.says(office.staff, Command.USE, "acme pass", words="left")
    assert "Now 1 of 2 left, until 24 Jun 2026." in words_of(told)


def test_marks_in_a_description_format_nothing(office: SlackOffice) -> None:
    """Somebody's asterisks are shown as they look, not as bold."""
    told = office.says(
        office.staff, Command.USE, "acme pass 1 today *x* _y_ ~z~ `w` a_b", words="x"
    )
    assert "> ∗x∗ ˍyˍ ∼z∼ ˋwˋ a_b" in words_of(told)
    assert office.usages[0].description == "*x* _y_ ~z~ `w` a_b"


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


@pytest.mark.both_ways
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


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("acme gest pass", ""),
        ("acme gest pass 1", ""),
        ("acme gest pas Guest of honour", "Guest of honour"),
        ('acme gest "Pass on"', "Pass on"),
    ],
)
def test_a_suggestion_leads_somewhere(office: SlackOffice, text: str, description: str) -> None:
    """It takes the other words of the name with it, misspelt or not, and none of a description."""
    asked = office.says(office.staff, Command.USE, text, words="Did you mean")
    press(office, asked)
    (usage,) = office.usages
    assert (usage.quantity, usage.description) == (Decimal(1), description)


@pytest.mark.parametrize(
    "text",
    [
        *("acme 2 guest passes", "acme 2x guest pass", "acme 2 guest", "acme two guest passes"),
        *("acme 2 gest passes", "acme 2 gest pas", "acme 2 passes", "acme both gest passes"),
        *("2 acme guest passes", "2 acme gest passes", "x2 acme hardware guest pass"),
        *("2 guest passes acme", "two guest passes for acme", "2 guest passes for acme hard"),
        *("guest passes for acme 2", "guest pass acme hardware 2", "guest pass 2 acme"),
        *("2 gest passes acme", "gest pas 2 for acme", "two gest passes for acme hardware"),
    ],
)
def test_another_order_is_turned_round(office: SlackOffice, text: str) -> None:
    """Asked about, with the corrected command, and a press records it."""
    words = 'The order is contact, benefit, quantity, so nothing was recorded. Did you mean: "ACME"'
    asked = office.says(office.staff, Command.USE, f"{text} today Tour", words=words)
    assert buttons(asked) == ["Guest pass (PASS)"]
    assert office.usages == []
    press(office, asked)
    (usage,) = office.usages
    assert (usage.quantity, usage.description) == (Decimal(2), "Tour")


@pytest.mark.parametrize(
    "text",
    [
        *("acme 1.5 hours conference room", "acme 1.5 hrs of conferense room"),
        *("1.5 hours conference room acme", "acme 1.5 conferense rom"),
    ],
)
def test_the_unit_goes_with_a_quantity_out_of_order(office: SlackOffice, text: str) -> None:
    """Nobody has to leave out the hours to be understood."""
    asked = office.says(office.staff, Command.USE, text, words='Did you mean: "ACME" "ROOM" 1.5')
    press(office, asked)
    assert [(use.quantity, use.description) for use in office.usages] == [(Decimal("1.5"), "")]


def test_several_benefits_behind_a_quantity_are_asked_about(office: SlackOffice) -> None:
    """Each button records its own, with the quantity that stood before."""
    office.put([BenefitType(code="PARK", name="Guest parking")])
    office.put(
        [
            MembershipBenefit(
                code="G6", membership_type="GOLD", benefit_type="PARK", number=Decimal(4)
            )
        ]
    )
    office.enroll("BOB")
    asked = office.says(
        office.staff, Command.USE, "bob 3 guest", words="Did you mean one of these?"
    )
    assert buttons(asked) == ["Guest parking (PARK)", "Guest pass (PASS)"]
    press(office, asked, 0)
    (usage,) = office.usages
    assert (usage.level, usage.quantity) == (office.level("PARK", "BOB").key, Decimal(3))


def test_a_misspelt_contact_behind_a_quantity_keeps_it(office: SlackOffice) -> None:
    """The name is put right first, then the order."""
    asked = office.says(office.staff, Command.USE, "2 acmme gest passes", words="Did you mean")
    assert buttons(asked) == ["Acme Hardware (ACME)"]
    press(office, asked)
    assert 'Did you mean: "ACME" "PASS" 2' in words_of(asked)
    press(office, asked)
    assert [usage.quantity for usage in office.usages] == [Decimal(2)]


def test_a_number_before_no_benefit_is_no_quantity(office: SlackOffice) -> None:
    """The refusal is that of a name like nothing."""
    for text in ("acme 2 qqqqq", "acme 2"):
        office.says(office.staff, Command.USE, text, words="There is no benefit “2”.")


def test_a_plural_is_the_name_s(office: SlackOffice) -> None:
    """As people write more than one of them."""
    office.says(office.staff, Command.USE, "acme guest passes 2", words="2 of 4 left")
    assert office.usages[0].description == ""


def test_a_longer_name_counts_where_a_code_is_followed_by_no_benefit(office: SlackOffice) -> None:
    """A part of a name isn't in the way of the code, nor the code in its way."""
    office.put(
        [
            Contact(code="FERN", name="Fern and Daughters"),
            Contact(code="FERNHL", name="Old Fern Hill Nursery"),
        ]
    )
    for contact in ("FERN", "FERNHL"):
        office.enroll(contact)
    office.says(office.staff, Command.USE, "fern hill guest pass 1", words="Old Fern Hill")
    office.says(office.staff, Command.USE, "fern guest pass 1", words="Fern and Daughters")
    office.says(office.staff, Command.USE, "acme hard guest pass 1", words="for *Acme Hardware*")
    assert [usage.contact for usage in office.usages] == ["FERNHL", "FERN", "ACME"]
    office.says(office.staff, Command.USE, "fern qqqqq 1", words="There is no benefit “qqqqq”.")


def test_a_longer_part_of_several_names_is_asked_about(office: SlackOffice) -> None:
    """With a button for each, which records."""
    office.put(
        [
            Contact(code="FERN", name="Fern and Daughters"),
            Contact(code="FH1", name="Fern Hill Nursery"),
            Contact(code="FH2", name="Fern Hill School"),
        ]
    )
    office.enroll("FH2")
    words = "Several contacts match “fern hill”"
    asked = office.says(office.staff, Command.USE, "fern hill guest pass 2", words=words)
    assert buttons(asked) == ["Fern Hill Nursery (FH1)", "Fern Hill School (FH2)"]
    press(office, asked, 1)
    assert [(usage.contact, usage.quantity) for usage in office.usages] == [("FH2", Decimal(2))]


@pytest.mark.parametrize(
    ("text", "quantity", "used_on"),
    [
        ("acme conference room 2 hours yesterday", 2, date(2026, 6, 14)),
        ("acme conf 2 3 days ago", 2, date(2026, 6, 12)),
        ("acme room yesterday 2", 2, date(2026, 6, 14)),
    ],
)
def test_quantity_and_date_come_in_either_order(
    office: SlackOffice, text: str, quantity: int, used_on: date
) -> None:
    """With the unit or without; what was typed is what stands in the ledger."""
    office.says(office.staff, Command.USE, text, words="left")
    assert [(use.quantity, use.on, use.description) for use in office.usages] == [
        (Decimal(quantity), used_on, "")
    ]


def test_a_short_misspelling_is_asked_about(office: SlackOffice) -> None:
    """A word of the name that is close is enough."""
    asked = office.says(office.staff, Command.USE, "acme gust 2", words="Did you mean")
    assert buttons(asked)[0] == "Guest pass (PASS)"
    assert office.usages == []


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
    assert Act.UNDO in words_of(asked)


def test_the_same_command_delivered_twice_is_one_entry(office: SlackOffice) -> None:
    """The trigger of one press of the return key makes the request one."""
    office.says(office.staff, Command.USE, "acme pass", words="left")
    (delivery,) = office.slack.workspace.recorder.deliveries_of(Command.USE)
    assert office.slack.redeliver(delivery).ok
    told = office.sam.wait_for_message(office.channel, "recorded already")
    assert Act.UNDO not in words_of(told)
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
        ("acme pass 9", "Guest pass of Acme Hardware: Only 4 left; 9 asked for."),
        ("acme pass 2027-01-01", "in the future"),
        ("acme pass 03/06/2026", "read in two ways. Please write 2026-06-03 or 2026-03-06."),
        ("acme listing", "not counted"),
        ("bob pass", "Bob Bold has no Guest pass"),
        ("acme", "Please name a benefit"),
        ("Qqqqq pass", "There is no contact “Qqqqq”."),
        (f"acme pass {'x' * 256}", "at most 255 fit"),
        (f"acme pass {'9' * 40}", "at most 999999999"),
        ("acme room 2 tomorrow x", "in the future"),
        ("acme pass 1 next friday", "in the future"),
        ("acme room conference 0.5", "“conference 0.5” was not understood"),
        ("acme guest -1", "“-1” was not understood"),
        ("acme guest two", "A quantity is written as 2."),
        ("acme room 1,5", "A quantity is written as 1.5."),
        ("acme room 1.5h", "“1.5h” was not understood"),
        ('acme "guest pass 2', "is not closed"),
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
