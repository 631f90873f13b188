"""Writing the entries of one act: same actor, same instant, idempotency keys counted up."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from core.actor import Actor
from core.clock import Key, KeyMaker
from core.entry import Entry, EntryKind
from core.errors import TextUnreadable
from core.store import part_key

TEXTS: Final = ("description", "note")
"""What people typed."""
UNREADABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but for tabs and line ends, and halves of characters, which no file takes."""


def _check_readable(what: str, value: object) -> None:
    if isinstance(value, str):
        if UNREADABLE.search(value):
            raise TextUnreadable(what)
    elif isinstance(value, Mapping):
        for inner, part in value.items():
            _check_readable(inner, part)
    elif isinstance(value, list):
        for part in value:
            _check_readable(what, part)


class Pen:
    """Writes the entries that one request comes to."""

    def __init__(self, actor: Actor, now: datetime, keys: KeyMaker, idempotency_key: str) -> None:
        self._actor = actor
        self.now = now
        self._keys = keys
        self._idempotency_key = idempotency_key
        self._first: Key | None = None
        self._part = 0

    def write(
        self, kind: EntryKind, *, key: Key | None = None, actor: str | None = None, **fields: Any
    ) -> Entry:
        """One more entry of the act; it is part of the first one.

        Raises:
            TextUnreadable: a text has characters that can't be written or seen.
        """
        for what in TEXTS:
            _check_readable(what, fields.get(what))
        for what, value in (fields.get("after") or {}).items():
            _check_readable(what, value)
        self._part += 1
        key = key or self._keys.next(self.now)
        entry = Entry(
            key=key,
            at=self.now,
            actor=actor or self._actor.id,
            source=self._actor.source,
            idempotency_key=part_key(self._idempotency_key, self._part),
            kind=kind,
            part_of=self._first,
            **fields,
        )
        self._first = self._first or key
        return entry
