"""People: who somebody in Slack is, and what they were named as."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final, Generic, TypeVar
from zoneinfo import ZoneInfo

from slack_sdk import WebClient

from bot.reasons import CALL_FAILED
from bot.settings import Roles
from core.actor import Actor, Role, Source
from core.clock import Clock
from core.errors import BenefitError

FRESH: Final = timedelta(minutes=5)
"""How long an answer of Slack's about people and groups is believed."""
SLACKBOT: Final = "USLACKBOT"
GROUP: Final = "S"
"""How the ids of user groups begin."""
T = TypeVar("T")
_log: Final = logging.getLogger(__name__)


class KeptOut(BenefitError):
    """Somebody who may do nothing, whatever they were named as."""

    def __init__(self, who: str) -> None:
        super().__init__(f"{who} can't use Benefit Desk. Please ask a colleague to do it.")


class PeopleUnknown(BenefitError):
    """Slack did not answer, so nobody can tell what this person may do."""

    def __init__(self) -> None:
        super().__init__(
            "Slack did not say who you are just now, so nothing was done. Please try again in a"
            " minute."
        )


@dataclass(frozen=True, slots=True)
class Person:
    """A full member of the workspace."""

    name: str
    zone: tzinfo


class Remembered(Generic[T]):
    """Answers that are believed while they are `FRESH`. A failure is not remembered."""

    def __init__(self, ask: Callable[[str], T], clock: Clock) -> None:
        self._ask = ask
        self._clock = clock
        self._answers: dict[str, tuple[datetime, T]] = {}
        self._lock = threading.Lock()

    def of(self, name: str) -> T:
        """The answer about `name`."""
        now = self._clock.now()
        with self._lock:
            known = self._answers.get(name)
        # A clock that was set back must not keep an old answer fresh.
        if known and timedelta() <= now - known[0] < FRESH:
            return known[1]
        answer = self._ask(name)
        with self._lock:
            self._answers[name] = (now, answer)
        return answer


class People:
    """Asks Slack about people, and the settings about roles. It fails closed."""

    def __init__(
        self,
        slack: WebClient,
        roles: Roles,
        zone: tzinfo,
        clock: Clock,
    ) -> None:
        self._slack = slack
        self._roles = roles
        self._zone = zone
        named = {member for role in Role for member in roles.members(role)}
        self._groups = sorted(member for member in named if member.startswith(GROUP))
        self._people = Remembered(self._ask_person, clock)
        self._members = Remembered(self._ask_members, clock)
        self._team = Remembered(self._ask_team, clock)

    def actor(self, user: str) -> Actor:
        """The person with this user id, as an actor with role and time zone.

        Raises:
            KeptOut: a guest, a bot, somebody deactivated or of another workspace.
            PeopleUnknown: Slack did not answer.
        """
        try:
            person = self._people.of(user)
        except CALL_FAILED as error:
            _log.warning("Slack did not tell who %s is: %s", user, error)
            raise PeopleUnknown from error
        return Actor(
            id=user,
            source=Source.SLACK,
            role=self._role(user),
            name=person.name,
            zone=person.zone,
        )

    def _role(self, user: str) -> Role | None:
        own = self._roles.role_of([user])
        try:
            groups = [group for group in self._groups if user in self._members.of(group)]
        except CALL_FAILED as error:
            _log.warning("Slack did not tell who is in the user groups under [roles]: %s", error)
            if own is None:
                raise PeopleUnknown from error
            return own
        return self._roles.role_of([user, *groups]) if groups else own

    def _ask_members(self, group: str) -> frozenset[str]:
        answer = self._slack.usergroups_users_list(usergroup=group)
        return frozenset(answer.get("users") or ())

    def _ask_team(self, _: str) -> str:
        return str(self._slack.auth_test()["team_id"])

    def _ask_person(self, user: str) -> Person:
        profile: Mapping[str, Any] = self._slack.users_info(user=user)["user"]
        _let_in(profile, self._team.of("own"))
        return Person(
            name=profile.get("real_name") or profile.get("name") or user,
            zone=self._zone_named(profile.get("tz") or ""),
        )

    def _zone_named(self, name: str) -> tzinfo:
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, KeyError):
            return self._zone


def _let_in(profile: Mapping[str, Any], team: str) -> None:
    if profile.get("deleted"):
        raise KeptOut("A deactivated account")
    if profile.get("is_bot") or profile["id"] == SLACKBOT:
        raise KeptOut("A bot")
    if profile.get("is_restricted") or profile.get("is_ultra_restricted"):
        raise KeptOut("A guest")
    teams = (profile.get("enterprise_user") or {}).get("teams") or [profile.get("team_id")]
    if profile.get("is_stranger") or team not in teams:
        raise KeptOut("Somebody of another workspace")
