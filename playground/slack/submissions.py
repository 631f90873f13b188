"""What Slack does with the app's answer to a submitted modal."""

from collections.abc import Callable

from playground.slack import block_kit
from playground.slack.json_shapes import JsonObject
from playground.slack.outcomes import NO_CONNECTION, Submission
from playground.slack.recorder import Ack
from playground.slack.views import View
from playground.slack.workspace import Workspace


def follow(workspace: Workspace, view: View, ack: Ack) -> Submission:
    """Close, update, push or mark the modal as the app's answer says.

    No answer in time, or one that Slack refuses, leaves the modal open with a sentence of Slack's.
    """
    if not ack.ok:
        return Submission("trouble", view, trouble=NO_CONNECTION)
    action = ack.payload.get("response_action")
    if not ack.payload or action is None:
        workspace.close_views(view.user, [view])
        return Submission("closed", workspace.stacks[view.user].top)
    answer = _ANSWERS.get(str(action))
    if answer is None:
        return _refuse(workspace, view, f"unknown response_action {action!r}")
    return answer(workspace, view, ack.payload)


def _clear(workspace: Workspace, view: View, _payload: JsonObject) -> Submission:
    workspace.close_views(view.user, list(workspace.stacks[view.user].views))
    return Submission("cleared")


def _errors(workspace: Workspace, view: View, payload: JsonObject) -> Submission:
    errors = payload.get("errors")
    inputs = {block["block_id"] for block in view.blocks if block.get("type") == "input"}
    if not isinstance(errors, dict) or not errors:
        return _refuse(workspace, view, "errors has to be an object with sentences by block id")
    unknown = [name for name in errors if name not in inputs]
    if unknown:
        return _refuse(workspace, view, f"errors for blocks that are no inputs: {unknown}")
    if not all(isinstance(sentence, str) and sentence for sentence in errors.values()):
        return _refuse(workspace, view, "each error has to be a sentence")
    view.errors = dict(errors)
    return Submission("errors", view, view.errors)


def _update(workspace: Workspace, view: View, payload: JsonObject) -> Submission:
    definition = payload.get("view")
    problems = _problems(workspace, definition)
    if problems or not isinstance(definition, dict):
        return _refuse(workspace, view, f"view to update: {problems}")
    workspace.update_view(view, definition)
    return Submission("updated", view)


def _push(workspace: Workspace, view: View, payload: JsonObject) -> Submission:
    definition = payload.get("view")
    problems = _problems(workspace, definition)
    if problems or not isinstance(definition, dict):
        return _refuse(workspace, view, f"view to push: {problems}")
    if workspace.stacks[view.user].is_full:
        return _refuse(workspace, view, "push_limit_reached")
    return Submission("pushed", workspace.open_view(view.user, definition, on_top=True))


def _problems(workspace: Workspace, definition: object) -> list[block_kit.Problem]:
    return block_kit.problems_of_view(
        definition, surface="modal", draws_data=workspace.switches.draws_data
    )


def _refuse(workspace: Workspace, view: View, reason: str) -> Submission:
    workspace.recorder.refusals.append(f"view_submission {view.callback_id}: {reason}")
    return Submission("trouble", view, trouble=NO_CONNECTION)


_ANSWERS: dict[str, Callable[[Workspace, View, JsonObject], Submission]] = {
    "clear": _clear,
    "errors": _errors,
    "update": _update,
    "push": _push,
}
