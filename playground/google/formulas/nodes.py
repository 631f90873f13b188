"""The parts that a formula is made of."""

from __future__ import annotations

from dataclasses import dataclass

from playground.google.cells import Value


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text, boolean or error written out."""

    value: Value


@dataclass(frozen=True, slots=True)
class Missing:
    """An argument left empty: `IF(A1,,2)`."""


@dataclass(frozen=True, slots=True)
class Corner:
    """One end of a reference; ``None`` where the reference names no row or no column."""

    row: int | None
    column: int | None
    row_fixed: bool = False
    column_fixed: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """`A1`, `$A$1:B`, `Sheet1!C:C`."""

    title: str | None
    first: Corner
    last: Corner | None


@dataclass(frozen=True, slots=True)
class Name:
    """A named range, or a word that means nothing."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator between two operands, or before (or, for %, after) one."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """An array written out: `{1,2;3,4}`."""

    rows: tuple[tuple[Node, ...], ...]


Node = Constant | Missing | Reference | Name | Call | Operation | Table
