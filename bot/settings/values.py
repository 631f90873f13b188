"""What single settings may be: a time zone, an hour, a channel, an address."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, StrictInt


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
        raise ValueError(
            f"has to be tinydb: and a file, as in {STORE}, or postgresql:// and what follows"
        )
    return text


def _token(*beginnings: str, instead: str) -> Callable[[SecretStr], SecretStr]:
    """A check that a token is of the kind that is wanted; `instead` says where that one is."""

    def checked(token: SecretStr) -> SecretStr:
        if not token.get_secret_value().startswith(beginnings):
            raise ValueError(
                f"this is not of the form {beginnings[0]}…; copy {instead} of your Slack app"
            )
        return token

    return checked


_bot_token = _token("xoxb-", "xoxe.xoxb-", instead="the bot token from “OAuth & Permissions”")
_app_token = _token(
    "xapp-", instead="an app-level token with connections:write from “Basic Information”"
)


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
Port = Annotated[StrictInt, Field(ge=1, le=65_535)]
SlackAddress = Annotated[str, AfterValidator(_slack_address)]
Address = Annotated[str, AfterValidator(_address)]
BotToken = Annotated[SecretStr, AfterValidator(_bot_token)]
AppToken = Annotated[SecretStr, AfterValidator(_app_token)]
StoreName = Annotated[str, AfterValidator(_store), Field(repr=False)]
