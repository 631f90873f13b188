"""Settings: addresses and secrets from the environment, everything else from benefit-desk.toml.

They are read once. Every mistake is told at once, each with its place.
"""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StrictBool,
    StrictInt,
    ValidationError,
)

from bot.settings_fields import CustomFields
from bot.settings_mistakes import SettingsWrong, in_environment, in_file, not_toml
from core.actor import Role
from core.custom import CustomField
from core.policy import Policy, QuidProQuoPolicy

DEFAULT_FILE: Final = "benefit-desk.toml"


class VariablesMissing(SettingsWrong):
    """Environment variables that a command can't do without."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(f"{name} is not set: put {NEEDED[name]} there." for name in names)


NEEDED: Final[Mapping[str, str]] = {
    "SLACK_BOT_TOKEN": "the bot token from “OAuth & Permissions” of your Slack app (xoxb-…)",
    "SLACK_APP_TOKEN": "an app-level token with connections:write from “Basic Information” of your"
    " Slack app (xapp-…)",
    "SLACK_SIGNING_SECRET": "the signing secret from “Basic Information” of your Slack app",
    "GOOGLE_SERVICE_ACCOUNT_FILE": "the path of your Google service account's JSON key file",
    "GOOGLE_SHEET_ID": "the long id in your Google Sheet's address",
}
"""What to put into a variable that a command needs."""


def _time_zone(name: Any) -> Any:
    if isinstance(name, ZoneInfo):
        return name
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, TypeError, OSError) as error:
        raise ValueError(f"there is no time zone {name!r}; write one like Europe/London") from error


def _address(text: str) -> str:
    if not re.fullmatch(r"https?://[^/\s]+(/\S*)?", text):
        raise ValueError(f"{text!r} is no address; it begins with https://")
    return text


def _slack_address(text: str) -> str:
    if not _address(text).endswith("/api/"):
        raise ValueError(f"{text!r} has to end in /api/")
    return text


def _store(text: str) -> str:
    if not re.fullmatch(r"tinydb:.+|postgres(ql)?://.+", text):
        raise ValueError(f"has to be tinydb: and a file, as in {STORE}")
    return text


def _role_member(text: str) -> str:
    if not re.fullmatch(r"[UWS][A-Z0-9]{2,}", text):
        raise ValueError(
            f"{text!r} is no Slack id; a person's begins with U or W (“Copy member ID” in the"
            " profile), a user group's with S"
        )
    return text


def _channel(text: str) -> str:
    if not re.fullmatch(r"[CG][A-Z0-9]{2,}", text):
        raise ValueError(
            f"{text!r} is no channel id; it begins with C and stands at the foot of the channel's"
            " details in Slack"
        )
    return text


def _hour(hour: int) -> int:
    if hour not in range(24):
        raise ValueError(f"{hour} is no hour of the day; write 0 to 23")
    if hour in range(1, 4):
        raise ValueError(
            f"{hour} may come twice or never on the nights when clocks change; take 0 or 4 to 23"
        )
    return hour


STORE: Final = "tinydb:benefit-desk.db"
TimeZone = Annotated[ZoneInfo, BeforeValidator(_time_zone)]
RoleMember = Annotated[str, AfterValidator(_role_member)]
Channel = Annotated[str, AfterValidator(_channel)]
Hour = Annotated[StrictInt, AfterValidator(_hour)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Amount = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]
Seconds = Annotated[StrictInt, Field(ge=0, le=86_400)]


class Weekday(StrEnum):
    """The days of the week, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Section(BaseModel):
    """A part of the settings: no unknown keys, and no change once read."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, hide_input_in_errors=True
    )


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


class WeeklyReport(Section):
    """When the usage report is posted, in the organisation's time zone, and where if elsewhere."""

    enabled: StrictBool = True
    weekday: Weekday = Weekday.MONDAY
    hour: Hour = 9
    channel: Channel | None = None


class MonthlyDigest(Section):
    """When the digest of unused benefits is posted; `ends_within_days` is how far it looks."""

    enabled: StrictBool = True
    day: Annotated[StrictInt, Field(ge=1, le=28)] = 1
    hour: Hour = 9
    channel: Channel | None = None
    ends_within_days: Annotated[StrictInt, Field(ge=1, le=366)] = 90


class Alerts(Section):
    """When it is told whose benefits are nearly used up; `used_percent` is what that means."""

    enabled: StrictBool = True
    hour: Hour = 8
    channel: Channel | None = None
    used_percent: Annotated[StrictInt, Field(ge=1, le=100)] = 90


class NightlyVerify(Section):
    """When every balance is recomputed; only what is wrong is told, in the channel."""

    enabled: StrictBool = True
    hour: Hour = 4
    channel: Channel | None = None


class NightlyBackup(Section):
    """When the store is copied, into which folder, and how many of the copies are kept."""

    enabled: StrictBool = True
    hour: Hour = 5
    folder: Path = Path("backups")
    keep: Annotated[StrictInt, Field(ge=1, le=3660)] = 14


class Schedule(Section):
    """What runs by itself. A `sync_every_seconds` of 0 turns the sync off."""

    sync_every_seconds: Seconds = 300
    weekly_report: WeeklyReport = WeeklyReport()
    monthly_digest: MonthlyDigest = MonthlyDigest()
    alerts: Alerts = Alerts()
    nightly_verify: NightlyVerify = NightlyVerify()
    nightly_backup: NightlyBackup = NightlyBackup()


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
    """What the spreadsheet has beside the tabs that are always there."""

    form: SheetForm | None = None


class SettingsFile(Section):
    """Everything that stands in benefit-desk.toml.

    `stock` says by benefit type how many units there are at all, `custom_fields` by slot what the
    organisation calls it.
    """

    organisation: Organisation = Organisation()
    roles: Roles = Roles()
    reports: Reports = Reports()
    approvals: Approvals = Approvals()
    schedule: Schedule = Schedule()
    quid_pro_quo: QuidProQuo = QuidProQuo()
    sheet: SheetSection = SheetSection()
    stock: dict[str, Amount] = Field(default_factory=dict)
    custom_fields: CustomFields = Field(default_factory=dict)


class Environment(BaseModel):
    """Everything that comes by environment variables. Secrets don't show when it is printed."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, alias_generator=str.upper)

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: Annotated[str, AfterValidator(_slack_address)] | None = None
    google_service_account_file: Path | None = None
    google_sheet_id: str | None = None
    google_api_url: Annotated[str, AfterValidator(_address)] | None = None
    benefit_desk_store: Annotated[str, AfterValidator(_store), Field(repr=False)] = STORE
    benefit_desk_config: Path = Path(DEFAULT_FILE)


class Settings(SettingsFile):
    """Everything that is set; addresses and secrets are under `environment`."""

    environment: Environment = Environment()

    @property
    def policy(self) -> Policy:
        """What the organisation decides about the rules."""
        return Policy(
            open_from=self.organisation.books_open_from,
            zone=self.organisation.time_zone,
            currency=self.organisation.currency,
            quid_pro_quo=QuidProQuoPolicy(
                disclosure_above=self.quid_pro_quo.disclosure_above,
                deductible=self.quid_pro_quo.deductible,
                token_limits=self.quid_pro_quo.token_limits,
            ),
            stock=self.stock,
            custom_fields={
                slot: CustomField(slot=slot, label=field.label, codes=field.codes)
                for slot, field in self.custom_fields.items()
            },
        )

    def channel_for(
        self, report: WeeklyReport | MonthlyDigest | Alerts | NightlyVerify
    ) -> str | None:
        """Where this is posted: its own channel, or else the one for all reports."""
        return report.channel or self.reports.channel

    @property
    def has_sheet(self) -> bool:
        """Whether a Google Sheet is named, wholly or in part."""
        sheet = self.environment
        return sheet.google_service_account_file is not None or sheet.google_sheet_id is not None

    def needed(self, *variables: str) -> tuple[str, ...]:
        """The values of these environment variables, secrets in the open.

        Raises:
            VariablesMissing: some are not set; the text says of each what to do.
        """
        values = [getattr(self.environment, name.lower()) for name in variables]
        missing = [name for name, value in zip(variables, values, strict=True) if value is None]
        if missing:
            raise VariablesMissing(missing)
        return tuple(
            value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            for value in values
        )


def read_settings(variables: Mapping[str, str] = os.environ) -> Settings:
    """The settings that the environment and its settings file give.

    Without a benefit-desk.toml every setting has its default; a file that the environment names
    has to be there.

    Raises:
        SettingsWrong: with every mistake and its place.
    """
    given = {name: text for name, value in variables.items() if (text := value.strip())}
    environment, file, mistakes = Environment(), SettingsFile(), list[str]()
    try:
        environment = Environment.model_validate(given)
    except ValidationError as error:
        mistakes += in_environment(error)
    try:
        file = _file(given.get("BENEFIT_DESK_CONFIG"))
    except SettingsWrong as wrong:
        mistakes += wrong.mistakes
    if mistakes:
        raise SettingsWrong(mistakes)
    return Settings(environment=environment, **dict(file))


def _file(named: str | None) -> SettingsFile:
    path = Path(named or DEFAULT_FILE)
    if path.exists():
        return read_file(path)
    if named:
        raise SettingsWrong([f"BENEFIT_DESK_CONFIG names {path}, and there is no such file."])
    return SettingsFile()


def read_file(path: Path) -> SettingsFile:
    """What a settings file says.

    Raises:
        SettingsWrong: with every mistake and its line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsWrong([f"{path} can't be read: {error.strerror}."]) from error
    except UnicodeDecodeError as error:
        raise SettingsWrong([f"{path} is not a text file in UTF-8."]) from error
    try:
        return SettingsFile.model_validate(tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as error:
        raise SettingsWrong([not_toml(path, text, error)]) from error
    except ValidationError as error:
        raise SettingsWrong(in_file(path, text, SettingsFile, error)) from error
