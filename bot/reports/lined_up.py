"""Tables and trees for people, readable in a terminal of 80 columns and in a pipe."""

import io
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

WIDE: Final = 1000
"""Columns for a table that no terminal cuts: every row stays on one line."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a table for people: figures stand right, and what is `whole` is never folded."""

    title: str
    figures: bool = False
    whole: bool = False


def lined_up(
    headings: Sequence[Heading], lines: Iterable[Sequence[str]], width: int | None = None
) -> str:
    """Lined-up columns under their headings."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in headings:
        table.add_column(
            heading.title,
            justify="right" if heading.figures else "left",
            no_wrap=heading.figures or heading.whole,
            overflow="fold",
        )
    for line in lines:
        table.add_row(*(shown(cell) for cell in line))
    return drawn(table, width)


def shown(text: str) -> Text:
    """Text as it is, without marks that would steer a terminal."""
    return Text("".join(mark if mark.isprintable() else " " for mark in text))


def drawn(what: RenderableType, width: int | None = None) -> str:
    """What it looks like: as wide as the terminal, or unfolded where nobody looks at one."""
    console = Console(file=io.StringIO(), width=width or terminal_width(), color_system=None)
    console.print(what)
    assert isinstance(console.file, io.StringIO)
    return "".join(f"{line.rstrip()}\n" for line in console.file.getvalue().splitlines())


def terminal_width() -> int:
    """Columns of the terminal, or those that COLUMNS asks for, else no end of them."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdecimal():
        return Console(file=sys.stdout).width
    return WIDE
