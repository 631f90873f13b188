"""One sync at a time where several processes share a store: who syncs holds a lease.

The lease is a document beside the ledger, taken under the store's lock and renewed before every
request to the sheet. A holder that died stops renewing it. Others notice by a stopwatch of their
own, or, where they have only just begun to look, by the time that the lease tells; machines' clocks
may differ by some minutes. Whoever was overtaken sees so before its next request, and makes none.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from core.clock import Clock
from core.store import Store, StoreError, until_decided
from sheets_sync.errors import AnotherSync, SyncOvertaken
from sheets_sync.fitting import Fitting
from sheets_sync.sheet import NO_SPANS, Block, Keeping, Reading, Sheet, Survey

SILENT: Final = timedelta(minutes=5)
"""A holder that hasn't renewed it for so long is gone: no request is waited for longer."""
LONG_AGO: Final = timedelta(minutes=20)
"""The same by the holder's clock, for a process that hasn't watched so long."""


class Lease:
    """The right to sync with one spreadsheet. In a store of one process it is always free."""

    def __init__(
        self,
        store: Store,
        identity: str,
        clock: Clock,
        *,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._name = f"sheet:{identity}:lease"
        self._clock = clock
        self._stopwatch = stopwatch
        self._mine = ""
        self._seen: tuple[object, object] = (None, None)
        self._seen_at = 0.0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold it.

        Raises:
            AnotherSync: another process does.
            StoreError: that can't be told.
        """
        if not self._store.shared:
            yield
            return
        self._mine = uuid4().hex
        try:
            until_decided(self._store, self._take)
            yield
        finally:
            with suppress(StoreError):
                until_decided(self._store, self._leave)
            self._mine = ""

    def renew(self) -> None:
        """Say that one is still at it.

        Raises:
            SyncOvertaken: another process thought that one was gone.
        """
        if self._mine:
            until_decided(self._store, self._renew)

    def _take(self) -> None:
        told = self._told()
        if told["holder"] not in (None, self._mine) and not self._gone(told):
            raise AnotherSync
        self._keep(self._mine, told["beat"])

    def _renew(self) -> None:
        told = self._told()
        if told["holder"] != self._mine:
            raise SyncOvertaken
        self._keep(self._mine, told["beat"])

    def _leave(self) -> None:
        told = self._told()
        if told["holder"] == self._mine:
            self._keep(None, told["beat"])

    def _told(self) -> Mapping[str, Any]:
        return self._store.document(self._name) or {"holder": None, "beat": 0, "at": ""}

    def _keep(self, holder: str | None, beat: int) -> None:
        at = self._clock.now().isoformat()
        self._store.keep(self._name, {"holder": holder, "beat": beat + 1, "at": at})

    def _gone(self, told: Mapping[str, Any]) -> bool:
        """Whether the holder has been silent for too long."""
        seen, now = (told["holder"], told["beat"]), self._stopwatch()
        if seen != self._seen:
            self._seen, self._seen_at = seen, now
        watched = timedelta(seconds=now - self._seen_at)
        return (
            watched >= SILENT or self._clock.now() - datetime.fromisoformat(told["at"]) >= LONG_AGO
        )


class LeasedSheet:
    """A sheet of which nothing is asked without the lease."""

    def __init__(self, sheet: Sheet, lease: Lease) -> None:
        self._sheet = sheet
        self._lease = lease

    @property
    def identity(self) -> str:
        """The spreadsheet's id."""
        return self._sheet.identity

    @property
    def address(self) -> str:
        """Whom to share it with."""
        return self._sheet.address

    def read(
        self,
        titles: Sequence[str],
        spans: Mapping[str, tuple[int, int]] = NO_SPANS,
        *,
        formulas: bool = False,
    ) -> Reading:
        """Renew, then read."""
        self._lease.renew()
        return self._sheet.read(titles, spans, formulas=formulas)

    def survey(self) -> Survey:
        """Renew, then survey."""
        self._lease.renew()
        return self._sheet.survey()

    def in_trash(self) -> bool:
        """Renew, then ask."""
        self._lease.renew()
        return self._sheet.in_trash()

    def write(self, blocks: Sequence[Block], keeping: Keeping | None = None) -> None:
        """Renew, then write."""
        self._lease.renew()
        self._sheet.write(blocks, keeping)

    def fit(self, fittings: Sequence[Fitting]) -> None:
        """Renew, then fit."""
        self._lease.renew()
        self._sheet.fit(fittings)
