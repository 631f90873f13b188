"""Addresses and secrets, which come by environment variables."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, SecretStr

from bot.settings.mistakes import SettingsWrong
from bot.settings.values import STORE, Address, AppToken, BotToken, SlackAddress, StoreName

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


class Environment(BaseModel):
    """Everything that comes by environment variables. Secrets don't show when it is printed."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, alias_generator=str.upper)

    slack_bot_token: BotToken | None = None
    slack_app_token: AppToken | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: SlackAddress | None = None
    google_service_account_file: Path | None = None
    google_sheet_id: str | None = None
    google_api_url: Address | None = None
    benefit_desk_store: StoreName = STORE
    benefit_desk_config: Path = Path(DEFAULT_FILE)
