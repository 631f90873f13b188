"""``views.*``: modals opened, pushed and changed, and App Homes published."""

import json

from playground.slack.block_kit import problems_of_view
from playground.slack.block_kit.rules import Surface
from playground.slack.json_shapes import JsonObject
from playground.slack.triggers import TriggerRefused
from playground.slack.views import View
from playground.slack.web_api.calls import ApiError, Call, Method

LARGEST_VIEW = 250_000


def open_view(call: Call) -> JsonObject:
    """Show a modal to the person whose trigger it is."""
    definition = _definition(call, "modal")
    user = _exchange(call)
    return {"view": call.workspace.open_view(user, definition).as_slack()}


def push_view(call: Call) -> JsonObject:
    """Show a modal on top of those that the person has open, three at most."""
    definition = _definition(call, "modal")
    user = _exchange(call)
    stack = call.workspace.modals_of(call.workspace.users[user])
    if stack.top is None:
        raise ApiError("not_found")
    if stack.is_full:
        raise ApiError("push_limit_reached")
    return {"view": call.workspace.open_view(user, definition, on_top=True).as_slack()}


def update_view(call: Call) -> JsonObject:
    """Give an open modal other content, if it still is what the app thinks it is."""
    view = _find(call)
    definition = _definition(call, view.kind, view)
    _compare_hash(call, view)
    call.workspace.update_view(view, definition)
    return {"view": view.as_slack()}


def publish_home(call: Call) -> JsonObject:
    """Give a person's App Home other content."""
    if not call.workspace.manifest.has_home:
        raise ApiError("not_enabled")
    user = call.workspace.users.get(call.needed("user_id"))
    if user is None:
        raise ApiError.of_argument("invalid `user_id`")
    home = call.workspace.homes.get(user.id)
    definition = _definition(call, "home", home)
    if home is not None:
        _compare_hash(call, home)
    return {"view": call.workspace.publish_home(user.id, definition).as_slack()}


def _exchange(call: Call) -> str:
    try:
        return call.workspace.triggers.use(call.needed("trigger_id"))
    except TriggerRefused as refused:
        raise ApiError(refused.error) from refused


def _definition(call: Call, surface: Surface, own: View | None = None) -> JsonObject:
    definition = call.structure("view", "invalid_arguments")
    if definition is None:
        raise ApiError.of_argument("missing required field: view")
    if len(json.dumps(definition)) > LARGEST_VIEW:
        raise ApiError("view_too_large")
    problems = problems_of_view(
        definition, surface=surface, draws_data=call.workspace.switches.draws_data
    )
    if problems or not isinstance(definition, dict):
        raise ApiError.of_problems("invalid_arguments", problems)
    wanted = definition.get("external_id")
    others = (view for view in call.workspace.views.values() if view is not own)
    if wanted and any(view.external_id == wanted for view in others):
        raise ApiError("duplicate_external_id")
    return definition


def _find(call: Call) -> View:
    name, external = call.text("view_id"), call.text("external_id")
    if not (name or external):
        raise ApiError.of_argument("missing required field: view_id or external_id")
    for view in call.workspace.views.values():
        if view.id == name or (external and view.external_id == external):
            return view
    raise ApiError("not_found")


def _compare_hash(call: Call, view: View) -> None:
    expected = call.text("hash")
    if expected and expected != view.hash:
        raise ApiError("hash_conflict")


METHODS: dict[str, Method] = {
    "views.open": Method(open_view),
    "views.push": Method(push_view),
    "views.update": Method(update_view),
    "views.publish": Method(publish_home),
}
