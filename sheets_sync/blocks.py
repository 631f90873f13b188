"""Single cells gathered into as few rectangles as they make up."""

from collections.abc import Iterable

from sheets_sync.layout import Write
from sheets_sync.sheet import Block, Content


def blocks(title: str, writes: Iterable[Write]) -> list[Block]:
    """The cells as blocks: side by side in a row first, then equal widths of consecutive rows."""
    made: list[Block] = []
    open_blocks: dict[tuple[int, int], tuple[int, list[list[Content]]]] = {}
    for row, column, contents in _runs(writes):
        shape = (column, len(contents))
        above = open_blocks.get(shape)
        if above is not None and above[0] + len(above[1]) == row:
            above[1].append(contents)
            continue
        if above is not None:
            made.append(Block(title, above[0], column, above[1]))
        open_blocks[shape] = (row, [contents])
    made += (
        Block(title, first, column, contents)
        for (column, _), (first, contents) in open_blocks.items()
    )
    return made


def _runs(writes: Iterable[Write]) -> list[tuple[int, int, list[Content]]]:
    """Runs of neighbouring cells in a row: row, first column, contents."""
    runs: list[tuple[int, int, list[Content]]] = []
    for write in sorted(writes, key=lambda write: (write.row, write.column)):
        if runs:
            row, first, contents = runs[-1]
            if row == write.row and first + len(contents) == write.column:
                contents.append(write.content)
                continue
        runs.append((write.row, write.column, [write.content]))
    return runs
