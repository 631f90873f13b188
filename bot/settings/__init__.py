"""Settings: addresses and secrets from the environment, everything else from benefit-desk.toml."""

from bot.settings.environment import NEEDED, Environment, VariablesMissing
from bot.settings.operations import Operations
from bot.settings.organisation import Approvals, Organisation, Reports, Roles
from bot.settings.plan import (
    Alerts,
    MonthlyDigest,
    NightlyBackup,
    NightlyVerify,
    Schedule,
    Weekday,
    WeeklyReport,
)
from bot.settings.reading import log_format_asked, read_file, read_settings
from bot.settings.whole import Settings, SettingsFile

__all__ = [
    "NEEDED",
    "Alerts",
    "Approvals",
    "Environment",
    "MonthlyDigest",
    "NightlyBackup",
    "NightlyVerify",
    "Operations",
    "Organisation",
    "Reports",
    "Roles",
    "Schedule",
    "Settings",
    "SettingsFile",
    "VariablesMissing",
    "Weekday",
    "WeeklyReport",
    "log_format_asked",
    "read_file",
    "read_settings",
]
