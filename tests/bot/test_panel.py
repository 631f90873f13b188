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
    everyday = [
        "Record usage",
        "Record for many",
        "Register for an event",
        "Reports",
        "Undo …",
        "Sync now",
    ]
    managers = ["Enroll a member", "Renew a membership", "Convey units", "Change a benefit"]
    assert labels(office.says(office.manager, Command.PANEL)) == [*everyday, *managers]
    assert labels(office.says(office.staff, Command.PANEL)) == everyday
    assert labels(office.says(office.auditor, Command.PANEL)) == ["Reports"]


@pytest.mark.parametrize(
    ("act", "form"),
    [
        (Act.RECORD, Form.RECORD),
        (Act.BULK, Form.BULK),
        (Act.REGISTER, Form.REGISTER),
        (Act.ENROLL, Form.ENROLL),
        (Act.RENEW, Form.RENEW),
        (Act.CONVEY, Form.CONVEY),
        (Act.ADJUST, Form.ADJUST),
    ],
)
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
    """Each subcommand with what it does and an example; those that one may not use are left out."""
    told = words_of(office.says(office.manager, Command.PANEL, "help"))
    assert all(f"`/benefits {each.example}`  {each.does}" in told for each in USAGE.values())
    assert "last Friday" in told
    staff = words_of(office.says(office.staff, Command.PANEL, "help"))
    assert "enroll" not in staff
    assert "adjust" not in staff


def test_an_auditor_is_told_of_nothing_they_may_not_do(office: SlackOffice) -> None:
    """Neither the panel nor the help shows how to record."""
    for text in ("", "help"):
        told = words_of(office.says(office.auditor, Command.PANEL, text, words="Acme"))
        assert Command.USE not in told
        assert f"{Command.CHECK} Acme" in told
    staff = words_of(office.says(office.staff, Command.PANEL, "help"))
    assert "undo Acme" not in staff


@pytest.mark.parametrize("name", list(USAGE))
def test_every_listed_subcommand_answers(office: SlackOffice, name: str) -> None:
    """With a modal or in words; none of them is unknown to the panel."""
    here = len(office.may.sees(office.channel))
    assert office.may.run_command(office.channel, Command.PANEL, name).ok
    office.slack.until(lambda: office.may.modal or office.may.sees(office.channel)[here:])
    answers = [message.text for message in office.may.sees(office.channel)[here:]]
    assert not any("There is no" in text for text in answers)
    assert office.slack.workspace.recorder.refusals == []


def test_a_mistyped_subcommand_is_offered_as_a_button(office: SlackOffice) -> None:
    """A press carries it out with the text behind it."""
    told = office.says(office.staff, Command.PANEL, "chek acme", words="Did you mean")
    assert labels(told)[0] == "/benefits check acme"
    office.sam.click(told, Act.RUN, block_id=told.blocks[1]["block_id"])
    office.sam.wait_for_message(office.channel, "Benefits of Acme Hardware")


def test_an_unknown_subcommand_is_told(office: SlackOffice) -> None:
    """With where to see what there is; the words are nobody's mention."""
    told = office.says(office.staff, Command.PANEL, "<!here>xyz", words="lists what there is")
    assert labels(told) == []
    assert "<!here>" not in told.text


def test_sync_answers_with_what_was_done(office: SlackOffice) -> None:
    """First that it is under way, then how it went."""
    office.says(office.staff, Command.PANEL, "sync", words="Synchronising")
    office.sam.wait_for_message(office.channel, "3 rows changed in the sheet.")
    assert office.synced == ["now"]


@pytest.mark.parametrize("typed", ["dry-run", "--dry-run", "—dry-run", "Dry run"])
def test_a_dry_run_of_the_sync_is_none(office: SlackOffice, typed: str) -> None:
    """It says what would be done, and does nothing."""
    told = office.says(office.staff, Command.PANEL, f"sync {typed}", words="1 cell written.")
    assert "Contacts: row 3, Name: A to B in the sheet" in words_of(told)
    office.settle()
    assert office.synced == []


def test_a_long_dry_run_is_cut(office: SlackOffice) -> None:
    """The first lines are shown, and how many there are besides."""
    office.would = [*(f"Contacts: row {row} & more" for row in range(100)), "100 cells written."]
    told = words_of(office.says(office.staff, Command.PANEL, "sync dry-run", words="100 cells"))
    assert "Contacts: row 39 &amp; more" in told
    assert "row 40" not in told
    assert "… and 60 more lines" in told


@pytest.mark.parametrize("typed", ["sync everything please", "sync dry", "post-report now"])
def test_words_without_a_use_are_refused(office: SlackOffice, typed: str) -> None:
    """Who writes more than a subcommand takes wants something else than what it does."""
    told = office.says(office.manager, Command.PANEL, typed, words="nothing was done")
    assert f"“{typed.partition(' ')[2]}” is not understood" in told.text
    assert (office.synced, office.may.sees(office.reports)) == ([], [])


def test_help_about_one_subcommand(office: SlackOffice) -> None:
    """Tells that one only; a word that is none is answered with all of them."""
    told = words_of(office.says(office.manager, Command.PANEL, "help undo"))
    assert "`/benefits undo`" in told
    assert "`/benefits undo Acme`" in told
    assert "bulk" not in told
    assert "bulk" in words_of(office.says(office.manager, Command.PANEL, "help me"))


def test_a_manager_lets_a_tab_through(office: SlackOffice) -> None:
    """Where too much was changed at once, the sync's answer has a button for that."""
    office.tabs.left_alone = ["Contacts"]
    office.says(office.manager, Command.PANEL, "sync", words="Synchronising")
    shown = office.may.wait_for_message(office.channel, "until a manager has looked")
    office.may.click(shown, Act.LET_THROUGH)
    office.may.wait_for_message(office.channel, "Contacts is in step.")
    assert office.tabs.left_alone == []


def test_what_was_decided_takes_the_place_of_its_buttons(office: SlackOffice) -> None:
    """Nobody presses them again; another tab that still waits has its own."""
    office.tabs.left_alone = ["Contacts", "Events"]
    office.says(office.manager, Command.PANEL, "sync", words="Synchronising")
    shown = office.may.wait_for_message(office.channel, "until a manager has looked")
    office.may.click(shown, Act.LET_THROUGH, value="Contacts")
    office.may.wait_for_message(office.channel, "Contacts is in step.")
    office.settle()
    asked = [
        words_of(each) for each in office.may.sees(office.channel) if "until a manager" in each.text
    ]
    assert ["Contacts" in words for words in asked] == [False]
    assert "Events" in asked[0]


def test_a_manager_sees_what_was_changed_and_has_it_put_back(office: SlackOffice) -> None:
    """Before anything is taken; and the way back stands beside the way through."""
    office.tabs.left_alone = ["Contacts"]
    office.says(office.manager, Command.PANEL, "sync", words="Synchronising")
    shown = office.may.wait_for_message(office.channel, "until a manager has looked")
    office.may.click(shown, Act.SEE_CHANGES)
    changes = office.may.wait_for_message(office.channel, "1 edit taken.")
    assert "Contacts: ACME: Name Acme to Acne" in words_of(changes)
    assert office.tabs.left_alone == ["Contacts"]
    office.may.click(shown, Act.PUT_TAB_BACK)
    office.may.wait_for_message(office.channel, "Contacts is as it was.")
    assert office.tabs.restored == ["Contacts"]


def test_staff_are_not_asked_about_such_tabs(office: SlackOffice) -> None:
    """They may start a sync and hear how it went; managers let tabs through."""
    office.tabs.left_alone = ["Contacts"]
    office.says(office.staff, Command.PANEL, "sync", words="Synchronising")
    office.sam.wait_for_message(office.channel, "3 rows changed in the sheet.")
    office.settle()
    assert not any("until a manager" in each.text for each in office.sam.sees(office.channel))


def test_an_auditor_may_not_sync(office: SlackOffice) -> None:
    """Who may only look changes nothing."""
    office.says(office.auditor, Command.PANEL, "sync", words="As auditor you may not start a sync")
    assert office.synced == []


def test_a_sync_without_a_sheet_is_told(office: SlackOffice) -> None:
    """With what an administrator can do."""
    with served(office, has_sheet=False):
        office.says(office.staff, Command.PANEL, "sync", words="No Google Sheet is set up")
