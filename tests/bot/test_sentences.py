"""What staff read stands in one place, where it can be found and translated."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parents[2] / "bot"
WORDS = re.compile(r"[A-Za-z’']{2,}[,.:;?!]? [A-Za-z{]")
"""Two words or more: what somebody reads, and no name of a field."""
PLACES = sorted([*(BOT / "views").glob("*.py"), *(BOT / "intents").glob("*.py")])


def sentences(path: Path) -> Iterator[str]:
    """Texts of a file that somebody may read; docstrings and errors' own sentences are none."""
    tree = ast.parse(path.read_text("utf-8"))
    left_out = {id(each) for each in _docstrings(tree)} | {id(each) for each in _errors(tree)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in left_out:
            continue
        if isinstance(node.value, str) and WORDS.search(node.value):
            yield f"{node.lineno}: {node.value}"


def _docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _errors(tree: ast.AST) -> Iterator[ast.AST]:
    """What programmers read: texts of errors that say that the code is wrong, and of the log."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) or _is_log(node):
            yield from ast.walk(node)


def _is_log(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "_log"
    )


@pytest.mark.parametrize("path", PLACES, ids=lambda path: str(path.relative_to(BOT)))
def test_no_view_and_no_intent_has_a_sentence_of_its_own(path: Path) -> None:
    """They stand in `bot/views/sentences/`, by what they are about."""
    assert list(sentences(path)) == []
