"""The bot that runs on this machine, by what it says of itself."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any, Final

from bot.checkup.finding import Finding, not_checked, ok, wrong
from bot.settings import Operations, Settings

PART: Final = "Running bot"
SECONDS: Final = 3
"""How long it may take to answer."""
EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - asked, not listened on
"""Where to ask one that listens at every address."""


def bot_found(settings: Settings) -> Iterator[Finding]:
    """Whether it serves people, where the settings say how to ask it."""
    operations = settings.operations
    if operations.health_port is None:
        return
    try:
        why = _asked(operations, operations.health_port)
    except (OSError, http.client.HTTPException, ValueError, LookupError):
        yield not_checked(PART, f"None answers at port {operations.health_port}.")
        return
    if why:
        yield wrong(PART, " ".join(why))
    else:
        yield ok(PART, f"It is ready, says port {operations.health_port}.")


def _asked(operations: Operations, port: int) -> list[str]:
    """Why it doesn't serve people; nothing where it does."""
    address = EVERYWHERE.get(operations.health_address, operations.health_address)
    with closing(http.client.HTTPConnection(address, port, timeout=SECONDS)) as connection:
        connection.request("GET", "/ready")
        said: Any = json.loads(connection.getresponse().read())
    return [str(reason) for reason in said["why_not"]]
