"""Taking back what was recorded, with a reason."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.latest import MOST, recorded_act
from bot.names import Act, Command, Field, Form
from core.adjusting import LevelChange
from core.clock import Key
from core.entry import EntryKind
from core.errors import UnknownEntry
from core.quantity import ZERO
from playground.slack import Message, PersonSync, View
from tests.bot.office import SlackOffice, Typed, words_of

REASON: Typed = {Field.REASON: {Field.REASON: "Wrong member <!here>"}}


def recorded(office: SlackOffice) -> Message:
    """The confirmation of a guest pass that Sam just recorded."""
    return office.says(office.staff, Command.USE, "acme pass 2 today Tour", words="left")


def asked_why(office: SlackOffice, shown: Message | View, person: PersonSync) -> View:
    """Press Undo, and give the form that asks why."""
    return office.opened(person.user, Form.UNDO, lambda: person.click(shown, Act.UNDO))


def used(office: SlackOffice) -> object:
    """How many guest passes Acme has used."""
    level = office.desk.read(lambda books: books.levels_owned("ACME", "PASS"))[0]
    return office.desk.balance(level.key).used


@pytest.mark.both_ways
def test_undo_asks_why_and_changes_the_confirmation(office: SlackOffice) -> None:
    """The units come back, entry and reversal both stay, and the button is gone."""
    told = recorded(office)
    form = asked_why(office, told, office.sam)
    assert "2 used on 15 Jun 2026" in words_of(form)
    assert office.sam.submit_view(form, REASON).kind == "closed"
    office.slack.until(lambda: "Taken back" in words_of(told))
    assert "Reason: Wrong member &lt;!here&gt;" in words_of(told)
    assert Act.UNDO not in words_of(told)
    assert used(office) == ZERO
    (void,) = office.entries(EntryKind.VOID)
    assert (void.note, void.reverses) == ("Wrong member <!here>", office.usages[0].key)


def test_the_same_undo_delivered_twice_takes_back_once(office: SlackOffice) -> None:
    """A redelivered submission changes nothing more and is no mistake."""
    form = asked_why(office, recorded(office), office.sam)
    office.sam.submit_view(form, REASON)
    delivery = office.slack.workspace.recorder.deliveries_of("view_submission")[-1]
    assert office.slack.redeliver(delivery).payload == {}
    assert len(office.entries(EntryKind.VOID)) == 1


def test_a_usage_over_several_levels_comes_back_whole(office: SlackOffice) -> None:
    """What was drawn on two memberships is one act."""
    office.enroll("ACME", "SPONS", ends_on=office.clock.at.date() + timedelta(days=9))
    told = office.says(office.staff, Command.USE, "acme pass 3", words="left")
    assert len(office.usages) == 2
    form = asked_why(office, told, office.sam)
    assert "*Guest pass*: 3 used" in words_of(form)
    office.sam.submit_view(form, REASON)
    assert len(office.entries(EntryKind.VOID)) == 2


def test_what_was_taken_back_is_not_asked_about_again(office: SlackOffice) -> None:
    """A second press on an old button says what happened."""
    told = recorded(office)
    form = asked_why(office, told, office.sam)
    office.desk.void(
        office.usages[0].key,
        reason="first",
        idempotency_key="other",
        actor=office.desk_actor(office.manager),
    )
    refused = office.sam.submit_view(form, REASON)
    assert "taken back already" in refused.errors[Field.REASON]
    office.sam.close_view(form)
    office.sam.click(told, Act.UNDO)
    office.sam.wait_for_message(office.channel, "taken back already")


def test_staff_take_back_their_own_for_a_day(office: SlackOffice) -> None:
    """Later, a manager does; the sentence stands in the form."""
    told = recorded(office)
    office.clock.pass_time(hours=25)
    refused = office.sam.submit_view(asked_why(office, told, office.sam), REASON)
    assert "a manager can take it back" in refused.errors[Field.REASON]
    assert office.entries(EntryKind.VOID) == []


def test_the_list_shows_what_one_recorded_lately(office: SlackOffice) -> None:
    """One's own, of the past seven days, the latest first; undone there, the list is shorter."""
    recorded(office)
    office.says(office.staff, Command.USE, "acme room 3.5", words="left")
    office.says(
        office.manager, Command.USE, "acme notary", words="without limit until 31 Dec 2026."
    )
    listed = office.says(office.staff, Command.PANEL, "undo", words="past seven days")
    shown = words_of(listed)
    assert shown.index("Conference room") < shown.index("Guest pass")
    assert "Notary service" not in shown
    office.sam.submit_view(asked_why(office, listed, office.sam), REASON)
    office.slack.until(lambda: "Taken back: *Conference room*" in words_of(listed))
    assert words_of(listed).count(f"'{Act.UNDO}'") == 1


def test_a_manager_lists_what_anybody_recorded_about_a_contact(office: SlackOffice) -> None:
    """Of any day, the latest first; undone there, the same list is shorter."""
    recorded(office)
    office.clock.pass_time(days=9)
    office.use("ACME", "ROOM", quantity="3.5")
    listed = office.says(office.manager, Command.PANEL, "undo acme", words="The latest about")
    shown = words_of(listed)
    assert shown.index("Conference room") < shown.index("Guest pass")
    office.may.submit_view(asked_why(office, listed, office.may), REASON)
    office.slack.until(lambda: "Taken back: *Conference room*" in words_of(listed))
    assert "The latest about *Acme Hardware*" in words_of(listed)
    assert words_of(listed).count(f"'{Act.UNDO}'") == 1
    office.says(office.manager, Command.PANEL, "undo bob bold", words="Nothing was recorded about")


def test_a_doubtful_contact_is_asked_about_before_undoing(office: SlackOffice) -> None:
    """A press shows the list in place of the question; what a person used is listed as theirs."""
    office.use("ACME", "PASS", holder="ANN")
    asked = office.says(office.manager, Command.PANEL, "undo b", words="Several contacts match")
    row = next(block for block in asked.blocks if "Ann Able" in f"{block}" and "elements" in block)
    office.may.click(asked, Act.UNDO_ABOUT, block_id=row["block_id"])
    office.slack.until(lambda: "The latest about *Ann Able*" in words_of(asked))
    assert "Guest pass" in words_of(asked)


def test_staff_list_only_their_own(office: SlackOffice) -> None:
    """To take back somebody else's is a manager's."""
    words = "As staff you may not take back somebody else's usage. Please ask a manager."
    office.says(office.staff, Command.PANEL, "undo acme", words=words)


def test_a_list_that_stops_at_ten_says_so(office: SlackOffice) -> None:
    """One's own list and that about somebody; with nine, nothing is left out."""
    for day in range(MOST - 1):
        office.says(office.staff, Command.USE, f"acme notary {day + 1} Jun", words="without limit")
    office.says(office.staff, Command.PANEL, "undo", words="'What you recorded in the past seven")
    office.says(office.staff, Command.USE, "acme notary 14 Jun", words="without limit")
    office.says(office.staff, Command.PANEL, "undo", words="The latest ten of what you recorded")
    words = "The latest ten about *Acme Hardware*"
    office.says(office.manager, Command.PANEL, "undo acme", words=words)


@pytest.mark.parametrize("days", [0, 8])
def test_a_list_without_entries_says_so(office: SlackOffice, days: int) -> None:
    """Nothing recorded, or too long ago."""
    if days:
        recorded(office)
        office.clock.pass_time(days=days)
    office.says(office.staff, Command.PANEL, "undo", words="You recorded nothing")


def test_an_entry_that_is_no_act_can_t_be_undone(office: SlackOffice) -> None:
    """Neither an unknown key nor a contact's entry."""
    contact = office.entries(EntryKind.CONTACT)[0]
    for key in (Key(1), contact.key):
        with pytest.raises(UnknownEntry):
            recorded_act(office.desk, key)


def test_an_adjustment_is_told_with_its_sign(office: SlackOffice) -> None:
    """A manager's change of a number is an act too."""
    (level,) = office.desk.read(lambda books: books.levels_owned("ACME", "PASS"))
    change = LevelChange(level=level.key, number=Decimal(6), reason="As agreed")
    office.desk.change_level(
        change, idempotency_key="adjust", actor=office.desk_actor(office.manager)
    )
    listed = office.says(office.manager, Command.PANEL, "undo", words="number changed by +2")
    assert "As agreed" in words_of(listed)


def test_spaces_are_no_reason(office: SlackOffice) -> None:
    """The form asks again, and nothing was taken back."""
    form = asked_why(office, recorded(office), office.sam)
    refused = office.sam.submit_view(form, {Field.REASON: {Field.REASON: "   "}})
    assert refused.errors == {Field.REASON: "Please say why: what is taken back needs a reason."}
    assert office.entries(EntryKind.VOID) == []
