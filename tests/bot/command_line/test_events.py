"""register and cancel, as somebody types them."""

from datetime import UTC, datetime

import pytest

from tests.bot.command_line.typing_in import EVENTS, REGISTRATION_TYPES, CommandLine

TODAY = f"{datetime.now(UTC):%-d %b %Y}"


@pytest.fixture
def gala(acme: CommandLine) -> CommandLine:
    """A gala whose member seats draw on gala seats, and a lecture whose price isn't known."""
    acme.import_text("events", EVENTS + "TALK,Lecture,\n")
    acme.import_text("registration-types", REGISTRATION_TYPES + "TALK,ALL,Everybody,,\n")
    return acme


def test_a_registration_tells_price_and_units(gala: CommandLine) -> None:
    """List price, discount, what is due, and which units were drawn."""
    out = gala.done("register", "winter", "member", "acme", "--quantity", "3")
    key = next(row["key"] for row in gala.rows("history") if row["kind"] == "registration")
    assert out.splitlines() == [
        f"Registered Acme Hardware for Winter gala, 3 places as Member seat, on {TODAY}.",
        "List price 285.00, discount 190.00, due 95.00 USD.",
        "Drawn: 2 × Gala seat for Acme Hardware; 0 of 2 left.",
        f"To cancel it: benefit-desk cancel {key} --reason “…”",
    ]


def test_somebody_is_known_by_their_address(gala: CommandLine) -> None:
    """An authorised person draws on what their organisation has; others pay."""
    jane = gala.done("register", "GALA26", "MEM", "--email", "JANE@acme.example").splitlines()
    assert jane[0] == f"Registered Jane Field for Winter gala, 1 place as Member seat, on {TODAY}."
    assert jane[2] == "Drawn: 1 × Gala seat for Acme Hardware; 1 of 2 left."
    omar = gala.done("register", "GALA26", "MEM", "omar").splitlines()
    assert omar[1:3] == [
        "List price 95.00, discount 0.00, due 95.00 USD.",
        "No benefit covers it.",
    ]


def test_a_second_registration_is_asked_about(gala: CommandLine) -> None:
    """Nothing is registered until it is said to be meant; a cancelled one is no hindrance."""
    gala.done("register", "GALA26", "MEM", "ACME")
    refused = gala.type("register", "GALA26", "MEM", "ACME")
    question = f"already registered for Winter gala, on {TODAY}; register once more?"
    told = f"Acme Hardware is {question} If so, add --again.\n"
    assert (refused.status, refused.out, refused.error) == (1, "", told)
    gala.done("register", "GALA26", "MEM", "ACME", "--again")
    keys = [str(row["key"]) for row in gala.rows("history") if row["kind"] == "registration"]
    assert len(keys) == 2
    for key in keys:
        gala.done("cancel", key, "--reason", "ill")
    gala.done("register", "GALA26", "MEM", "ACME")


def test_an_unknown_price_is_said(gala: CommandLine) -> None:
    """Unknown is not free."""
    out = gala.done("register", "talk", "all", "omar", "--date", "yesterday")
    assert "The list price is not known, so neither is the price due.\n" in out


def test_a_cancelled_registration_gives_its_units_back(gala: CommandLine) -> None:
    """The reason stays, the units are free again, and a second time is refused."""
    gala.done("register", "GALA26", "MEM", "ACME")
    rows = gala.rows("history")
    key = next(str(row["key"]) for row in rows if row["kind"] == "registration")
    assert gala.done("cancel", key, "--reason", "ill").splitlines() == [
        f"Cancelled Acme Hardware for Winter gala, 1 place as Member seat, on {TODAY}.",
        f"Given back: 1 × Gala seat for Acme Hardware on {TODAY}; 2 of 2 left.",
    ]
    again = gala.type("cancel", key, "--reason", "ill")
    assert (again.status, again.out, again.error) == (
        1, "", "That registration was cancelled already.\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["register", "GALA26", "MEM"], 2, "Say who comes: a CONTACT, or --email ADDRESS."),
        (["register", "GALA26", "MEM", "ACME", "--email", "a@b"], 2,
         "Say who comes: a CONTACT, or --email ADDRESS."),
        (["register", "opera", "MEM", "ACME"], 1,
         "There is no event “opera”. There is Winter gala (GALA26) or Lecture (TALK)."),
        (["register", "GALA26", "vip", "ACME"], 1,
         "There is no registration type “vip”. There is Member seat (MEM)."),
        (["register", "GALA26", "MEM", "--email", "nobody@acme.example"], 1,
         "There is no contact “nobody@acme.example”."),
        (["register", "GALA26", "MEM", "ACME", "--quantity", "0.5"], 1,
         "A registration is counted in steps of 1; 0.5 is not."),
        (["cancel", "5", "--reason", "ill"], 1, "There is no registration 5."),
        (["cancel", "5", "--reason", " "], 2, "--reason: please say why it is cancelled."),
    ],
)  # fmt: skip
def test_a_refusal_says_why(
    gala: CommandLine, words: list[str], status: int, sentence: str
) -> None:
    """Nothing is written then."""
    before = gala.rows("history")
    answer = gala.type(*words)
    assert (answer.status, answer.out, answer.error) == (status, "", f"{sentence}\n")
    assert gala.rows("history") == before


def test_registrations_come_from_a_file(gala: CommandLine) -> None:
    """A form's answers: matched by address, drawn as if typed."""
    out = gala.import_text(
        "registrations",
        "event,registration_type,email,quantity\nGALA26,MEM,office@acme.example,2\n",
    )
    assert out == "Imported 1 registration.\n"
    assert "Gala seat: 0 of 2 left" in gala.done("check", "ACME")
