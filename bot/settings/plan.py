"""What runs by itself, when, and where it is told."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from bot.settings.section import Section
from bot.settings.values import Channel, Hour, Seconds


class Weekday(StrEnum):
    """The days of the week, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


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
