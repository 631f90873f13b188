"""Reads a formula's text into its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from playground.google.a1 import column_index
from playground.google.cells import ERROR_KINDS, CellError, tidy_number
from playground.google.formulas.nodes import (
    Call,
    Constant,
    Corner,
    Missing,
    Name,
    Node,
    Operation,
    Reference,
    Table,
)

_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]*"
_TITLE = r"(?:'(?:[^']|'')+'|[A-Za-z_][A-Za-z0-9_.]*)"
_REFERENCE = (
    rf"{_CELL}(?::(?:{_CELL}|\$?[A-Za-z]{{1,3}}|\$?[1-9][0-9]*))?"
    r"|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?:\$?[1-9][0-9]*)?"
    r"|\$?[1-9][0-9]*:\$?(?:[A-Za-z]{1,3}\$?)?[1-9][0-9]*"
)
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<text>"(?:[^"]|"")*")
    | (?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|ERROR!))
    | (?P<reference>(?:{_TITLE}!)?(?:{_REFERENCE})(?![A-Za-z0-9_(.]))
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z_\\][A-Za-z0-9_.]*)
    | (?P<sign><=|>=|<>|[-+*/^&=<>%(),;{{}}])
    )""",
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$)?([A-Za-z]{1,3})?(\$)?([1-9][0-9]*)?\Z")
_LEVELS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))


class FormulaUnreadable(Exception):
    """The text is no formula; the grid shows #ERROR!."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula's text and where it stands."""

    kind: str
    text: str
    start: int
    end: int


def tokens_of(formula: str) -> list[Token]:
    """The pieces of a formula after its equals sign.

    Raises:
        FormulaUnreadable: a character that has no place in a formula.
    """
    position, end, found = 1, len(formula.rstrip()), []
    while position < end:
        match = _TOKEN.match(formula, position)
        if match is None or match.lastgroup is None:
            raise FormulaUnreadable(formula)
        kind = match.lastgroup
        found.append(Token(kind, match[kind], match.start(kind), match.end(kind)))
        position = match.end()
    return found


@lru_cache(maxsize=4096)
def read_formula(formula: str) -> Node:
    """The parts of a formula.

    Raises:
        FormulaUnreadable: the text can't be a formula.
    """
    reader = _Reader(tokens_of(formula))
    node = reader.expression()
    reader.must_end()
    return node


def read_reference(text: str) -> Reference:
    """Read the text of a reference."""
    title, mark, rest = text.rpartition("!")
    if title.startswith("'"):
        title = title[1:-1].replace("''", "'")
    first, colon, last = rest.partition(":")
    return Reference(title if mark else None, _corner(first), _corner(last) if colon else None)


def _corner(text: str) -> Corner:
    match = _CORNER.match(text)
    assert match is not None
    row = int(match[4]) - 1 if match[4] else None
    column = column_index(match[2]) if match[2] else None
    row_fixed = bool(match[3]) or (column is None and bool(match[1]))
    return Corner(row, column, row_fixed, bool(match[1]) and column is not None)


class _Reader:
    """Reads pieces by the rank of their operators."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def must_end(self) -> None:
        if self._at != len(self._tokens):
            raise FormulaUnreadable

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _sign(self, *signs: str) -> str | None:
        token = self._peek()
        if token is not None and token.kind == "sign" and token.text in signs:
            self._at += 1
            return token.text
        return None

    def _need(self, sign: str) -> None:
        if self._sign(sign) is None:
            raise FormulaUnreadable

    def expression(self, level: int = 0) -> Node:
        if level == len(_LEVELS):
            return self._signed()
        node = self.expression(level + 1)
        while operator := self._sign(*_LEVELS[level]):
            node = Operation(operator, (node, self.expression(level + 1)))
        return node

    def _signed(self) -> Node:
        if sign := self._sign("-", "+"):
            return Operation(sign, (self._signed(),))
        node = self._single()
        while self._sign("%"):
            node = Operation("%", (node,))
        return node

    def _single(self) -> Node:
        token = self._peek()
        if token is None:
            raise FormulaUnreadable
        self._at += 1
        if token.kind == "number":
            return Constant(tidy_number(float(token.text)))
        if token.kind == "text":
            return Constant(token.text[1:-1].replace('""', '"'))
        if token.kind == "error":
            return Constant(CellError(ERROR_KINDS[token.text]))
        if token.kind == "reference":
            return read_reference(token.text)
        return self._word(token.text) if token.kind == "word" else self._bracketed(token.text)

    def _word(self, word: str) -> Node:
        if self._sign("("):
            return Call(word.upper(), self._arguments())
        if word.upper() in {"TRUE", "FALSE"}:
            return Constant(word.upper() == "TRUE")
        return Name(word)

    def _arguments(self) -> tuple[Node, ...]:
        if self._sign(")"):
            return ()
        arguments = [self._argument()]
        while self._sign(",", ";"):
            arguments.append(self._argument())
        self._need(")")
        return tuple(arguments)

    def _argument(self) -> Node:
        token = self._peek()
        if token is not None and token.kind == "sign" and token.text in {",", ";", ")"}:
            return Missing()
        return self.expression()

    def _bracketed(self, sign: str) -> Node:
        if sign == "(":
            node = self.expression()
            self._need(")")
            return node
        if sign != "{":
            raise FormulaUnreadable
        rows = [[self.expression()]]
        while mark := self._sign(",", ";"):
            if mark == ";":
                rows.append([])
            rows[-1].append(self.expression())
        self._need("}")
        return Table(tuple(tuple(row) for row in rows))
