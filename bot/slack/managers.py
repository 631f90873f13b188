"""Who may confirm an overage: the people named as managers and admins, by id or by group."""

from collections.abc import Iterator
from typing import Final

from slack_sdk import WebClient

from bot.reasons import CALL_FAILED
from bot.settings import Roles
from bot.slack.people import GROUP, People
from core.actor import Action, Role
from core.errors import BenefitError

MOST: Final = 20
"""People who are asked by direct message; where there are more, a channel serves better."""


def managers(slack: WebClient, roles: Roles, people: People) -> list[str]:
    """The user ids of those who may; nobody who was kept out, and nobody whom Slack can't tell."""
    named = dict.fromkeys(_named(slack, roles))
    return [user for user in named if _may_confirm(people, user)][:MOST]


def _named(slack: WebClient, roles: Roles) -> Iterator[str]:
    for member in (*roles.members(Role.MANAGER), *roles.members(Role.ADMIN)):
        if not member.startswith(GROUP):
            yield member
            continue
        try:
            yield from slack.usergroups_users_list(usergroup=member).get("users") or ()
        except CALL_FAILED:
            continue


def _may_confirm(people: People, user: str) -> bool:
    try:
        return people.actor(user).may(Action.CONFIRM_OVERAGE)
    except BenefitError:
        return False
