"""The people of a workspace, and the groups they are named in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from playground.slack.json_shapes import JsonObject

SLACKBOT = "USLACKBOT"


@dataclass(slots=True)
class Team:
    """A workspace as others name it: ``domain`` is the first word of its address."""

    id: str = "T0BENEFITS1"
    name: str = "Harbour Museum"
    domain: str = "harbour-museum"


@dataclass(slots=True)
class User:
    """Somebody, or some app, that Slack knows by an identifier.

    ``team_id`` differs from the workspace's for people of other workspaces (``is_stranger``).
    """

    id: str
    name: str
    real_name: str
    team_id: str
    tz: str = "Europe/London"
    email: str = ""
    is_admin: bool = False
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False

    def as_slack(self, *, with_email: bool) -> JsonObject:
        """Write the user as ``users.list`` does; the address only with the scope for it."""
        zone = datetime.now(UTC).astimezone(ZoneInfo(self.tz))
        offset = zone.utcoffset()
        answer: JsonObject = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "color": "9f69e7",
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": zone.tzname(),
            "tz_offset": 0 if offset is None else int(offset.total_seconds()),
            "profile": self._profile(with_email=with_email),
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 1700000000,
            "is_email_confirmed": not self.is_bot,
            "who_can_share_contact_card": "EVERYONE",
        }
        if self.is_stranger:
            answer["is_stranger"] = True
        return answer

    def _profile(self, *, with_email: bool) -> JsonObject:
        first, _, last = self.real_name.partition(" ")
        profile: JsonObject = {
            "title": "",
            "phone": "",
            "skype": "",
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "status_text": "",
            "status_emoji": "",
            "avatar_hash": "000000000000",
            "first_name": first,
            "last_name": last,
            "team": self.team_id,
        }
        if with_email and self.email and not self.is_bot:
            profile["email"] = self.email
        return profile


@dataclass(slots=True)
class UserGroup:
    """A named group of users (``@benefit-managers``)."""

    id: str
    handle: str
    name: str
    team_id: str
    users: list[str] = field(default_factory=list)
    disabled: bool = False

    def as_slack(self, *, with_users: bool) -> JsonObject:
        """Write the group as ``usergroups.list`` does."""
        answer: JsonObject = {
            "id": self.id,
            "team_id": self.team_id,
            "is_usergroup": True,
            "is_subteam": True,
            "name": self.name,
            "description": "",
            "handle": self.handle,
            "is_external": False,
            "date_create": 1700000000,
            "date_update": 1700000000,
            "date_delete": 1700000001 if self.disabled else 0,
            "auto_type": None,
            "created_by": SLACKBOT,
            "updated_by": SLACKBOT,
            "deleted_by": SLACKBOT if self.disabled else None,
            "prefs": {"channels": [], "groups": []},
            "user_count": len(self.users),
        }
        if with_users:
            answer["users"] = list(self.users)
        return answer
