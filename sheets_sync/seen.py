"""What a tab last looked like, kept beside the ledger: the third side of every comparison."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sheets_sync.layout import Contents, Layout
from sheets_sync.sheet import Content


@dataclass(slots=True)
class Seen:
    """What both sides last agreed on, by key, and what is still open.

    `rows` has the cells as last agreed. `typed` has cells in which people left something else, by
    column: refused edits and conflicts. `notices` are Status texts that stay until the row
    changes. `posted` is what was being written when it isn't known yet whether it arrived,
    and `token` the name of that write. `copied` has the keys that stood in further rows too, which
    were ignored.
    """

    rows: dict[str, Contents] = field(default_factory=dict)
    typed: dict[str, dict[int, Content]] = field(default_factory=dict)
    notices: dict[str, str] = field(default_factory=dict)
    posted: dict[str, Contents] = field(default_factory=dict)
    token: str = ""
    copied: set[str] = field(default_factory=set)

    def copy(self) -> "Seen":
        """The same state, to be changed on its own."""
        typed = {key: dict(cells) for key, cells in self.typed.items()}
        return Seen(
            dict(self.rows),
            typed,
            dict(self.notices),
            dict(self.posted),
            self.token,
            set(self.copied),
        )

    def agree(self, key: str, column: int, content: Content) -> None:
        """Both sides have this content now."""
        cells = self.rows.get(key)
        if cells is not None:
            self.rows[key] = (*cells[:column], content, *cells[column + 1 :])
        self.typed.get(key, {}).pop(column, None)

    def to_document(self, layout: Layout) -> dict[str, Any]:
        """The state as JSON, with the headers that its columns have."""
        return {
            "columns": [column.header for column in layout.columns],
            "rows": self.rows,
            "typed": self.typed,
            "notices": self.notices,
            "posted": self.posted,
            "token": self.token,
            "copied": sorted(self.copied),
        }


def seen_in(document: Mapping[str, Any] | None, layout: Layout) -> Seen:
    """The state that `to_document` wrote, by an earlier layout perhaps; nothing where None."""
    if document is None:
        return Seen()
    headers = [column.header for column in layout.columns]
    copied = set(document.get("copied", ()))
    if document["columns"] != headers:
        return Seen(rows=_moved(document["rows"], document["columns"], headers), copied=copied)
    return Seen(
        rows={key: tuple(cells) for key, cells in document["rows"].items()},
        typed={
            key: {int(column): content for column, content in cells.items()}
            for key, cells in document["typed"].items()
        },
        notices=dict(document["notices"]),
        posted={key: tuple(cells) for key, cells in document["posted"].items()},
        token=document["token"],
        copied=copied,
    )


def _moved(
    rows: Mapping[str, list[Content]], old: list[str], new: list[str]
) -> dict[str, Contents]:
    """Rows of an earlier layout; a column that it didn't have was never seen."""
    places = [old.index(header) if header in old else None for header in new]
    return {
        key: tuple(None if place is None else cells[place] for place in places)
        for key, cells in rows.items()
    }
