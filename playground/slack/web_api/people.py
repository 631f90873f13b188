"""``users.*`` and ``usergroups.*``."""

from playground.slack.json_shapes import JsonObject
from playground.slack.web_api.calls import ApiError, Call, Method

_EMAIL = "users:read.email"
EVERYBODY = 1000


def show_user(call: Call) -> JsonObject:
    """Tell about one user."""
    with_email = _EMAIL in call.workspace.manifest.scopes
    return {"user": call.user().as_slack(with_email=with_email)}


def list_users(call: Call) -> JsonObject:
    """List all users, Slackbot, bots and deactivated ones too; all at once without a limit."""
    with_email = _EMAIL in call.workspace.manifest.scopes
    shown, following = call.page(list(call.workspace.users.values()), usual=EVERYBODY)
    return {
        "members": [user.as_slack(with_email=with_email) for user in shown],
        "cache_ts": int(call.workspace.clock()),
        "response_metadata": {"next_cursor": following},
    }


def list_groups(call: Call) -> JsonObject:
    """List the user groups, disabled ones only where asked for."""
    with_disabled = call.flag("include_disabled")
    with_users = call.flag("include_users")
    groups = [
        group.as_slack(with_users=with_users)
        for group in call.workspace.user_groups.values()
        if with_disabled or not group.disabled
    ]
    return {"usergroups": groups}


def list_group_users(call: Call) -> JsonObject:
    """List the users of one user group."""
    group = call.workspace.user_groups.get(call.needed("usergroup"))
    if group is None or (group.disabled and not call.flag("include_disabled")):
        raise ApiError("no_such_subteam")
    return {"users": list(group.users)}


METHODS: dict[str, Method] = {
    "users.info": Method(show_user, ("users:read",)),
    "users.list": Method(list_users, ("users:read",)),
    "usergroups.list": Method(list_groups, ("usergroups:read",)),
    "usergroups.users.list": Method(list_group_users, ("usergroups:read",)),
}
