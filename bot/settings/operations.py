"""How the bot is watched: its log, its health, its figures."""

from typing import Annotated, Literal

from pydantic import Field

from bot.settings.section import Section
from bot.settings.values import Port


class Operations(Section):
    """How the log is written, and where health and metrics can be asked for: nowhere by default."""

    log_format: Literal["text", "json"] = "text"
    health_port: Port | None = None
    health_address: Annotated[str, Field(min_length=1)] = "127.0.0.1"
