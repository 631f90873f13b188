"""What stood in the cells that a sync wrote to, kept by the very request that wrote them.

Google has no "write if unchanged". But one request may copy rows and write to them, all or none, so
whatever people typed or moved after our reading is in the copy. The next sync looks at it: where a
row was not what it had been taken for, what stood there is put back, and counts as typed there.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any, Final, TypeAlias

from sheets_sync.layout import Contents, Write, key_of
from sheets_sync.notes import Documents
from sheets_sync.sheet import Content, Keeping, Run, Tab

TITLE: Final = "Before images"
"""The hidden tab that has the copies."""
Places: TypeAlias = dict[tuple[int, int], Content]
"""Contents by row and column."""


class Fate(Enum):
    """What became of what was written to a row."""

    ARRIVED = auto()
    CROSSED = auto()
    """It reached its row, in which people had changed something since it was read."""
    MISSED = auto()
    """Another row stood there by then."""


@dataclass(frozen=True, slots=True)
class SentRow:
    """A row that was written to: what was read there, and what was written, by column.

    `key_column` is where its Key is or was written. `mended` are cells that an earlier write had
    gone over by mistake, with what belongs there: this write puts it back.
    """

    title: str
    row: int
    key_column: int
    read: Contents
    written: Mapping[int, Content]
    mended: Mapping[int, Content] = field(default_factory=dict)

    @property
    def key(self) -> str | None:
        """The Key of the row that was meant."""
        return key_of(self.written.get(self.key_column, self.read[self.key_column]))

    def over(self, image: Contents) -> Contents:
        """What stood in the row once it was written to, after what the copy has."""
        return tuple(self.written.get(column, cell) for column, cell in enumerate(image))

    def body(self, cells: Contents) -> Contents:
        """What people wrote, without the Key."""
        return (*cells[: self.key_column], *cells[self.key_column + 1 :])


@dataclass(frozen=True, slots=True)
class Sent:
    """One guarded write. `token` stands beside its copies; they are in the order of `rows`.

    `headers` are the first rows of the tabs as they were read, by title.
    """

    token: str
    rows: tuple[SentRow, ...]
    headers: Mapping[str, Contents] = field(default_factory=dict)

    def keeping(self, ids: Mapping[str, int]) -> Keeping:
        """What the request has to copy, as runs of neighbouring rows."""
        runs: list[Run] = []
        for each in self.rows:
            width = len(each.read)
            last = runs[-1] if runs else None
            if last and (last.title, last.row + last.count) == (each.title, each.row):
                runs[-1] = replace(last, count=last.count + 1)
            else:
                runs.append(Run(each.title, each.row, 1, width))
        return Keeping(self.token, TITLE, tuple(runs), dict(ids))


def sent_rows(
    tab: Tab, key_column: int, writes: Iterable[Write], put_back: Places, loose: Collection[int]
) -> list[SentRow]:
    """The rows of one tab that are written to, as they were read; and those of `loose`."""
    by_row: dict[int, dict[int, Content]] = {number: {} for number in loose}
    width = key_column + 1
    for write in writes:
        by_row.setdefault(write.row, {})[write.column] = write.content or None
        width = max(width, write.column + 1, len(tab.header))
    mended: dict[int, dict[int, Content]] = {}
    for (row, column), content in put_back.items():
        mended.setdefault(row, {})[column] = content
    return [
        SentRow(tab.title, row, key_column, row_of(tab, row, width), written, mended.get(row, {}))
        for row, written in sorted(by_row.items())
    ]


def row_of(tab: Tab, number: int, width: int) -> Contents:
    """The first cells of a row, so many; the row's number is counted from zero."""
    cells = tuple(tab.rows[number][:width]) if number < len(tab.rows) else ()
    return cells + (None,) * (width - len(cells))


class SentFile:
    """The guarded writes whose copies weren't looked at yet: the last one, and any before it."""

    def __init__(self, store: Documents, identity: str) -> None:
        self._store = store
        self._name = f"sheet:{identity}:sent"
        document = store.document(self._name) or {}
        self.open = [_sent(each) for each in document.get("open", ())]

    def of(self, images: Tab) -> Sent | None:
        """The write that the copies are of."""
        token = images.at(0, 0)
        return next((sent for sent in self.open if sent.token == token), None)

    def keep(self, sents: Sequence[Sent]) -> None:
        """Write down which are still to be looked at."""
        if list(sents) != self.open:
            self._store.keep(self._name, {"open": [_document(sent) for sent in sents]})
            self.open = list(sents)


def _document(sent: Sent) -> dict[str, Any]:
    rows = [
        [
            each.title,
            each.row,
            each.key_column,
            each.read,
            list(each.written.items()),
            list(each.mended.items()),
        ]
        for each in sent.rows
    ]
    headers = {title: list(header) for title, header in sent.headers.items()}
    return {"token": sent.token, "rows": rows, "headers": headers}


def _sent(document: Mapping[str, Any]) -> Sent:
    return Sent(
        document["token"],
        tuple(
            SentRow(title, row, key_column, tuple(read), dict(written), dict(mended))
            for title, row, key_column, read, written, mended in document["rows"]
        ),
        {title: tuple(header) for title, header in document.get("headers", {}).items()},
    )


def fates(sent: Sent, images: Tab) -> dict[str, dict[str, Fate]]:
    """What became of each row that was written to, by tab and Key."""
    found: dict[str, dict[str, Fate]] = {}
    for row, _, fate in with_fates(sent, images):
        if row.key is not None:
            found.setdefault(row.title, {})[row.key] = fate
    return found


def with_fates(sent: Sent, images: Tab) -> list[tuple[SentRow, Contents, Fate]]:
    """Each row that was written to, what stood there at that moment, and what became of it."""
    rows = [
        (row, row_of(images, number, len(row.read)))
        for number, row in enumerate(sent.rows, start=1)
    ]
    loose = {
        title: _Loose([(row, image) for row, image in rows if row.title == title])
        for title in {row.title for row, _ in rows}
    }
    return [(row, image, _fate(row, image, loose[row.title])) for row, image in rows]


def _fate(row: SentRow, image: Contents, loose: "_Loose") -> Fate:
    if image == row.read:
        return Fate.ARRIVED
    if row.read[row.key_column] is None:
        return Fate.CROSSED if loose.edited(row, image) else Fate.MISSED
    same_row = image[row.key_column] == row.read[row.key_column]
    return Fate.CROSSED if same_row else Fate.MISSED


class _Loose:
    """The rows of a tab that had no Key when they were read: were they edited, or moved?"""

    def __init__(self, rows: Iterable[tuple[SentRow, Contents]]) -> None:
        keyless = [(row, image) for row, image in rows if row.read[row.key_column] is None]
        self._read = Counter(row.body(row.read) for row, _ in keyless)
        self._there = Counter(row.body(image) for row, image in keyless)
        self._others_came = any(image[row.key_column] is not None for row, image in keyless)

    def edited(self, row: SentRow, image: Contents) -> bool:
        """Whether somebody typed into the row: what it said is gone, and nothing else moved in."""
        was, now = row.body(row.read), row.body(image)
        blank = not any(cell is not None for cell in was)
        gone = self._there[was] < self._read[was]
        return gone and now not in self._read and not self._others_came and not blank
