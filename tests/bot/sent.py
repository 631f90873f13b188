"""What the bot sent to Slack in a test, held against the limits whatever the test is about."""

from collections.abc import Iterator

from playground.slack.recorder import ApiCall, Delivery, Recorder
from tests.bot.agreement import disagreements
from tests.slack_limits import problems_of_message, problems_of_options, problems_of_view

MESSAGES = {"chat.postMessage", "chat.postEphemeral", "chat.update", "response_url"}


def problems_of_everything(recorder: Recorder) -> list[str]:
    """What Slack would find wrong with any call or answer of the bot's."""
    calls = [f"{call.method}: {one}" for call in recorder.calls for one in _of_call(call)]
    answers = [f"{each.type}: {one}" for each in recorder.deliveries for one in _of_answer(each)]
    return [*calls, *answers, *recorder.refusals]


def _of_call(call: ApiCall) -> Iterator[str]:
    if call.method.startswith("views."):
        yield from problems_of_view(call.arguments["view"])
    elif call.method in MESSAGES and not call.arguments.get("delete_original"):
        yield from problems_of_message(call.arguments)
        yield from disagreements(call.arguments)


def _of_answer(delivery: Delivery) -> Iterator[str]:
    answer = delivery.ack.payload if delivery.ack else {}
    if "view" in answer:
        yield from problems_of_view(answer["view"])
    if "options" in answer:
        yield from problems_of_options(answer)
    if "text" in answer or "blocks" in answer:
        yield from problems_of_message(answer)
        yield from disagreements(answer)
    if "errors" in answer:
        blocks = delivery.payload["view"]["blocks"]
        fields = {block["block_id"] for block in blocks if block["type"] == "input"}
        yield from (f"an error under {name}" for name in answer["errors"] if name not in fields)
        if not answer["errors"]:
            yield "errors, and none of them"
