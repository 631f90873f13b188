"""/benefits: the panel, its subcommands, the sync."""

import pytest

from bot.names import Act, Command, Form
from bot.views.panel import USAGE
from playground.slack import Message
from tests.bot.office import SlackOffice, served, words_of


def labels(message: Message) -> list[str]:
    """The texts of the panel's buttons."""
    rows = [block for block in message.blocks if block["type"] == "actions"]
    return [
        element["text"]["text"] for row in rows for element in row["elements"] if "text" in element
    ]


def test_the_panel_offers_what_one_may_do(office: SlackOffice) -> None:
    """A manager sees all of it, staff cannot enroll, an auditor only looks."""
    everything = ["Record usage", "Enroll a member", "Usage report", "Undo …", "Sync now"]
    assert labels(office.says(office.manager, Command.PANEL)) == everything
    staff = labels(office.says(office.staff, Command.PANEL))
    assert staff == [label for label in everything if label != "Enroll a member"]
    assert labels(office.says(office.auditor, Command.PANEL)) == ["Usage report"]


@pytest.mark.parametrize(("act", "form"), [(Act.RECORD, Form.RECORD), (Act.ENROLL, Form.ENROLL)])
def test_a_button_of_the_panel_opens_its_form(office: SlackOffice, act: Act, form: Form) -> None:
    """One press from the panel to the form."""
    panel = office.says(office.manager, Command.PANEL)
    assert office.opened(office.manager, form, lambda: office.may.click(panel, act))


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (Act.REPORT, "Usage of membership benefits"),
        (Act.LATEST, "You recorded nothing"),
        (Act.SYNC, "3 rows changed"),
    ],
)
def test_a_button_of_the_panel_answers(office: SlackOffice, act: Act, words: str) -> None:
    """What needs no form is answered at once, and the panel stays."""
    panel = office.says(office.manager, Command.PANEL)
    office.may.click(panel, act)
    office.may.wait_for_message(office.channel, words)
    assert "What would you like to do?" in words_of(panel)


def test_a_contact_is_checked_from_the_panel(office: SlackOffice) -> None:
    """The panel's menu shows the tree in the panel's place."""
    panel = office.says(office.staff, Command.PANEL)
    office.sam.suggest(panel, Act.ASK_CONTACT, "acme")
    office.sam.click(panel, Act.ASK_CONTACT, value="ACME")
    office.slack.until(lambda: "Benefits of Acme Hardware" in words_of(panel))


def test_help_lists_what_is_there(office: SlackOffice) -> None:
    """Each subcommand that is listed exists, and each that exists is listed."""
    told = words_of(office.says(office.manager, Command.PANEL, "help"))
    assert all(f"/benefits {name}" in told for name in USAGE)
    staff = words_of(office.says(office.staff, Command.PANEL, "help"))
    assert "/benefits enroll" not in staff


def test_an_auditor_is_told_of_nothing_they_may_not_do(office: SlackOffice) -> None:
    """Neither the panel nor the help shows how to record."""
    for text in ("", "help"):
        told = words_of(office.says(office.auditor, Command.PANEL, text, words="Acme"))
        assert Command.USE not in told
        assert f"{Command.CHECK} Acme" in told
    staff = words_of(office.says(office.staff, Command.PANEL, "help"))
    assert "/benefits undo contact" not in staff


def test_every_listed_subcommand_answers(office: SlackOffice) -> None:
    """None of them is unknown to the panel."""
    for name in USAGE:
        assert office.may.run_command(office.channel, Command.PANEL, name).ok
    office.may.wait_for_message(office.channel, "3 rows changed")
    office.may.wait_for_message(office.channel, "/benefits help")
    answers = [message.text for message in office.may.sees(office.channel)]
    assert not any("There is no" in text for text in answers)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("reprot", "There is no /benefits reprot. Did you mean /benefits report?"),
        ("xyzzy", "There is no /benefits xyzzy. /benefits help lists what there is."),
    ],
)
def test_an_unknown_subcommand_is_told(office: SlackOffice, typed: str, words: str) -> None:
    """With the one that was probably meant."""
    office.says(office.staff, Command.PANEL, typed, words=words)


def test_sync_answers_with_what_was_done(office: SlackOffice) -> None:
    """First that it is under way, then how it went."""
    office.says(office.staff, Command.PANEL, "sync", words="Synchronising")
    office.sam.wait_for_message(office.channel, "3 rows changed in the sheet.")
    assert office.synced == ["now"]


def test_an_auditor_may_not_sync(office: SlackOffice) -> None:
    """Who may only look changes nothing."""
    office.says(office.auditor, Command.PANEL, "sync", words="As auditor you may not start a sync")
    assert office.synced == []


def test_a_sync_without_a_sheet_is_told(office: SlackOffice) -> None:
    """With what an administrator can do."""
    with served(office, has_sheet=False):
        office.says(office.staff, Command.PANEL, "sync", words="No Google Sheet is set up")
