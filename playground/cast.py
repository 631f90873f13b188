"""The people of the sample organisation, and what they said before anybody came to look."""

from dataclasses import dataclass

from playground.slack import Channel, Message, Team, User, Workspace
from playground.slack.json_shapes import JsonObject

PARTS = {
    "sam": "Staff: records and checks",
    "morgan": "Manager: may do everything",
    "alex": "Auditor: may look",
    "gil": "Guest of the workspace",
    "noor": "Has no role",
}
_SAID = (
    ("morgan", "Hello all! Please note the guests that members bring to the mixer."),
    ("noor", "Acme's people were here today and had the conference room for two hours."),
    ("sam", "Thanks, I'll record it."),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who, and where they talk."""

    staff: User
    manager: User
    auditor: User
    channel: Channel


def found_workspace(manifest: JsonObject, *, tz: str) -> tuple[Workspace, Cast]:
    """Found the workspace: its people (in time zone ``tz``), its channels, and some talk."""
    team = Team(name="Harbour & Hills Chamber", domain="harbour-hills")
    workspace = Workspace(manifest, team=team)
    sam = workspace.add_user("sam", real_name="Sam Rivera", tz=tz)
    morgan = workspace.add_user("morgan", real_name="Morgan Hale", tz=tz, is_admin=True)
    alex = workspace.add_user("alex", real_name="Alex Chen", tz=tz)
    gil = workspace.add_user("gil", real_name="Gil Ortiz", tz=tz, is_restricted=True)
    noor = workspace.add_user("noor", real_name="Noor Haddad", tz=tz)
    channel = workspace.add_channel("membership", [sam, morgan, alex, gil, noor])
    channel.topic = "Members, their benefits, our events"
    workspace.add_channel("general", [sam, morgan, alex, noor], with_app=False)
    for name, words in _SAID:
        author = workspace.user_named(name)
        workspace.post(Message(channel.id, workspace.next_ts(), words, author.id))
    return workspace, Cast(sam, morgan, alex, channel)
