"""Any one byte of a store that a disk changed is told, or it was of no account.

Of no account means: every entry, document and balance is read as it was, a further use is recorded
as it would have been, and `verify` is content before and after.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest

from core.balance import Balance
from core.clock import Key
from core.desk import Desk
from core.entry import Entry
from core.recording import UsageRequest
from core.store import StoreError
from core.stores.embedded import open_store
from core.verify import verify
from tests.core.building import STAFF, SetClock

IN_MEMORY: Final = Path("/dev/shm")
BITS: Final = (0x01, 0x80, 0xFF)
"""The lowest bit of a byte, the highest, or all."""

FATES: Final = {"opening", "opening to write", "reading", "verify", "harmless"}
"""What may become of a flip: it is told before anything is written, or it never matters."""


@dataclass(frozen=True)
class Content:
    """All that a store holds, and what it comes to."""

    entries: list[Entry]
    documents: dict[str, dict[str, Any]]
    balances: dict[Key, Balance]


@dataclass(frozen=True)
class Flips:
    """A small store, what it holds, and what it holds after one more use."""

    whole: bytes
    content: Content
    further: Content
    copy: Path

    def fate(self, place: int, bits: int) -> str:
        """When the flip was told: at `opening`, in `reading`, and so on; or it was `harmless`."""
        spoilt = bytearray(self.whole)
        spoilt[place] ^= bits
        for left in self.copy.parent.iterdir():
            left.unlink()
        self.copy.write_bytes(spoilt)
        steps: dict[str, Callable[[], object]] = {
            "opening": lambda: open_store(self.copy, read_only=True).close(),
            "opening to write": lambda: open_store(self.copy).close(),
            "reading": self._read,
            "verify": lambda: self._verify(self.content),
            "writing": lambda: write_further(self.copy),
            "verify afterwards": lambda: self._verify(self.further),
        }
        for name, step in steps.items():
            try:
                step()
            except StoreError:
                return name
        return "harmless"

    def _read(self) -> None:
        with closing(open_store(self.copy, read_only=True)) as store:
            Desk(store)

    def _verify(self, expected: Content) -> None:
        with closing(open_store(self.copy, read_only=True)) as store:
            desk = Desk(store, clock=SetClock())
            for fault in verify(desk).faults:
                raise StoreError(fault)
            assert content_of(desk) == expected


def content_of(desk: Desk) -> Content:
    """Everything that can be read."""
    levels = desk.read(lambda books: [*books.levels])
    return Content(
        [*desk.store.entries()],
        dict(desk.store.documents()),
        {level: desk.balance(level) for level in levels},
    )


def write_further(path: Path) -> None:
    """Record one more use and keep one more document."""
    with closing(open_store(path)) as store:
        request = UsageRequest(
            contact="ACME", benefit_type="NOTARY", again=True, idempotency_key="further"
        )
        Desk(store, clock=SetClock()).record(request, actor=STAFF)
        store.keep("seen", {"a": 2})


@pytest.fixture
def flips(store: Path) -> Iterator[Flips]:
    """It, ready to be spoilt byte by byte."""
    whole = store.read_bytes()
    with closing(open_store(store)) as opened:
        content = content_of(Desk(opened, clock=SetClock()))
    write_further(store)
    with closing(open_store(store)) as opened:
        further = content_of(Desk(opened, clock=SetClock()))
    assert len(further.entries) == len(content.entries) + 1
    with TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        yield Flips(whole, content, further, Path(folder, "flipped.db"))


@pytest.mark.timeout(600)
def test_a_flipped_byte_is_told_or_harmless(flips: Flips) -> None:
    """Every 97th byte of a small store."""
    places = range(0, len(flips.whole), 97)
    found = Counter(flips.fate(place, BITS[place % 3]) for place in places)
    assert set(found) <= FATES
    assert found["opening"]
    assert found["reading"]
    assert found["harmless"]


@pytest.mark.storm
@pytest.mark.timeout(14_400)
def test_every_flipped_byte_is_told_or_harmless(flips: Flips) -> None:
    """Each byte of it, in three ways."""
    found = defaultdict[str, list[tuple[int, int]]](list)
    for place in range(len(flips.whole)):
        for bits in BITS:
            found[flips.fate(place, bits)].append((place, bits))
    print(json.dumps({fate: len(places) for fate, places in found.items()}))
    print({fate: places[:20] for fate, places in found.items() if len(places) < 1000})
    assert set(found) <= FATES
