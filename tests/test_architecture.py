"""The house's rule: who may import whom, and where each outside library may be used."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent
PACKAGES = ("core", "sheets_sync", "bot", "playground")
MAY_IMPORT = {
    "core": {"core"},
    "sheets_sync": {"core", "sheets_sync"},
    "bot": {"core", "bot"},
    "playground": {"playground"},
}
WIRING = {
    "bot/wiring/spreadsheet.py": {"sheets_sync"},
    "bot/wiring/syncing.py": {"sheets_sync"},
    "bot/cli.py": {"playground"},
    "bot/command_line/demo.py": {"playground"},
}
FLOORS_OF_THE_BOT = (
    "wiring",
    "command_line",
    "checkup",
    "intents",
    "operations",
    "schedule",
    "slack",
    "views",
    "reports",
    "drafts",
    "typed",
    "settings",
)
"""The folders of `bot/`, the one that knows the others first."""
WORDS_OF_VIEWS = ("bot.views.sentences", "bot.views.figures", "bot.views.parts")
"""What views are made of, which whoever has something to say may use."""
HOME_OF = {
    "tinydb": "core/stores/",
    "sqlite3": "core/stores/",
    "psycopg": "core/stores/",
    "gspread": "sheets_sync/google",
    "google": "sheets_sync/google",
    "slack_bolt": "bot/",
    "slack_sdk": "bot/",
    "apscheduler": "bot/schedule/schedule.py",
    "typer": "bot/",
    "nicegui": "playground/",
    "starlette": "playground/",
    "uvicorn": "playground/",
}


def imports_of(path: Path) -> Iterator[str]:
    """The top-level names that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


SOURCES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_imports_only_what_its_room_may(path: Path) -> None:
    """Core imports no sibling, only the wiring imports all, each library stays in its files."""
    name = path.relative_to(ROOT).as_posix()
    allowed = MAY_IMPORT[name.split("/")[0]] | WIRING.get(name, set())
    for imported in imports_of(path):
        if imported in PACKAGES:
            assert imported in allowed, f"{name} imports {imported}"
        home = HOME_OF.get(imported)
        assert home is None or name.startswith(home), f"{name} imports {imported}"


ROOMS = [path for path in SOURCES if path.relative_to(ROOT).parts[1] in FLOORS_OF_THE_BOT]


@pytest.mark.parametrize("path", ROOMS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_folder_of_the_bot_knows_only_those_below_it(path: Path) -> None:
    """Whoever opens one knows where to look next, and nothing goes round in a circle."""
    floor = FLOORS_OF_THE_BOT.index(path.relative_to(ROOT).parts[1])
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        module = node.module if isinstance(node, ast.ImportFrom) else None
        if module and module.startswith("bot.") and not module.startswith(WORDS_OF_VIEWS):
            assert module.split(".")[1] not in FLOORS_OF_THE_BOT[:floor], module


def test_there_is_one_place_where_csv_is_written() -> None:
    """What guards a spreadsheet against formulas is held there, for every file that we write."""
    ours = [path for path in SOURCES if "playground" not in path.parts]
    writers = [path for path in ours if "csv.writer(" in path.read_text("utf-8")]
    assert [path.relative_to(ROOT).as_posix() for path in writers] == ["bot/reports/page.py"]


def test_made_up_examples_are_the_same_in_every_run() -> None:
    """What Hypothesis makes up can't turn a run red by chance; only storms look for new ones."""
    assert settings.default is not None
    assert settings.default.derandomize
    assert settings.default.database is None
    assert settings.default.deadline is None


def test_only_storms_draw_at_random() -> None:
    """A test that asks for other examples each time is marked as a storm."""
    tests = (
        (path.name, ast.unparse(node))
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )
    for name, source in tests:
        if "settings(" in source and "derandomize=False" in source:
            assert "pytest.mark.storm" in source, name
