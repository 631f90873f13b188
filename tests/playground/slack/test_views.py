"""Modals and App Homes through the Web API: triggers, hashes, stacks."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.slack import (
    HomePublished,
    Person,
    Running,
    User,
    ViewClosed,
    ViewOpened,
    ViewUpdated,
    Workspace,
    running,
)
from playground.slack.changes import Change
from tests.playground.slack.blocks import field, home, modal, options, plain, section, text_field


def error_of(caught: pytest.ExceptionInfo[SlackApiError]) -> str:
    """Give Slack's word for what was refused."""
    return str(caught.value.response["error"])


def test_a_modal_opens_for_the_person_of_the_trigger(
    slack: Running, client: WebClient, ada: User, ben: User
) -> None:
    """The view comes back with its ids and state, and lies on top for that person only."""
    trigger = slack.workspace.triggers.make(ada.id)
    view = client.views_open(trigger_id=trigger, view=modal(text_field(initial_value="x")))["view"]
    assert view["root_view_id"] == view["id"]
    assert view["state"]["values"]["who"]["value"] == {"type": "plain_text_input", "value": "x"}
    assert slack.person(ada).wait_for_modal("form").id == view["id"]
    assert slack.person(ben).modal is None


def test_a_trigger_works_once_and_for_three_seconds(manifest: dict[str, Any]) -> None:
    """Used, old and invented triggers each have their word."""
    now = [1_795_000_000.0]
    workspace = Workspace(manifest, clock=lambda: now[0])
    ada = workspace.add_user("ada")
    with running(workspace) as slack:
        client = WebClient(token=workspace.bot_token, base_url=slack.base_url)
        used, old = workspace.triggers.make(ada.id), workspace.triggers.make(ada.id)
        now[0] += 3
        client.views_open(trigger_id=used, view=modal())
        words = []
        now[0] += 0.001
        for trigger in (used, old, "1.2.abc"):
            with pytest.raises(SlackApiError) as caught:
                client.views_open(trigger_id=trigger, view=modal())
            words.append(error_of(caught))
    assert words == ["exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id"]


def test_a_refused_view_names_the_place_and_spares_the_trigger(
    slack: Running, client: WebClient, ada: User
) -> None:
    """A wrong, missing, broken or huge view opens nothing; the trigger still works."""
    trigger = slack.workspace.triggers.make(ada.id)
    with pytest.raises(SlackApiError) as wrong:
        client.views_open(trigger_id=trigger, view=modal(title=plain("t" * 25)))
    assert error_of(wrong) == "invalid_arguments"
    assert wrong.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    refused: dict[str, dict[str, Any]] = {
        "missing": {"trigger_id": trigger},
        "no trigger": {"view": modal()},
        "no JSON": {"trigger_id": trigger, "view": "{"},
    }
    for arguments in refused.values():
        with pytest.raises(SlackApiError) as caught:
            client.api_call("views.open", json=arguments)
        assert error_of(caught) == "invalid_arguments"
    with pytest.raises(SlackApiError) as large:
        client.views_open(trigger_id=trigger, view=modal(*[section("s" * 2900)] * 90))
    assert error_of(large) == "view_too_large"
    assert client.views_open(trigger_id=trigger, view=modal())["ok"]


def test_pushed_modals_lie_on_one_another(slack: Running, client: WebClient, ada: User) -> None:
    """Three at most, each knowing the one below; a push with nothing open is refused."""

    def push(method: str = "views.push") -> dict[str, Any]:
        trigger = slack.workspace.triggers.make(ada.id)
        answer = client.api_call(method, json={"trigger_id": trigger, "view": modal()})
        view: dict[str, Any] = answer["view"]
        return view

    with pytest.raises(SlackApiError) as nothing:
        push()
    root = push("views.open")
    second = push()
    third = push()
    with pytest.raises(SlackApiError) as fourth:
        push()
    assert (second["previous_view_id"], third["root_view_id"]) == (root["id"], root["id"])
    assert [error_of(nothing), error_of(fourth)] == ["not_found", "push_limit_reached"]
    person = slack.person(ada)
    assert person.modal is not None
    person.close_view(person.modal)
    assert person.modal.id == second["id"]


def test_an_update_wants_the_hash_it_saw(slack: Running, client: WebClient, ada: User) -> None:
    """A stale hash, an unknown view and no name at all are refused; an external id is a name."""
    trigger = slack.workspace.triggers.make(ada.id)
    first = client.views_open(trigger_id=trigger, view=modal(external_id="mine"))["view"]
    second = client.views_update(
        view_id=first["id"], hash=first["hash"], view=modal(section("new"), external_id="mine")
    )["view"]
    assert second["hash"] != first["hash"]
    with pytest.raises(SlackApiError) as stale:
        client.views_update(view_id=first["id"], hash=first["hash"], view=modal())
    with pytest.raises(SlackApiError) as unknown:
        client.views_update(view_id="V404", view=modal())
    with pytest.raises(SlackApiError) as nameless:
        client.api_call("views.update", json={"view": modal()})
    words = [error_of(stale), error_of(unknown), error_of(nameless)]
    assert words == ["hash_conflict", "not_found", "invalid_arguments"]
    assert client.views_update(external_id="mine", view=modal())["view"]["id"] == first["id"]


def test_an_external_id_names_one_view(slack: Running, client: WebClient, ada: User) -> None:
    """A second view of the same external id is refused."""
    view = modal(external_id="mine")
    client.views_open(trigger_id=slack.workspace.triggers.make(ada.id), view=view)
    with pytest.raises(SlackApiError) as caught:
        client.views_open(trigger_id=slack.workspace.triggers.make(ada.id), view=view)
    assert error_of(caught) == "duplicate_external_id"


def test_a_closed_view_is_not_found_any_more(slack: Running, client: WebClient, ada: User) -> None:
    """An update that comes after the person closed the modal is refused."""
    trigger = slack.workspace.triggers.make(ada.id)
    name = client.views_open(trigger_id=trigger, view=modal())["view"]["id"]
    person = slack.person(ada)
    assert person.modal is not None
    person.close_view(person.modal)
    with pytest.raises(SlackApiError) as caught:
        client.views_update(view_id=name, view=modal())
    assert error_of(caught) == "not_found"


def test_what_was_typed_outlives_an_update(slack: Running, client: WebClient, ada: User) -> None:
    """A field that is still there keeps its answer; one of another type starts anew."""
    trigger = slack.workspace.triggers.make(ada.id)
    before = modal(text_field("who"), text_field("what"), text_field("gone"))
    name = client.views_open(trigger_id=trigger, view=before)["view"]["id"]
    view = slack.person(ada).wait_for_modal()
    slack.call_soon(
        lambda: view.fill_all(
            {"who": {"value": "Acme"}, "what": {"value": "room"}, "gone": {"value": "x"}}
        )
    )
    chooser = {"type": "static_select", "options": options(2)}
    after = modal(text_field("who", initial_value="ignored"), field("what", chooser))
    values = client.views_update(view_id=name, view=after)["view"]["state"]["values"]
    assert values["who"]["value"]["value"] == "Acme"
    assert values["what"]["value"] == {"type": "static_select", "selected_option": None}
    assert "gone" not in values


def test_an_app_home_is_published_for_one_person(
    slack: Running, client: WebClient, ada: User, ben: User
) -> None:
    """Publishing again keeps the view's id; a stale hash and an unknown user are refused."""
    first = client.views_publish(user_id=ada.id, view=home())["view"]
    second = client.views_publish(user_id=ada.id, view=home(section("new")), hash=first["hash"])
    assert second["view"]["id"] == first["id"]
    published = slack.person(ada).home
    assert published is not None
    assert published.blocks[0]["text"]["text"] == "new"
    assert slack.person(ben).home is None
    with pytest.raises(SlackApiError) as stale:
        client.views_publish(user_id=ada.id, view=home(), hash=first["hash"])
    with pytest.raises(SlackApiError) as unknown:
        client.views_publish(user_id="U404", view=home())
    with pytest.raises(SlackApiError) as wrong:
        client.views_publish(user_id=ada.id, view=modal())
    words = [error_of(stale), error_of(unknown), error_of(wrong)]
    assert words == ["hash_conflict", "invalid_arguments", "invalid_arguments"]


def test_no_home_without_its_tab(manifest: dict[str, Any]) -> None:
    """An app whose manifest has no Home tab can't publish one."""
    manifest["features"]["app_home"]["home_tab_enabled"] = False
    workspace = Workspace(manifest)
    ada = workspace.add_user("ada")
    with running(workspace) as slack:
        client = WebClient(token=workspace.bot_token, base_url=slack.base_url)
        with pytest.raises(SlackApiError) as caught:
            client.views_publish(user_id=ada.id, view=home())
    assert error_of(caught) == "not_enabled"


def test_a_page_hears_of_views(slack: Running, client: WebClient, ada: User) -> None:
    """A listener is told when a view opens, changes, closes, and when a Home is published."""
    heard: list[Change] = []
    slack.workspace.subscribe(heard.append)
    trigger = slack.workspace.triggers.make(ada.id)
    name = client.views_open(trigger_id=trigger, view=modal())["view"]["id"]
    client.views_update(view_id=name, view=modal())
    client.views_publish(user_id=ada.id, view=home())
    person = Person(slack.workspace, ada)
    assert person.modal is not None
    slack.perform(person.close_view(person.modal))
    kinds = [type(change) for change in heard]
    assert kinds == [ViewOpened, ViewUpdated, HomePublished, ViewClosed]
