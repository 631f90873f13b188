"""Whose benefits these are, who may do what, and where people are told and asked."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, StrictBool

from bot.settings.section import Section
from bot.settings.values import Amount, Channel, Currency, RoleMember, Seconds, TimeZone
from core.actor import Role


class Organisation(Section):
    """Whose benefits these are. Nothing before `books_open_from` can be recorded."""

    name: Annotated[str, Field(min_length=1)] = "Our organisation"
    time_zone: TimeZone = ZoneInfo("UTC")
    currency: Currency = "USD"
    books_open_from: date | None = None


class Roles(Section):
    """Who may do what: the ids of Slack people and user groups, by role."""

    staff: tuple[RoleMember, ...] = ()
    manager: tuple[RoleMember, ...] = ()
    admin: tuple[RoleMember, ...] = ()
    auditor: tuple[RoleMember, ...] = ()

    def members(self, role: Role) -> tuple[str, ...]:
        """The ids of people and user groups that are named for this role."""
        members: tuple[str, ...] = getattr(self, role.value)
        return members

    def role_of(self, ids: Iterable[str]) -> Role | None:
        """The role that allows most, of somebody with this user id and these user-group ids."""
        theirs = set(ids)
        for role in (Role.ADMIN, Role.MANAGER, Role.STAFF, Role.AUDITOR):
            if theirs.intersection(self.members(role)):
                return role
        return None


class Reports(Section):
    """Where reports are posted: the id of a Slack channel, or nowhere."""

    channel: Channel | None = None


class Approvals(Section):
    """Where managers are asked: the id of a Slack channel; without one, each by direct message."""

    channel: Channel | None = None


class QuidProQuo(Section):
    """How the quid pro quo report is read. `token_limits` are by year, for they change yearly."""

    disclosure_above: Amount = Decimal(75)
    deductible: StrictBool = True
    token_limits: dict[int, Amount] = Field(default_factory=dict)


class SheetForm(Section):
    """A form whose answers are registrations: its tab, and under which header each column stands.

    `event` and `registration_type` are the same for every answer, where the form doesn't ask.
    """

    tab: str
    columns: dict[
        Literal["event", "registration_type", "contact", "email", "quantity", "registered_on"], str
    ]
    event: str | None = None
    registration_type: str | None = None


class SheetSection(Section):
    """What the spreadsheet has beside the tabs that are always there.

    `settle_seconds` is how long a new row has to stand there unchanged before a sync that runs by
    itself takes it; 0 takes it at once.
    """

    settle_seconds: Seconds = 20
    form: SheetForm | None = None
