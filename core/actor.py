"""Who acts, and what a role may do."""

from dataclasses import dataclass
from datetime import UTC, tzinfo
from enum import StrEnum
from typing import Final

from core.errors import NotAllowed


class Source(StrEnum):
    """Where an entry came from."""

    SLACK = "slack"
    SHEET = "sheet"
    COMMAND_LINE = "cli"
    EVENT = "event"
    SCHEDULE = "schedule"


class Role(StrEnum):
    """What a person is named as. Nobody may do anything until named."""

    STAFF = "staff"
    MANAGER = "manager"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Action(StrEnum):
    """What may be allowed or refused, worded to follow "you may not"."""

    READ = "look at benefits"
    RECORD = "record usage"
    VOID_OWN = "take back usage"
    VOID_ANY = "take back somebody else's usage"
    ADJUST = "change a number"
    EDIT_LEVEL = "edit a benefit level"
    CONVEY = "convey or recall units"
    CONFIRM_OVERAGE = "confirm an overage"
    REGISTER = "register somebody for an event"
    ENROLL = "enroll a member"
    CHANGE_CATALOGUE = "change contacts or the catalogue"
    SYNC = "start a sync"
    DECIDE_CONFLICT = "decide a conflict between sheet and ledger"


_STAFF: Final = frozenset(
    {Action.READ, Action.RECORD, Action.VOID_OWN, Action.REGISTER, Action.SYNC}
)
_MANAGER: Final = frozenset(Action)
ALLOWED: Final[dict[Role, frozenset[Action]]] = {
    Role.STAFF: _STAFF,
    Role.MANAGER: _MANAGER,
    Role.ADMIN: _MANAGER,
    Role.AUDITOR: frozenset({Action.READ}),
}
"""An admin also keeps the settings, which are a file: nothing here needs that right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person or a job that acts. `zone` is the time zone in which their "today" is meant."""

    id: str
    source: Source
    role: Role | None
    name: str = ""
    zone: tzinfo = UTC

    def may(self, action: Action) -> bool:
        """Whether the role allows `action`."""
        return self.role is not None and action in ALLOWED[self.role]

    def must_be_allowed(self, action: Action, deed: str = "") -> None:
        """Raise `NotAllowed` unless the role allows `action`; `deed` names it more closely."""
        if not self.may(action):
            raise NotAllowed(deed or str(action), self.role, _who_may(action))


def _who_may(action: Action) -> str:
    """Whom to ask. What staff may for themselves alone, only a manager may for somebody else."""
    staff = action in _STAFF and action is not Action.VOID_OWN
    return "somebody of the staff" if staff else "a manager"
