"""Gathering cells into blocks."""

from hypothesis import given
from hypothesis import strategies as st

from sheets_sync.blocks import blocks
from sheets_sync.layout import Write
from sheets_sync.sheet import Content

PLACES = st.tuples(st.integers(0, 12), st.integers(0, 6))


@given(st.dictionaries(PLACES, st.sampled_from(["x", 1, "", None])))
def test_blocks_are_the_cells_and_no_others(cells: dict[tuple[int, int], Content]) -> None:
    """Every cell is in one block, at its place; no block has a hole."""
    writes = [Write(row, column, content) for (row, column), content in cells.items()]
    unpacked = {
        (block.row + down, block.column + across): content
        for block in blocks("Tab", writes)
        for down, contents in enumerate(block.contents)
        for across, content in enumerate(contents)
    }
    assert unpacked == cells
    assert all(
        len({len(contents) for contents in block.contents}) == 1 for block in blocks("Tab", writes)
    )


def test_a_whole_table_is_one_block() -> None:
    """Ten thousand new rows are one range, not ten thousand."""
    writes = [Write(row, column, row) for row in range(1, 200) for column in range(9)]
    assert len(blocks("Tab", writes)) == 1


def test_two_columns_are_two_blocks() -> None:
    """Status and a far column of the same rows make one block each."""
    writes = [Write(row, column, "x") for row in range(1, 50) for column in (3, 7)]
    assert len(blocks("Tab", writes)) == 2
