"""Conveying, recalling and changing a benefit level from Slack."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.names import Act, Command, Field, Form
from core.adjusting import LevelChange
from core.columns import Cell
from core.contact import Contact, ContactKind
from core.conveying import ConveyRequest
from core.custom import CustomField
from core.entry import EntryKind
from playground.slack import User, View
from tests.bot.office import SlackOffice, Typed, words_of


def form_of(office: SlackOffice, deed: str, form: str, text: str = "acme") -> View:
    """The form that a manager's subcommand opens, with an owner named behind it."""
    return office.opened(
        office.manager,
        form,
        lambda: office.may.run_command(office.channel, Command.PANEL, f"{deed} {text}"),
    )


def chosen(office: SlackOffice, form: View, benefit_type: str = "PASS") -> View:
    """The form that changes a level, with the level chosen."""
    before = form.hash
    level = office.level(benefit_type)
    office.may.click(form, Field.LEVEL, value=str(level.key))
    office.slack.until(lambda: form.hash != before)
    return form


def to(office: SlackOffice, form: View, holder: str, **given: str) -> Typed:
    """Answers that convey guest passes to somebody."""
    office.may.suggest(form, Field.TO, holder)
    fields = {name: {name: value} for name, value in given.items()}
    return {
        "level:ACME": {Field.LEVEL: str(office.level().key)},
        Field.TO: {Field.TO: holder},
        **fields,
    }


def changes(office: SlackOffice, benefit_type: str = "PASS", **given: object) -> Typed:
    """Answers of the form that changes a level; the fields of a level carry its key."""
    key = office.level(benefit_type).key
    return {
        (name if name == Field.REASON else f"{name}:{key}"): {name: value}
        for name, value in given.items()
    }


@pytest.mark.both_ways
def test_units_are_conveyed_and_taken_back(office: SlackOffice) -> None:
    """The form offers what can be conveyed; the confirmation has its Undo."""
    form = form_of(office, "convey", Form.CONVEY)
    shown = words_of(form)
    assert "Guest pass — 4 of 4 left to convey, ends 31 Dec 2026" in shown
    assert "Directory listing" not in shown
    done = office.may.submit_view(form, to(office, form, "BOB", quantity="2"))
    assert done.kind == "updated"
    assert "2 × *Guest pass* of *Acme Hardware* conveyed to *Bob Bold*" in words_of(form)
    assert "Now 2 of 4 left to use or to convey." in words_of(form)
    assert "isn't meant" not in words_of(form)
    told = office.may.wait_for_message(office.channel, "conveyed to")
    undo = office.opened(office.manager, Form.UNDO, lambda: office.may.click(told, Act.UNDO))
    office.may.submit_view(undo, {Field.REASON: {Field.REASON: "Wrong person"}})
    office.may.wait_for_message(office.channel, "Taken back")
    assert office.desk.balance(office.level().key).available == Decimal(4)


@pytest.mark.parametrize(
    ("holder", "words"),
    [
        (
            Contact(code="BEA", name="Bea Best", affiliated_to="ZED"),
            "*Bea Best* belongs to *Zed &lt;!channel&gt; &amp; Sons*, not to *Acme Hardware*.",
        ),
        (
            Contact(code="NEW", name="New Ltd", kind=ContactKind.ORGANISATION),
            "*New Ltd* is another organisation than *Acme Hardware*.",
        ),
        (Contact(code="GUY", name="Guy Good"), ""),
    ],
)
def test_units_for_another_organisation_are_told_as_that(
    office: SlackOffice, holder: Contact, words: str
) -> None:
    """They may be conveyed to anybody; of a person without an organisation nothing is said."""
    office.put([holder])
    form = form_of(office, "convey", Form.CONVEY)
    office.may.submit_view(form, to(office, form, holder.code, quantity="1"))
    assert words in words_of(form)
    assert ("meant." in words_of(form)) is bool(words)


@pytest.mark.parametrize(
    ("holder", "quantity", "block", "words"),
    [
        ("BOB", "5", "quantity", "Only 4 left"),
        ("BOB", "0.5", "quantity", "steps of 1"),
        ("ACME", "1", "to", "owner's already"),
    ],
)
def test_what_can_t_be_conveyed_is_told_under_its_field(
    office: SlackOffice, holder: str, quantity: str, block: str, words: str
) -> None:
    """Nothing is written, and what was typed stays."""
    form = form_of(office, "convey", Form.CONVEY)
    refused = office.may.submit_view(form, to(office, form, holder, quantity=quantity))
    assert words in refused.errors[block]
    assert office.entries(EntryKind.CONVEYANCE) == []


def test_the_same_conveyance_twice_is_one(office: SlackOffice) -> None:
    """A redelivered submission is told the same."""
    form = form_of(office, "convey", Form.CONVEY)
    office.may.submit_view(form, to(office, form, "BOB"))
    delivery = office.slack.workspace.recorder.deliveries_of("view_submission")[-1]
    assert "conveyed to" in f"{office.slack.redeliver(delivery).payload}"
    assert len(office.entries(EntryKind.CONVEYANCE)) == 1


def test_units_are_recalled(office: SlackOffice) -> None:
    """All that aren't used, where no quantity is said; who holds them is the choice."""
    office.convey("BOB", "2")
    form = form_of(office, "recall", Form.RECALL)
    assert "Guest pass — 2 with Bob Bold" in words_of(form)
    held = f"{office.level().key}:BOB"
    assert office.may.submit_view(form, {"held:ACME": {Field.HELD: held}}).kind == "updated"
    assert "2 × *Guest pass* of *Acme Hardware* recalled from *Bob Bold*" in words_of(form)
    assert office.desk.balance(office.level().key).conveyed == 0


def test_too_many_recalled_is_told(office: SlackOffice) -> None:
    """Under the quantity."""
    office.convey("BOB", "2")
    form = form_of(office, "recall", Form.RECALL)
    held = f"{office.level().key}:BOB"
    typed: Typed = {"held:ACME": {Field.HELD: held}, "quantity": {"quantity": "3"}}
    assert "Only 2 left" in office.may.submit_view(form, typed).errors["quantity"]


def test_nothing_to_recall_is_said(office: SlackOffice) -> None:
    """Instead of an empty menu, and without a button; another owner brings both."""
    office.enroll("ZED")
    key = office.level("PASS", "ZED").key
    given = ConveyRequest(level=key, holder="BOB", quantity=Decimal(1), idempotency_key="given")
    office.desk.convey(given, actor=office.desk_actor(office.manager))
    form = form_of(office, "recall", Form.RECALL)
    assert "Nobody holds units of *Acme Hardware*" in words_of(form)
    assert "submit" not in form.definition
    office.may.suggest(form, Field.OWNER, "zed")
    office.may.click(form, Field.OWNER, value="ZED")
    office.slack.until(lambda: "1 with Bob Bold" in words_of(form))
    assert form.definition["submit"]["text"] == "Recall"


@pytest.mark.parametrize(
    ("typed", "said", "names"),
    [
        ("convey acme room 1 to bob", "; everything else is asked in the form", ["ACME", "BOB"]),
        ('adjust "Acme Hardware" guest pass', "; everything else is asked in the form", ["ACME"]),
        ("history acme october", "goes behind /benefits history. Did you", ["ACME"]),
    ],
)
def test_more_than_a_name_is_told_as_that(
    office: SlackOffice, typed: str, said: str, names: list[str]
) -> None:
    """Who is named first is offered; nobody is told that there is no such contact."""
    asked = office.says(office.manager, Command.PANEL, typed, words="No contact is called")
    assert said in asked.text
    offered = [
        json.loads(block["elements"][0]["value"])["text"]
        for block in asked.blocks
        if block["type"] == "actions"
    ]
    assert offered == [f'"{name}"' for name in names]


def test_the_name_alone_opens_the_form(office: SlackOffice) -> None:
    """A press on who is named first."""
    asked = office.says(office.manager, Command.PANEL, "adjust acme guest pass", words="No contact")
    form = office.opened(office.manager, Form.ADJUST, lambda: office.may.click(asked, Act.RUN))
    assert "Guest pass — 0 of 4 used" in words_of(form)


def test_a_number_is_changed_with_a_reason(office: SlackOffice) -> None:
    """The form shows what it is now; the confirmation has its Undo."""
    office.use(quantity="2")
    form = chosen(office, form_of(office, "adjust", Form.ADJUST))
    assert "2 used so far. A changed number needs a reason, below." in words_of(form)
    refused = office.may.submit_view(form, changes(office, number="6"))
    assert "needs a reason" in refused.errors["reason"]
    done = office.may.submit_view(form, changes(office, number="6", reason="Goodwill"))
    assert done.kind == "updated"
    assert "*Guest pass* of *Acme Hardware*: number 4 to 6\\n4 of 6 left" in words_of(form)
    office.may.wait_for_message(office.channel, "number 4 to 6")
    assert [entry.note for entry in office.entries(EntryKind.ADJUSTMENT)] == ["Goodwill"]


def test_a_number_below_what_is_used_is_refused(office: SlackOffice) -> None:
    """Under the number."""
    office.use(quantity="2")
    form = chosen(office, form_of(office, "adjust", Form.ADJUST))
    refused = office.may.submit_view(form, changes(office, number="1", reason="Less"))
    assert "2 are used already" in refused.errors[f"number:{office.level().key}"]


def test_flags_comment_and_source_are_changed(office: SlackOffice) -> None:
    """Without a reason; only what differs is written."""
    form = chosen(office, form_of(office, "adjust", Form.ADJUST))
    typed = changes(office, state=["accepted"], comment="Call first", source="WEB")
    assert office.may.submit_view(form, typed).kind == "updated"
    shown = words_of(form)
    assert "active yes to no" in shown
    assert "comment nothing to “Call first”" in shown
    assert "source nothing to “WEB”" in shown
    assert office.entries(EntryKind.ADJUSTMENT) == []


def test_a_used_benefit_can_t_be_declined(office: SlackOffice) -> None:
    """Told under the state."""
    office.use()
    form = chosen(office, form_of(office, "adjust", Form.ADJUST))
    refused = office.may.submit_view(form, changes(office, state=["active"]))
    assert "can't be declined" in refused.errors[f"state:{office.level().key}"]


def test_nothing_changed_says_so(office: SlackOffice) -> None:
    """And writes nothing."""
    form = chosen(office, form_of(office, "adjust", Form.ADJUST))
    before = office.desk.store.last
    assert office.may.submit_view(form).kind == "updated"
    assert "Nothing differs" in words_of(form)
    assert office.desk.store.last == before


def test_a_level_changed_meanwhile_is_not_overwritten(office: SlackOffice) -> None:
    """The form shows what was; nobody's change is lost."""
    form = chosen(office, form_of(office, "adjust", Form.ADJUST))
    change = LevelChange(level=office.level().key, number=Decimal(9), reason="Meanwhile")
    actor = office.desk_actor(office.manager)
    office.desk.change_level(change, idempotency_key="meanwhile", actor=actor)
    refused = office.may.submit_view(form, changes(office, comment="Mine"))
    assert "changed meanwhile" in " ".join(refused.errors.values())
    assert office.desk.balance(office.level().key).number == Decimal(9)


def test_a_change_delivered_twice_is_told_the_same(office: SlackOffice) -> None:
    """The second delivery is no change of somebody else's."""
    form = chosen(office, form_of(office, "adjust", Form.ADJUST))
    office.may.submit_view(form, changes(office, number="6", reason="Goodwill"))
    delivery = office.slack.workspace.recorder.deliveries_of("view_submission")[-1]
    assert "number 4 to 6" in f"{office.slack.redeliver(delivery).payload}"
    assert len(office.entries(EntryKind.ADJUSTMENT)) == 1


CUSTOM = (
    CustomField(slot="date1", label="Renewal call"),
    CustomField(slot="money2", label="Sponsor's share"),
    CustomField(slot="flag3", label="Gift wrapped"),
    CustomField(slot="lookup1", label="Tier", codes={"A": "First", "B": "Second"}),
    CustomField(slot="lookup2", label="Any code"),
    CustomField(slot="text1", label="Greeting"),
)


def test_labelled_custom_fields_are_in_the_form(office: SlackOffice) -> None:
    """Each by its label, as a calendar, a number or a choice; what can't be is told under it."""
    fields = {each.slot: each for each in CUSTOM}
    office.desk.policy = replace(office.desk.policy, custom_fields=fields)
    form = chosen(office, form_of(office, "adjust", Form.ADJUST))
    assert all(each.label in words_of(form) for each in CUSTOM)
    assert {each.cell for each in CUSTOM} == {
        Cell.DATE,
        Cell.MONEY,
        Cell.FLAG,
        Cell.CODE,
        Cell.TEXT,
    }
    key = office.level().key
    typed: Typed = {
        f"custom:{slot}:{key}": {f"custom:{slot}": text}
        for slot, text in {
            "date1": "2026-11-03",
            "money2": "12.50",
            "flag3": "yes",
            "lookup1": "B",
            "lookup2": "TOOLONG",
            "text1": "Hi <!channel>",
        }.items()
    }
    refused = office.may.submit_view(form, typed)
    assert list(refused.errors) == [f"custom:lookup2:{key}"]
    typed = {f"custom:lookup2:{key}": {"custom:lookup2": "X1"}}
    assert office.may.submit_view(form, typed).kind == "updated"
    assert office.level().custom == {
        "date1": "2026-11-03",
        "money2": "12.50",
        "flag3": "yes",
        "lookup1": "B",
        "lookup2": "X1",
        "text1": "Hi <!channel>",
    }
    assert "Renewal call nothing to “2026-11-03”" in words_of(form)
    again = chosen(office, form_of(office, "adjust", Form.ADJUST))
    office.may.submit_view(again, {f"custom:money2:{key}": {"custom:money2": ""}})
    assert "money2" not in office.level().custom


def test_a_doubtful_name_is_asked_about(office: SlackOffice) -> None:
    """A press opens the form for the one that was meant."""
    office.put([Contact(code="ACM2", name="Acme Bakery")])
    asked = office.says(office.manager, Command.PANEL, "convey acm", words="Several contacts match")
    rows = [block for block in asked.blocks if block["type"] == "actions"]
    form = office.opened(
        office.manager,
        Form.CONVEY,
        lambda: office.may.click(asked, Act.RUN, block_id=rows[1]["block_id"]),
    )
    assert "Guest pass" in words_of(form)


def test_a_level_is_changed_from_its_explanation(office: SlackOffice) -> None:
    """The form opens with owner and level chosen."""
    told = office.says(office.manager, Command.CHECK, "acme", words="Benefits of")
    office.may.click(told, Act.WHY, value=f"{office.level().key}|ACME")
    why = office.may.wait_for_modal()
    form = office.opened(office.manager, Form.ADJUST, lambda: office.may.click(why, Act.ADJUST))
    assert office.may.submit_view(form, changes(office, comment="Seen")).kind == "updated"
    assert office.level().comment == "Seen"


@pytest.mark.parametrize("deed", ["convey", "recall", "adjust"])
@pytest.mark.parametrize("who", ["staff", "auditor"])
def test_only_managers_may(office: SlackOffice, deed: str, who: str) -> None:
    """Told at the opening; no form opens."""
    user: User = getattr(office, who)
    office.says(user, Command.PANEL, deed, words="you may not")
    assert office.person(user).modal is None


def test_the_role_is_checked_at_the_submit(office: SlackOffice) -> None:
    """Who loses the role while a form is open changes nothing."""
    forms = {
        "convey": form_of(office, "convey", Form.CONVEY),
    }
    office.slack.workspace.user_groups[office.settings.roles.manager[0]].users.clear()
    office.clock.pass_time(minutes=6)
    refused = office.may.submit_view(forms["convey"], to_nobody(office))
    assert "You have no role" in " ".join(refused.errors.values())
    assert office.entries(EntryKind.CONVEYANCE) == []


def to_nobody(office: SlackOffice) -> Typed:
    """Answers that name a holder whom no menu has offered."""
    bob = {"text": {"type": "plain_text", "text": "Bob"}, "value": "BOB"}
    return {
        "level:ACME": {Field.LEVEL: str(office.level().key)},
        Field.TO: {Field.TO: {"type": "external_select", "selected_option": bob}},
    }
