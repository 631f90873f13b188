"""What is done at night: every balance is recomputed."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from slack_sdk import WebClient

from bot.schedule.periods import Period
from bot.schedule.posting import PostKey, post_once
from bot.settings import Settings
from bot.views.notices import notice
from core.desk import Desk
from core.verify import verify

REPORT: Final = "verify"
VERIFIED: Final = "verified"
"""The document that says when the ledger was verified last, and what that came to."""
_log: Final = logging.getLogger(__name__)


def verify_nightly(
    desk: Desk,
    settings: Settings,
    slack: WebClient,
    night: Period,
    reader: Callable[[], AbstractContextManager[Desk]],
) -> None:
    """Verify on a reader of its own, so that nobody waits; post what is wrong.

    Raises:
        PostRefused, PostUnderWay, PostUncertain: what is wrong isn't told yet.
    """
    with reader() as own:
        found = verify(own)
    at = desk.clock.now().isoformat()
    desk.store.keep(VERIFIED, {"at": at, "entries": found.entries, "faults": len(found.faults)})
    if found.content:
        _log.info("Verified %s entries of %s levels.", found.entries, found.levels)
        return
    _log.error("The ledger has %s faults. See: benefit-desk verify", len(found.faults))
    if channel := settings.channel_for(settings.schedule.nightly_verify):
        told = notice(
            f"The nightly check found {len(found.faults)} faults in the ledger. The first:"
            f" {found.faults[0]} Please have an administrator run: benefit-desk verify"
        )
        post_once(desk, slack, PostKey(REPORT, channel, str(night)), told)
