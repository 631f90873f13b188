"""The identifiers that Slack gives to blocks and elements which came without."""

from playground.slack.json_shapes import JsonObject, secret

_WITH_ACTIONS = {"actions", "context_actions"}


def number(blocks: list[JsonObject]) -> None:
    """Give an identifier to each block, and to each interactive element, that has none."""
    for block in blocks:
        block["block_id"] = block.get("block_id") or secret(10)
        listed = block.get("elements", []) if block.get("type") in _WITH_ACTIONS else []
        for element in (*listed, block.get("accessory"), block.get("element")):
            if element and element.get("type") != "image":
                element["action_id"] = element.get("action_id") or secret(10)
