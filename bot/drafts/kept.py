"""What is kept beside the ledger for somebody's next step, so that it outlives a restart.

A preview is recorded from what was kept for it, a form of several pages goes on from there. What
nobody comes back to is cleared away: whenever something is kept, whatever is past its day is
dropped.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from bot.slips import FormOutOfDate
from core.desk import Desk
from core.store import until_decided

KEPT_FOR: Final = timedelta(days=7)
"""How long what nobody comes back to is kept."""
INDEX: Final = "kept"
"""The document that has the names of the others, each with the instant at which it may go."""


def keep(
    desk: Desk, kind: str, key: str, content: Mapping[str, Any], *, lasting: timedelta = KEPT_FOR
) -> None:
    """Keep a content under its kind and key, durably, and drop what has had its time.

    Raises:
        StoreError: it could not be written.
    """
    now, name = desk.clock.now(), _name(kind, key)

    def replace() -> None:
        goes_at = dict(desk.store.document(INDEX) or {})
        goes_at[name] = (now + lasting).isoformat()
        for each in [each for each, at in goes_at.items() if datetime.fromisoformat(at) <= now]:
            desk.store.drop(each)
            del goes_at[each]
        # Named before it is there: wherever this breaks off, nothing stays that nobody clears away.
        desk.store.keep(INDEX, goes_at)
        desk.store.keep(name, content)

    until_decided(desk.store, replace)


def kept(desk: Desk, kind: str, key: str) -> dict[str, Any]:
    """The content that was kept under this kind and key.

    Raises:
        FormOutOfDate: nothing was, or it has had its time.
    """
    found = desk.store.document(_name(kind, key))
    if found is None:
        raise FormOutOfDate
    return found


def _name(kind: str, key: str) -> str:
    return f"{kind}:{key}"
