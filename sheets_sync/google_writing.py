"""Writing cells and copying what they held before, as requests of one spreadsheets.batchUpdate."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sheets_sync.sheet import Block, Content, Keeping, Run

Json = dict[str, Any]


def guarded_write(blocks: Sequence[Block], keeping: Keeping) -> list[Json]:
    """See that each tab is still the one that was read, make room, copy the rows, then write."""
    return [
        *(called(keeping.ids[title], title) for title in _titles(blocks, keeping)),
        *_make_room(keeping),
        *_copies(keeping),
        *(_write(block, keeping) for block in blocks),
    ]


def called(sheet_id: int, title: str) -> Json:
    """The tab has this title, or gets it; refused where another one has it by now.

    Tabs are read by title and written by id: this way a write fails that would go elsewhere.
    """
    return {
        "updateSheetProperties": {
            "properties": {"sheetId": sheet_id, "title": title},
            "fields": "title",
        }
    }


def _titles(blocks: Sequence[Block], keeping: Keeping) -> Iterable[str]:
    written = [keeping.title, *(run.title for run in keeping.runs)]
    return dict.fromkeys([*written, *(block.title for block in blocks)])


def _make_room(keeping: Keeping) -> Iterator[Json]:
    """A grid of one cell with the token in it, then just as large as the copies need."""
    rows = 1 + sum(run.count for run in keeping.runs)
    columns = max((run.width for run in keeping.runs), default=1)
    yield _grid(keeping, 1, 1)
    yield _cells(keeping.ids[keeping.title], 0, 0, [[keeping.token]])
    yield _grid(keeping, rows, columns)


def _grid(keeping: Keeping, rows: int, columns: int) -> Json:
    return {
        "updateSheetProperties": {
            "properties": {
                "sheetId": keeping.ids[keeping.title],
                "gridProperties": {"rowCount": rows, "columnCount": columns},
            },
            "fields": "gridProperties.rowCount,gridProperties.columnCount",
        }
    }


def _copies(keeping: Keeping) -> Iterator[Json]:
    at = 1
    for run in keeping.runs:
        yield {
            "copyPaste": {
                "source": _range(keeping.ids[run.title], run, run.row),
                "destination": _range(keeping.ids[keeping.title], run, at),
                "pasteType": "PASTE_VALUES",
            }
        }
        at += run.count


def _range(sheet_id: int, run: Run, row: int) -> Json:
    return {
        "sheetId": sheet_id,
        "startRowIndex": row,
        "endRowIndex": row + run.count,
        "startColumnIndex": 0,
        "endColumnIndex": run.width,
    }


def _write(block: Block, keeping: Keeping) -> Json:
    return _cells(keeping.ids[block.title], block.row, block.column, block.contents)


def _cells(sheet_id: int, row: int, column: int, contents: Sequence[Sequence[Content]]) -> Json:
    return {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column},
            "rows": [{"values": [_cell(content) for content in cells]} for cells in contents],
            "fields": "userEnteredValue",
        }
    }


def _cell(content: Content) -> Json:
    if content is None or content == "":
        return {}
    kind = "stringValue" if isinstance(content, str) else "numberValue"
    return {"userEnteredValue": {kind: content}}
