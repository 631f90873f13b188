"""Recording one use for many from Slack: filters, preview, all or all that can."""

import threading
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.names import Act, Command, Field, Form
from core.catalogue import MembershipBenefit
from core.contact import Contact
from core.entry import EntryKind
from playground.slack import Message, View
from tests.bot.office import SlackOffice, Typed, words_of
from tests.bot.test_failures import a_busy_store


@pytest.fixture
def members(office: SlackOffice) -> SlackOffice:
    """Besides Acme: Zed is Gold too, Ann has passes as a sponsor."""
    office.enroll("ZED")
    office.put(
        [
            MembershipBenefit(
                code="S2", membership_type="SPONS", benefit_type="GALA", number=Decimal(1)
            )
        ]
    )
    office.enroll("ANN", "SPONS", ends_on=office.level().ends_on)
    return office


def bulk_form(office: SlackOffice, text: str = "guest pass") -> View:
    """The form, opened by Sam for guest passes."""
    return office.opened(
        office.staff,
        Form.BULK,
        lambda: office.sam.run_command(office.channel, Command.PANEL, f"bulk {text}"),
    )


def given(**answers: object) -> Typed:
    """Answers to fields of the form."""
    return {name: {name: value} for name, value in answers.items()}


def preview(office: SlackOffice, **answers: object) -> View:
    """The preview that these answers lead to."""
    form = bulk_form(office)
    for name in (Field.OF_TYPE, Field.BY_LINE, Field.CATEGORY, Field.BY_HAND, Field.LEFT_OUT):
        office.sam.suggest(form, name, "")
    done = office.sam.submit_view(form, given(**answers))
    assert (done.kind, done.errors) == ("pushed", {}), done
    assert done.view is not None
    return done.view


def submit_text(view: View) -> str:
    """What stands on the button that records; blank where there is none."""
    return str((view.definition.get("submit") or {}).get("text", ""))


def test_all_who_have_a_benefit_are_recorded(members: SlackOffice) -> None:
    """Previewed, recorded in one commit, confirmed with one Undo for all."""
    shown = preview(members, quantity="2", description="Open <house>", used_on="2026-06-01")
    assert "2 × *Guest pass* on 1 Jun 2026\\n> Open &lt;house&gt;" in words_of(shown)
    assert "*3 members can be recorded.*" in words_of(shown)
    assert submit_text(shown) == "Record for 3"
    assert members.usages == []
    assert members.sam.submit_view(shown).kind == "updated"
    assert sorted(use.holder or "" for use in members.usages) == ["ACME", "ANN", "ZED"]
    assert len({use.at for use in members.usages}) == 1
    told = members.sam.wait_for_message(members.channel, "recorded for 3 members")
    undo = members.opened(members.staff, Form.UNDO, lambda: members.sam.click(told, Act.UNDO))
    assert "2 × *Guest pass* on 1 Jun 2026 for 3 members" in words_of(undo)
    members.sam.submit_view(undo, given(reason="It rained"))
    members.sam.wait_for_message(members.channel, "Taken back")
    assert len(members.entries(EntryKind.VOID)) == 3


@pytest.mark.parametrize("at_home", [False, True])
def test_a_bulk_is_one_line_of_what_one_recorded(members: SlackOffice, at_home: bool) -> None:
    """In the list and at home; its Undo takes back what still stands, and shows the rest."""
    members.says(members.staff, Command.USE, "acme room 2", words="left")
    members.sam.submit_view(preview(members, description="Open <house>"))
    members.sam.wait_for_message(members.channel, "recorded for 3 members")
    shown: Message | View | None
    if at_home:
        members.sam.open_home()
        members.slack.until(lambda: members.sam.home)
        shown = members.sam.home
    else:
        shown = members.says(members.staff, Command.PANEL, "undo", words="past seven days")
    assert shown is not None
    assert words_of(shown).count(f"'{Act.UNDO}'") == 2
    assert "*Guest pass*: 1 used on 15 Jun 2026 · 3 members\\n> Open &lt;house" in words_of(shown)
    undo = members.opened(members.staff, Form.UNDO, lambda: members.sam.click(shown, Act.UNDO))
    members.sam.submit_view(undo, given(reason="It rained"))
    members.slack.until(lambda: "1 used" not in words_of(members.sam.home if at_home else shown))
    assert len(members.entries(EntryKind.VOID)) == 3
    assert "Conference room*: 2 hours used" in words_of(members.sam.home if at_home else shown)


def test_closing_the_confirmation_closes_the_form(members: SlackOffice) -> None:
    """Nothing of it stays open behind."""
    shown = preview(members)
    members.sam.submit_view(shown)
    members.sam.close_view(shown)
    assert members.sam.modal is None


@pytest.mark.parametrize(
    ("filters", "who"),
    [
        ({"of_type": "GOLD"}, {"ACME", "ZED"}),
        ({"by_line": "S1"}, {"ANN"}),
        ({"category": "Events"}, {"ANN"}),
        ({"at_least": "3"}, {"ACME", "ZED"}),
        ({"of_type": "GOLD", "left_out": ["ZED"]}, {"ACME"}),
        ({"for": "named", "by_hand": ["ANN"]}, {"ANN"}),
        ({"of_type": "GOLD", "by_hand": ["ANN"]}, {"ACME", "ZED", "ANN"}),
    ],
)
def test_filters_and_choices_by_hand(
    members: SlackOffice, filters: dict[str, object], who: set[str]
) -> None:
    """By membership type, level, category, what is left; by hand, and except."""
    members.sam.submit_view(preview(members, **filters))
    assert {use.holder for use in members.usages} == who


def test_an_overage_is_told_with_where_it_can_be_confirmed(members: SlackOffice) -> None:
    """No button here confirms one, for staff or managers; recorded by itself, a manager can."""
    line = members.desk.read(lambda books: books.membership_benefits["G1"])
    members.put([replace(line, overage=True)])
    members.enroll("BOB")
    shown = preview(members, quantity="5", by_hand=["BOB"])
    assert (
        "• *Bob Bold*: Only 4 left; 5 asked for. A manager can confirm it where it is recorded by"
        " itself."
    ) in words_of(shown)


@pytest.mark.both_ways
def test_who_would_be_refused_is_shown_with_the_reason(members: SlackOffice) -> None:
    """All isn't possible then; the button records the others."""
    shown = preview(members, quantity="3", by_hand=["BOB"])
    assert "*2 of 4 can be recorded" not in words_of(shown)
    assert "2 of 4 members can be recorded, 2 would be refused." in words_of(shown)
    assert "• *Ann Able*: Only 2 left; 3 asked for." in words_of(shown)
    assert "• *Bob Bold*: Bob Bold has no Guest pass with any membership." in words_of(shown)
    assert submit_text(shown) == "Record for those 2"
    members.sam.submit_view(shown)
    assert {use.holder for use in members.usages} == {"ACME", "ZED"}
    told = members.sam.wait_for_message(members.channel, "recorded for 2 members")
    assert "Not for 2:" in words_of(told)


def test_a_use_recorded_before_is_told_with_who_did_it(members: SlackOffice) -> None:
    """As a mention; not as a question that nobody can answer here."""
    members.says(members.staff, Command.USE, "acme pass", words="left")
    shown = words_of(preview(members))
    assert f"*Acme Hardware*: already recorded by <@{members.staff.id}> at 16:00" in shown


def test_nobody_who_can_be_recorded_leaves_no_button(members: SlackOffice) -> None:
    """Only the way back."""
    shown = preview(members, quantity="9")
    assert "*None of 3 members can be recorded.*" in words_of(shown)
    assert submit_text(shown) == ""


@pytest.mark.parametrize(
    ("answers", "block", "words"),
    [
        ({"for": "named"}, "by_hand", "Nobody fits"),
        ({"at_least": "99"}, "by_hand", "Nobody fits"),
    ],
)
def test_what_can_t_be_previewed_is_told_in_the_form(
    members: SlackOffice, answers: dict[str, object], block: str, words: str
) -> None:
    """Under its field."""
    refused = members.sam.submit_view(bulk_form(members), given(**answers))
    assert words in refused.errors[block]


def test_who_can_t_be_recorded_any_more_is_previewed_anew(members: SlackOffice) -> None:
    """All were promised; one of them used theirs up in between, so nothing was recorded."""
    shown = preview(members, quantity="4", of_type="GOLD")
    assert submit_text(shown) == "Record for 2"
    members.use("ZED", quantity="1")
    assert members.sam.submit_view(shown).kind == "updated"
    assert "• *Zed ∗" not in words_of(shown)
    assert "Only 3 left; 4 asked for." in words_of(shown)
    assert submit_text(shown) == "Record for those 1"
    assert [use.contact for use in members.usages] == ["ZED"]


def test_the_same_submission_twice_is_recorded_once(members: SlackOffice) -> None:
    """A redelivered submission is told so."""
    members.sam.submit_view(preview(members))
    delivery = members.slack.workspace.recorder.deliveries_of("view_submission")[-1]
    assert "recorded already" in f"{members.slack.redeliver(delivery).payload}"
    assert len(members.usages) == 3


def test_what_was_previewed_is_recorded_though_the_filters_find_others_now(
    members: SlackOffice,
) -> None:
    """Nobody is added behind a person's back."""
    shown = preview(members, of_type="GOLD")
    members.enroll("BOB")
    members.sam.submit_view(shown)
    assert {use.holder for use in members.usages} == {"ACME", "ZED"}


def test_lines_are_offered_of_the_chosen_benefit(members: SlackOffice) -> None:
    """Named after the membership type that they belong to."""
    form = bulk_form(members)
    assert members.sam.suggest(form, Field.BY_LINE, "").values == ["G1", "S1"]
    assert members.sam.suggest(form, Field.CATEGORY, "").values == ["Admission", "Events"]


def test_five_hundred_members_at_once(office: SlackOffice) -> None:
    """All of them previewed and recorded."""
    codes = [f"M{n:03}" for n in range(500)]
    office.put([Contact(code=code, name=f"Member {code}") for code in codes])
    for code in codes:
        office.enroll(code)
    shown = preview(office)
    if "Just a moment" in words_of(shown):
        office.slack.until(lambda: shown.callback_id == Form.BULK_PREVIEW, 20)
    assert "*501 members can be recorded.*" in words_of(shown)
    office.sam.submit_view(shown)
    office.sam.wait_for_message(office.channel, "recorded for 501 members")
    assert len(office.usages) == 501


def test_a_preview_opens_while_the_store_is_busy(members: SlackOffice) -> None:
    """It fills by itself, and so does the confirmation."""
    form, free = bulk_form(members), threading.Event()
    with a_busy_store(members, free):
        shown = members.sam.submit_view(form).view
        assert shown is not None
        assert "Just a moment" in words_of(shown)
        free.set()
        members.slack.until(lambda: shown.callback_id == Form.BULK_PREVIEW)
    free.clear()
    with a_busy_store(members, free):
        members.sam.submit_view(shown)
        assert "Just a moment" in words_of(shown)
        free.set()
        members.slack.until(lambda: "recorded for 3 members" in words_of(shown))


def test_an_auditor_may_not(office: SlackOffice) -> None:
    """Told at the opening."""
    office.says(office.auditor, Command.PANEL, "bulk", words="As auditor you may not record usage")


def test_the_role_is_checked_at_the_submit(office: SlackOffice) -> None:
    """Who lost the role sees it on top of the preview; nothing is recorded."""
    form = office.opened(
        office.manager,
        Form.BULK,
        lambda: office.may.run_command(office.channel, Command.PANEL, "bulk pass"),
    )
    shown = office.may.submit_view(form).view
    assert shown is not None
    office.slack.workspace.user_groups[office.settings.roles.manager[0]].users.clear()
    office.clock.pass_time(minutes=6)
    refused = office.may.submit_view(shown)
    assert refused.kind == "pushed"
    assert "You have no role" in words_of(refused.view)
    assert office.usages == []
