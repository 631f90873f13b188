"""The sentences that are shown elsewhere are shown there indeed."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
REFERENCE = re.compile(r"(tests/[\w/]+\.py)::\s*(test_\w+)")


def references() -> list[tuple[str, str]]:
    """Every test that a docstring of this folder refers to."""
    return [
        (found[1], found[2])
        for path in sorted(Path(__file__).parent.glob("test_*.py"))
        for found in REFERENCE.finditer(ast.get_docstring(ast.parse(path.read_text())) or "")
    ]


@pytest.mark.parametrize(("path", "test"), references())
def test_a_test_that_is_referred_to_is_there(path: str, test: str) -> None:
    """Under that very name, so that a reader finds it."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
