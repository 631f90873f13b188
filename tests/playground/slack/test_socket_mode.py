"""A real Bolt app over Socket Mode: what a person does, and what Slack shows them."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from playground.slack import (
    Channel,
    MessagePosted,
    Notice,
    Running,
    Switches,
    User,
    Workspace,
    running,
)
from playground.slack.changes import Change
from playground.slack.outcomes import NO_ANSWER, NO_CONNECTION, NO_RESULTS
from tests.playground.slack.blocks import actions, button, field, modal, option, options, section
from tests.playground.slack.conftest import MANIFEST
from tests.playground.slack.desk import PANEL, Desk, connected, desk_of

pytestmark = pytest.mark.timeout(30)


@pytest.fixture(scope="module")
def _connected() -> Iterator[tuple[Running, Desk]]:
    """Connect the app once; connecting takes the client half a second."""
    with running(Workspace(copy.deepcopy(MANIFEST))) as slack:
        desk = desk_of(slack)
        with connected(slack, desk):
            yield slack, desk


@pytest.fixture
def slack(_connected: tuple[Running, Desk]) -> Iterator[Running]:
    """Give the served workspace with Slack's own figures and nothing recorded."""
    slack, desk = _connected
    yield slack
    slack.workspace.switches.ack_seconds = Switches().ack_seconds
    slack.workspace.recorder.clear()
    desk.forget()


@pytest.fixture
def desk(_connected: tuple[Running, Desk]) -> Desk:
    """Give the connected app."""
    return _connected[1]


@pytest.fixture
def ada(slack: Running) -> User:
    """Add somebody nobody has met yet."""
    return slack.workspace.add_user(f"ada{len(slack.workspace.users)}")


@pytest.fixture
def ben(slack: Running) -> User:
    """Add somebody else."""
    return slack.workspace.add_user(f"ben{len(slack.workspace.users)}")


@pytest.fixture
def general(slack: Running, ada: User) -> Channel:
    """Add an empty channel with the app in it."""
    return slack.workspace.add_channel(f"room{len(slack.workspace.channels)}", [ada])


def form(answers: dict[str, Any] | None = None) -> dict[str, dict[str, Any]]:
    """Fill the panel in."""
    typed = {"who": {"value": "Acme"}, "what": {"value": "B1"}, "on": {"value": "2026-11-19"}}
    return typed | (answers or {})


def test_a_command_reaches_the_app_as_slack_sends_it(
    slack: Running, desk: Desk, ada: User, general: Channel
) -> None:
    """All fields of a slash command are there, its text escaped, its answer ephemeral."""
    desk.answers["command"] = {"text": "Noted"}
    outcome = slack.person(ada).run_command(general, "/benefit-use", " R&D <2> ")
    (body,) = desk.bodies("command")
    assert outcome.ok
    assert outcome.reply is not None
    assert (outcome.reply.text, outcome.reply.ephemeral_to) == ("Noted", ada.id)
    expected = {
        "command": "/benefit-use",
        "text": "R&amp;D &lt;2&gt;",
        "user_id": ada.id,
        "user_name": ada.name,
        "channel_id": general.id,
        "channel_name": general.name,
        "team_id": slack.workspace.team.id,
        "api_app_id": slack.workspace.app_id,
        "is_enterprise_install": "false",
    }
    assert expected.items() <= body.items()
    assert body["response_url"].startswith(slack.workspace.origin + "/hooks/commands/")


def test_an_escaping_command_names_people_by_id(
    slack: Running, desk: Desk, ada: User, ben: User, general: Channel
) -> None:
    """With ``should_escape`` mentions become ids; the answer in the channel shows the command."""
    slack.person(ada).run_command(
        general, "/benefits", f"check @{ben.name} in #{general.name} or @nobody"
    )
    (body,) = desk.bodies("command")
    assert body["text"] == f"check <@{ben.id}> in <#{general.id}|{general.name}> or @nobody"
    slack.until(lambda: len(slack.person(ada).sees(general)) == 3)
    texts = [message.text for message in slack.person(ben).sees(general)]
    assert texts == [f"/benefits {body['text']}", "Shared"]
    assert "Later" in {message.text for message in slack.person(ada).sees(general)}


def test_a_form_is_opened_filled_suggested_and_saved(
    slack: Running, desk: Desk, ada: User, general: Channel
) -> None:
    """From the command to the saved form, with the values as Slack sends them."""
    person = slack.person(ada)
    person.run_command(general, "/benefit-use", "form")
    view = person.wait_for_modal("form")
    found = person.suggest(view, "value", "Parking", block_id="what")
    assert [one["text"]["text"] for one in found.options] == ["Parking", "Other"]
    submission = person.submit_view(view, form())
    assert (submission.kind, person.modal) == ("closed", None)
    (body,) = desk.bodies("submit")
    values = body["view"]["state"]["values"]
    assert values["who"]["value"] == {"type": "plain_text_input", "value": "Acme"}
    assert values["what"]["value"]["selected_option"]["text"]["text"] == "Parking"
    assert values["on"]["value"]["selected_date"] == "2026-11-19"
    assert body["user"]["id"] == ada.id
    (asked,) = desk.bodies("suggest")
    assert (asked["value"], asked["block_id"], asked["type"]) == (
        "Parking",
        "what",
        "block_suggestion",
    )


def test_a_click_in_a_modal_keeps_what_was_typed(slack: Running, desk: Desk, ada: User) -> None:
    """The click brings the state along, and the updated modal still holds what was typed."""
    person = slack.person(ada)
    person.global_shortcut("panel")
    view = person.wait_for_modal("form")
    person.click(view, "more", typed={"who": {"value": "Acme"}})
    slack.until(lambda: view.title == "More")
    (body,) = desk.bodies("more")
    assert body["view"]["state"]["values"]["who"]["value"]["value"] == "Acme"
    assert body["container"] == {"type": "view", "view_id": view.id}
    assert body["actions"][0]["block_id"] == "extra"
    assert view.values()["who"]["value"]["value"] == "Acme"
    assert "response_url" not in body


def test_a_click_in_a_message_can_replace_it(
    slack: Running, desk: Desk, ada: User, general: Channel
) -> None:
    """The click tells which message; what was escaped comes back escaped, values as they were."""
    desk.app.client.chat_postMessage(
        channel=general.id, text="?", blocks=[actions(button("R&D", value="a&b"))]
    )
    message = general.messages[0]
    assert slack.person(ada).click(message, "press").ok
    slack.until(lambda: message.text == "Done")
    (body,) = desk.bodies("press")
    assert body["container"]["message_ts"] == message.ts
    assert body["channel"] == {"id": general.id, "name": general.name}
    assert body["actions"][0]["text"]["text"] == "R&amp;D"
    assert body["actions"][0]["value"] == "a&b"
    assert body["message"]["ts"] == message.ts


def test_a_message_in_a_thread_says_so(
    slack: Running, desk: Desk, ada: User, general: Channel
) -> None:
    """Clicks and suggestions in a thread's message name the thread."""
    chooser = {"type": "external_select", "action_id": "value", "min_query_length": 0}
    desk.app.client.chat_postMessage(
        channel=general.id,
        text="?",
        thread_ts="1795000000.000001",
        blocks=[actions(chooser, button(), block_id="row")],
    )
    message = general.messages[0]
    person = slack.person(ada)
    assert person.suggest(message, "value", "p").values == ["B1", "B2"]
    assert person.click(message, "press").ok
    asked, pressed = desk.bodies("suggest")[0], desk.bodies("press")[0]
    assert asked["container"]["thread_ts"] == "1795000000.000001"
    assert pressed["container"] == asked["container"]
    assert "response_url" in pressed
    assert "response_url" not in asked


def test_an_ephemeral_message_never_comes_back(
    slack: Running, desk: Desk, ada: User, general: Channel
) -> None:
    """A click in an ephemeral message carries no message, and can replace it all the same."""
    desk.app.client.chat_postEphemeral(
        channel=general.id, user=ada.id, text="?", blocks=[actions(button())]
    )
    message = general.messages[0]
    slack.person(ada).click(message, "press")
    slack.until(lambda: message.text == "Done")
    (body,) = desk.bodies("press")
    assert "message" not in body
    assert body["container"]["is_ephemeral"] is True


def test_a_choice_in_a_message_travels_with_its_state(
    slack: Running, desk: Desk, ada: User, general: Channel
) -> None:
    """A menu sends the option chosen, in the action and in the state; an overflow has no state."""
    menu = {"type": "static_select", "action_id": "pick", "options": options(3)}
    more = {"type": "overflow", "action_id": "press", "options": options(2)}
    desk.app.client.chat_postMessage(
        channel=general.id, text="?", blocks=[actions(menu, more, block_id="row")]
    )
    message = general.messages[0]
    slack.person(ada).click(message, "pick", value="2")
    slack.person(ada).click(message, "press", value="1")
    slack.until(lambda: desk.bodies("pick") and desk.bodies("press"))
    (picked,), (overflown,) = desk.bodies("pick"), desk.bodies("press")
    assert picked["actions"][0]["selected_option"]["value"] == "2"
    assert picked["state"]["values"]["row"]["pick"]["selected_option"]["value"] == "2"
    assert overflown["actions"][0]["selected_option"]["value"] == "1"


def test_errors_stand_under_their_fields(slack: Running, desk: Desk, ada: User) -> None:
    """The modal stays open with the app's sentence; correcting it closes the modal."""
    person = slack.person(ada)
    person.global_shortcut("panel")
    view = person.wait_for_modal()
    person.suggest(view, "value", "Parking", block_id="what")
    desk.answers["submit"] = {"response_action": "errors", "errors": {"who": "Nobody of that name"}}
    refused = person.submit_view(view, form())
    assert (refused.kind, refused.errors) == ("errors", {"who": "Nobody of that name"})
    assert view.errors == {"who": "Nobody of that name"}
    desk.answers.clear()
    assert person.submit_view(view).kind == "closed"
    assert len(desk.bodies("submit")) == 2


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"response_action": "update", "view": modal(section("Saved"))}, "updated"),
        ({"response_action": "push", "view": modal(section("And?"))}, "pushed"),
        ({"response_action": "clear"}, "cleared"),
    ],
)
def test_the_answer_decides_what_follows(
    slack: Running, desk: Desk, ada: User, answer: dict[str, Any], kind: str
) -> None:
    """A submitted modal can be changed, get another on top, or take all away."""
    person = slack.person(ada)
    person.global_shortcut("panel")
    view = person.wait_for_modal()
    person.suggest(view, "value", "Parking", block_id="what")
    desk.answers["submit"] = answer
    submission = person.submit_view(view, form())
    assert submission.kind == kind
    assert submission.view is person.modal
    if kind == "pushed":
        assert submission.view is not None
        assert submission.view.previous_view_id == view.id


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {"extra": "a block without a field"}},
        {"response_action": "errors", "errors": {"who": ""}},
        {"response_action": "update", "view": modal() | {"title": None}},
        {"response_action": "push", "view": {"type": "home", "blocks": []}},
        {"response_action": "dance"},
    ],
)
def test_an_answer_that_slack_refuses_is_trouble(
    slack: Running, desk: Desk, ada: User, answer: dict[str, Any]
) -> None:
    """Errors of no field, wrong views and unknown answers leave the modal open."""
    person = slack.person(ada)
    person.global_shortcut("panel")
    view = person.wait_for_modal()
    person.suggest(view, "value", "Parking", block_id="what")
    desk.answers["submit"] = answer
    submission = person.submit_view(view, form())
    assert (submission.kind, submission.trouble) == ("trouble", NO_CONNECTION)
    assert person.modal is view
    assert slack.workspace.recorder.refusals


def test_too_many_suggestions_are_refused(slack: Running, desk: Desk, ada: User) -> None:
    """A hundred options are shown, one more shows none; too few characters ask nothing."""
    person = slack.person(ada)
    person.global_shortcut("panel")
    view = person.wait_for_modal()
    assert person.suggest(view, "value", "", block_id="what").all == []
    assert desk.bodies("suggest") == []
    for count, shown in ((100, 100), (101, 0)):
        desk.answers["suggest"] = {"options": options(count)}
        found = person.suggest(view, "value", "p", block_id="what")
        assert (len(found.all), found.trouble) == (shown, "" if shown else NO_RESULTS)
    groups = [{"label": option("x")["text"], "options": options(2)}]
    desk.answers["suggest"] = {"option_groups": groups}
    assert person.suggest(view, "value", "p", block_id="what").values == ["0", "1"]


def test_closing_is_told_where_asked_for(slack: Running, desk: Desk, ada: User) -> None:
    """The app hears that its modal was closed."""
    person = slack.person(ada)
    person.global_shortcut("panel")
    person.close_view(person.wait_for_modal())
    slack.until(lambda: desk.bodies("closed"))
    assert desk.bodies("closed")[0]["is_cleared"] is False
    assert person.modal is None


def test_a_message_shortcut_brings_the_message(
    slack: Running, desk: Desk, ada: User, general: Channel
) -> None:
    """The app gets the message and may answer where it stands."""
    person = slack.person(ada)
    said = person.say(general, "Acme used 2 passes")
    assert person.message_shortcut(said, "record").ok
    answer = person.wait_for_message(general, "Recorded")
    assert (answer.text, answer.ephemeral_to) == ("Recorded: Acme used 2 passes", ada.id)
    assert desk.bodies("message_shortcut")[0]["message_ts"] == said.ts


def test_opening_the_home_tab_publishes_it(slack: Running, desk: Desk, ada: User) -> None:
    """The first opening brings no view along, the second does."""
    person = slack.person(ada)
    assert person.open_home() is None
    slack.until(lambda: person.home)
    person.open_home()
    slack.until(lambda: len(desk.bodies("home")) == 2)
    first, second = (body["event"] for body in desk.bodies("home"))
    assert (first["tab"], "view" in first) == ("home", False)
    assert person.home is not None
    assert second["view"]["id"] == person.home.id


def test_messages_and_mentions_are_events(
    slack: Running, desk: Desk, ada: User, general: Channel
) -> None:
    """The app hears what is said where it is a member, and a mention once more as such."""
    person, direct = slack.person(ada), slack.workspace.direct_channel(ada)
    person.say(general, "hello @benefit_desk")
    person.say(slack.workspace.add_channel("quiet", [ada], with_app=False), "unheard")
    person.say(direct, "psst")
    slack.until(lambda: len(desk.bodies("message")) == 2 and desk.bodies("mention"))
    heard = {body["event"]["channel_type"] for body in desk.bodies("message")}
    assert heard == {"channel", "im"}
    assert person.wait_for_message(general).text == "You called?"
    mention = desk.bodies("mention")[0]
    assert mention["event"]["text"] == f"hello <@{slack.workspace.bot_user.id}>"
    assert mention["authorizations"][0]["is_bot"] is True


def test_the_same_submission_can_come_twice(
    slack: Running, desk: Desk, ada: User, general: Channel
) -> None:
    """A recorded payload is sent again unchanged; the workspace does not follow its answer."""
    person = slack.person(ada)
    person.run_command(general, "/benefit-use", "form")
    view = person.wait_for_modal()
    person.suggest(view, "value", "Parking", block_id="what")
    person.submit_view(view, form())
    (delivery,) = slack.workspace.recorder.deliveries_of("view_submission")
    assert slack.redeliver(delivery).ok
    first, second = desk.bodies("submit")
    assert first == second
    recorded = slack.workspace.recorder.deliveries_of("view_submission")
    assert [one.envelope_id for one in recorded] == [delivery.envelope_id] * 2
    assert all(one.seconds is not None and one.seconds < 3 for one in recorded)


def test_an_app_that_does_not_answer_is_told_to_the_person(
    slack: Running, desk: Desk, ada: User, general: Channel
) -> None:
    """After the time is up a command, a click, a form and suggestions each show Slack's words."""
    slack.workspace.switches.ack_seconds = 0.15
    person = slack.person(ada)
    person.global_shortcut("panel")
    view = person.wait_for_modal()
    person.suggest(view, "value", "Parking", block_id="what")
    desk.pause = 0.4
    notices: list[Change] = []
    slack.workspace.subscribe(notices.append)
    command = person.run_command(general, "/benefit-use")
    click = person.click(view, "more")
    nothing = person.suggest(view, "value", "Parking", block_id="what")
    submission = person.submit_view(view, form())
    assert command.trouble == '/benefit-use failed with the error "operation_timeout"'
    assert (click.trouble, nothing.trouble) == (NO_ANSWER, NO_RESULTS)
    assert (submission.kind, submission.trouble) == ("trouble", NO_CONNECTION)
    told = [change for change in notices if isinstance(change, Notice | MessagePosted)]
    assert [type(change) for change in told] == [Notice, MessagePosted, Notice]
    slack.until(lambda: slack.workspace.recorder.calls_of("views.update"))
    (notice,) = general.seen_by(ada.id)
    assert (notice.user, notice.ephemeral_to) == ("USLACKBOT", ada.id)


def test_wrong_blocks_in_a_commands_answer_are_refused(
    slack: Running, desk: Desk, ada: User, general: Channel
) -> None:
    """The person gets Slack's notice instead of the answer."""
    desk.answers["command"] = {"text": "x", "blocks": [{"type": "marquee"}]}
    outcome = slack.person(ada).run_command(general, "/benefit-use")
    assert 'failed with the error "invalid_blocks"' in outcome.trouble
    assert "unsupported type: marquee" in slack.workspace.recorder.refusals[0]


def test_a_field_that_dispatches_sends_what_is_typed(slack: Running, desk: Desk, ada: User) -> None:
    """An input block sends its value only where it asked for it."""
    person = slack.person(ada)
    silent = field("quiet", {"type": "plain_text_input", "action_id": "word"})
    loud = field("loud", {"type": "datepicker", "action_id": "pick"}, dispatch_action=True)
    trigger = slack.workspace.triggers.make(ada.id)
    desk.app.client.views_open(trigger_id=trigger, view=PANEL | {"blocks": [silent, loud]})
    view = person.wait_for_modal()
    assert person.click(view, "word", value="only typed").ok
    assert desk.told == []
    assert person.click(view, "pick", value="2026-11-19").ok
    (body,) = desk.bodies("pick")
    assert body["actions"][0]["selected_date"] == "2026-11-19"
    assert body["view"]["state"]["values"]["quiet"]["word"]["value"] == "only typed"
