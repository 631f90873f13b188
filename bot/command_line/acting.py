"""Who acts on the command line: the operating-system user, with full rights."""

import os
import pwd
from uuid import uuid4

from bot.settings import Settings
from core.actor import Actor, Role, Source


def operating_system_user(settings: Settings) -> Actor:
    """The user of this process; "today" is the organisation's."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = f"user {os.getuid()}"
    return Actor(
        id=name,
        source=Source.COMMAND_LINE,
        role=Role.ADMIN,
        name=name,
        zone=settings.organisation.time_zone,
    )


def new_idempotency_key() -> str:
    """A key for one run of a command: running it again is meant."""
    return f"cli:{uuid4().hex}"
