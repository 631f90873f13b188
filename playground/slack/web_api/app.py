"""``auth.test``, ``api.test`` and ``apps.connections.open``: the app about itself."""

from urllib.parse import urlencode

from playground.slack.json_shapes import JsonObject
from playground.slack.web_api.calls import ApiError, Call, Method


def test_auth(call: Call) -> JsonObject:
    """Tell whose token it is."""
    workspace = call.workspace
    return {
        "url": f"https://{workspace.team.domain}.slack.com/",
        "team": workspace.team.name,
        "user": workspace.bot_user.name,
        "team_id": workspace.team.id,
        "user_id": workspace.bot_user.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def test_api(call: Call) -> JsonObject:
    """Give the arguments back, or the error that they ask for."""
    arguments = {name: value for name, value in call.arguments.items() if name != "token"}
    if call.text("error"):
        raise ApiError(call.text("error"), args=arguments)
    return {"args": arguments}


def open_connection(call: Call) -> JsonObject:
    """Give the address of a new Socket Mode connection; it works once."""
    workspace = call.workspace
    base = workspace.origin.replace("http", "ws", 1)
    query = urlencode({"ticket": workspace.line.sockets.ticket(), "app_id": workspace.app_id})
    return {"url": f"{base}/socket/?{query}"}


METHODS: dict[str, Method] = {
    "auth.test": Method(test_auth),
    "api.test": Method(test_api, caller="anybody"),
    "apps.connections.open": Method(open_connection, caller="app"),
}
