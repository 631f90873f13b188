"""What Slack's own client does before it asks the app: checks, choices, closing."""

from typing import Any

import pytest

from playground.slack import Channel, Message, Running, User, Workspace, form_checks, submissions
from playground.slack.form_checks import REQUIRED
from playground.slack.forms import NoSuchElement, NoSuchOption
from playground.slack.outcomes import NO_CONNECTION, NO_RESULTS, NOT_INTERACTIVE
from playground.slack.person import NoSuchShortcut, Person
from playground.slack.recorder import Ack
from playground.slack.views import View
from tests.playground.slack.blocks import (
    actions,
    button,
    field,
    modal,
    option,
    options,
    plain,
    section,
    text_field,
)


def open_modal(workspace: Workspace, user: User, *blocks: dict[str, Any], **more: Any) -> View:
    """Show somebody a modal."""
    return workspace.open_view(user.id, modal(*blocks, **more))


CHECKS: list[tuple[dict[str, Any], Any, str]] = [
    ({"type": "plain_text_input"}, "", REQUIRED),
    ({"type": "plain_text_input", "min_length": 3}, "ab", "at least 3 characters"),
    ({"type": "plain_text_input", "max_length": 3}, "abcd", "at most 3 characters"),
    ({"type": "plain_text_input"}, "x" * 3001, "at most 3000 characters"),
    ({"type": "number_input", "is_decimal_allowed": False}, "two", "valid number"),
    ({"type": "number_input", "is_decimal_allowed": False}, "2.5", "whole number"),
    ({"type": "number_input", "is_decimal_allowed": True, "min_value": "0.5"}, "0.4", "least 0.5"),
    ({"type": "number_input", "is_decimal_allowed": True, "max_value": "9"}, "9.1", "most 9"),
    ({"type": "email_text_input"}, "ada@nowhere", "valid email"),
    ({"type": "url_text_input"}, "example.org", "valid URL"),
    ({"type": "datepicker"}, None, REQUIRED),
    ({"type": "static_select", "options": options(2)}, None, REQUIRED),
    ({"type": "checkboxes", "options": options(2)}, [], REQUIRED),
    (
        {"type": "multi_static_select", "options": options(3), "max_selected_items": 2},
        ["0", "1", "2"],
        "at most 2",
    ),
]


@pytest.mark.parametrize(("element", "value", "sentence"), CHECKS)
def test_slack_itself_refuses_what_a_field_can_not_be(
    slack: Running, ada: User, element: dict[str, Any], value: Any, sentence: str
) -> None:
    """The sentence stands under the field, and the app is not asked."""
    view = open_modal(slack.workspace, ada, field("b", element))
    submission = slack.person(ada).submit_view(view, {"b": {"value": value}})
    assert (submission.kind, submission.was_sent) == ("errors", False)
    assert sentence in submission.errors["b"]
    assert slack.workspace.recorder.deliveries == []


SOUND: list[tuple[dict[str, Any], Any, dict[str, Any]]] = [
    ({"type": "number_input", "is_decimal_allowed": True}, "0.5", {"value": "0.5"}),
    ({"type": "email_text_input"}, "ada@example.org", {"value": "ada@example.org"}),
    ({"type": "url_text_input"}, "https://example.org", {"value": "https://example.org"}),
    ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
    ({"type": "users_select"}, "U1", {"selected_user": "U1"}),
    ({"type": "multi_users_select"}, ["U1"], {"selected_users": ["U1"]}),
    (
        {"type": "radio_buttons", "options": options(2)},
        option("x", "1"),
        {"selected_option": options(2)[1]},
    ),
    (
        {"type": "static_select", "option_groups": [{"label": plain("g"), "options": options(2)}]},
        "1",
        {"selected_option": options(2)[1]},
    ),
    (
        {"type": "checkboxes", "options": options(3)},
        ["0", "2"],
        {"selected_options": [options(3)[0], options(3)[2]]},
    ),
    (
        {"type": "datepicker"},
        {"type": "datepicker", "selected_date": "2026-11-19"},
        {"selected_date": "2026-11-19"},
    ),
]


@pytest.mark.parametrize(("element", "value", "answer"), SOUND)
def test_answers_are_written_in_slacks_words(
    workspace: Workspace, ada: User, element: dict[str, Any], value: Any, answer: dict[str, Any]
) -> None:
    """A plain value becomes the state that the app will read."""
    view = open_modal(workspace, ada, field("b", element))
    view.fill("b", "value", value)
    assert form_checks.problems(view) == {}
    assert view.as_slack()["state"]["values"] == {
        "b": {"value": {"type": element["type"]} | answer}
    }


def test_a_form_starts_with_what_the_app_said(workspace: Workspace, ada: User) -> None:
    """Initial values are the state until something is typed."""
    chosen = option("Parking", "B1")
    menu = {"type": "external_select", "initial_option": chosen}
    many = {"type": "multi_external_select", "initial_options": [chosen]}
    view = open_modal(workspace, ada, field("one", menu), field("many", many), text_field())
    view.fill("one", "value", "B1")
    view.fill("many", "value", ["B1"])
    view.fill("who", "value", "Acme")
    assert view.initial_values()["who"]["value"]["value"] is None
    assert view.values()["who"]["value"]["value"] == "Acme"
    assert view.values()["one"]["value"]["selected_option"] == chosen
    assert view.values()["many"]["value"]["selected_options"] == [chosen]


def test_an_optional_field_may_be_empty(slack: Running, ada: User) -> None:
    """The modal is sent, and with no app connected Slack shows its trouble."""
    view = open_modal(slack.workspace, ada, text_field() | {"optional": True})
    submission = slack.person(ada).submit_view(view)
    assert (submission.kind, submission.was_sent) == ("trouble", True)


WRONG_ANSWERS: list[dict[str, Any]] = [
    {"response_action": "errors", "errors": {}},
    {"response_action": "errors", "errors": ["who"]},
    {"response_action": "push"},
]


@pytest.mark.parametrize("answer", WRONG_ANSWERS)
def test_a_shapeless_answer_is_trouble(
    workspace: Workspace, ada: User, answer: dict[str, Any]
) -> None:
    """Slack says that it had trouble, and the modal stays."""
    view = open_modal(workspace, ada, text_field())
    assert submissions.follow(workspace, view, Ack(answer)).trouble == NO_CONNECTION
    assert workspace.modals_of(ada).top is view
    assert len(workspace.recorder.refusals) == 1


def test_a_fourth_modal_is_not_pushed(workspace: Workspace, ada: User) -> None:
    """Three modals lie on one another at most, also when pushed by an answer."""
    view = open_modal(workspace, ada)
    for kind in ("pushed", "pushed", "trouble"):
        answer = {"response_action": "push", "view": modal()}
        submission = submissions.follow(workspace, view, Ack(answer))
        assert submission.kind == kind
        view = submission.view or view
    assert workspace.recorder.refusals == ["view_submission form: push_limit_reached"]


def test_what_is_not_shown_can_not_be_used(slack: Running, ada: User, general: Channel) -> None:
    """Buttons, fields, options and shortcuts that are not there are mistakes of the test."""
    person = slack.person(ada)
    message = Message(channel=general.id, ts="1.0", text="", user="U1", blocks=[actions(button())])
    view = open_modal(slack.workspace, ada, field("b", {"type": "external_select"}))
    with pytest.raises(NoSuchElement):
        person.click(message, "release")
    with pytest.raises(NoSuchElement):
        person.click(message, "press", block_id="elsewhere")
    with pytest.raises(NoSuchElement):
        person.submit_view(view, {"c": {"value": "x"}})
    with pytest.raises(NoSuchOption):
        person.submit_view(view, {"b": {"value": "never suggested"}})
    with pytest.raises(NoSuchShortcut):
        person.global_shortcut("record")
    with pytest.raises(NoSuchShortcut):
        person.message_shortcut(message, "panel")


def test_the_words_on_a_modal(workspace: Workspace, ada: User) -> None:
    """Title, submit and close are as the app said, or as Slack writes them."""
    said = open_modal(workspace, ada, text_field(), close=plain("Back"))
    bare = open_modal(workspace, ada, section(), submit=None)
    assert (said.title, said.submit, said.close) == ("Record", "Save", "Back")
    assert (bare.submit, bare.close) == ("", "Cancel")


def test_the_cross_closes_all_modals(slack: Running, ada: User) -> None:
    """The close button takes one modal, ``clear_on_close`` and the cross take all."""
    workspace, person = slack.workspace, slack.person(ada)
    for more, all_of_them in (({}, True), ({"clear_on_close": True}, False)):
        workspace.open_view(ada.id, modal())
        top = workspace.open_view(ada.id, modal(**more), on_top=True)
        person.close_view(top, all_of_them=all_of_them)
        assert person.modal is None
    workspace.open_view(ada.id, modal())
    person.close_view(workspace.open_view(ada.id, modal(), on_top=True))
    assert person.modal is not None


def test_suggestions_need_an_app(slack: Running, ada: User) -> None:
    """With nobody connected the menu says that it could not load."""
    chooser = {"type": "external_select", "min_query_length": 2}
    view = open_modal(slack.workspace, ada, field("b", chooser))
    person = slack.person(ada)
    assert person.suggest(view, "value", "a").trouble == ""
    assert person.suggest(view, "value", "ab").trouble == NO_RESULTS


def test_an_app_without_interactivity_hears_no_clicks(slack: Running, ada: User) -> None:
    """Slack says that the app is not set up for it, and sends nothing."""
    slack.workspace.manifest.is_interactive = False
    assert slack.person(ada).global_shortcut("panel").trouble == NOT_INTERACTIVE
    assert slack.workspace.recorder.deliveries == []


def test_events_need_subscription_and_scope(slack: Running, ada: User, general: Channel) -> None:
    """A message is no event where the manifest lacks the event or its scope."""
    manifest = slack.workspace.manifest
    manifest.scopes = manifest.scopes - {"channels:history"}
    slack.person(ada).say(general, "unheard")
    slack.person(ada).say(slack.workspace.channel_named("board"), "unheard")
    manifest.bot_events = frozenset()
    slack.person(ada).open_home()
    assert slack.workspace.recorder.deliveries == []


def test_a_command_needs_its_scope(slack: Running, ada: User, general: Channel) -> None:
    """Without ``commands`` the app has no slash commands."""
    slack.workspace.manifest.scopes = frozenset()
    outcome = slack.person(ada).run_command(general, "/benefit-use")
    assert outcome.trouble == "/benefit-use is not a valid command."


def test_the_sidebar_lists_what_somebody_is_in(workspace: Workspace, ada: User, ben: User) -> None:
    """Channels by name, direct messages last; people are humans who are still here."""
    workspace.direct_channel(ada)
    names = [channel.name for channel in workspace.channels_of(ada)]
    assert names == ["board", "elsewhere", "general", "secret", ""]
    assert [channel.name for channel in workspace.channels_of(ben)] == ["general"]
    assert [user.name for user in workspace.people()] == ["ada", "ben", "gus"]
    with pytest.raises(LookupError):
        workspace.channel_named("nowhere")
    with pytest.raises(LookupError):
        workspace.user_named("nobody")


def test_waiting_ends_with_a_sentence(slack: Running, ada: User, general: Channel) -> None:
    """What never comes is told after the patience is over."""
    with pytest.raises(TimeoutError, match=r"did not happen in 0\.05 s"):
        slack.until(lambda: False, seconds=0.05)
    with pytest.raises(TimeoutError):
        slack.person(ada).wait_for_message(general, "anything", seconds=0.05)
    with pytest.raises(TimeoutError):
        slack.person(ada).wait_for_modal(seconds=0.05)
    assert Person(slack.workspace, ada).sees(general) == []
