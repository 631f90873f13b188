"""The pages about settings, command line and JSON say what is true."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.settings import Environment, Settings, SettingsFile, read_file
from core.columns import COLUMNS
from core.reports import balances, expiring, history, inventory, quid_pro_quo, usage
from tests.bot.command_line.typing_in import (
    BENEFIT_TYPES,
    CONTACTS,
    EVENTS,
    MEMBERSHIP_BENEFITS,
    MEMBERSHIP_TYPES,
    REGISTRATION_TYPES,
    CommandLine,
)

DOCS = Path(__file__).parents[3] / "docs"


def page(name: str) -> str:
    """The text of a page."""
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def transcript(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a page, and what it is said to write."""
    for block in blocks(text, "console"):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = step.partition("\n")
            yield command, output


def test_the_commands_do_what_the_page_shows(
    line: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command of the page is run; “…” stands for what differs from day to day."""
    line.file("benefit-types.csv", BENEFIT_TYPES)
    line.file("membership-types.csv", MEMBERSHIP_TYPES)
    line.file("membership-benefits.csv", MEMBERSHIP_BENEFITS)
    line.file("contacts.csv", CONTACTS)
    line.file("events.csv", EVENTS)
    line.file("registration-types.csv", REGISTRATION_TYPES)
    monkeypatch.chdir(line.folder)
    run(line, "command-line.md")


def test_the_first_steps_need_no_file(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """From an empty folder to the three reports, as that page shows."""
    monkeypatch.chdir(line.folder)
    run(line, "first-steps.md")
    assert not [*line.folder.glob("*.csv")]


def run(line: CommandLine, name: str) -> None:
    """Type every command of a page, and see that it writes what the page shows."""
    commands = list(transcript(page(name)))
    assert len(commands) > 10
    for command, output in commands:
        program, *words = shlex.split(command)
        answer = line.type(*words)
        pattern = re.escape(output).replace("…", ".+")
        assert program == "benefit-desk"
        shown = (answer.error + answer.out, answer.out + answer.error)
        assert any(re.fullmatch(pattern, each) for each in shown), (command, answer)


def test_every_command_and_option_is_on_the_page(line: CommandLine) -> None:
    """What --help lists, the page explains."""
    text = page("command-line.md")
    listed = line.done("--help").partition("Commands:\n")[2]
    commands = [row.split()[0] for row in listed.splitlines()]
    for command in commands:
        assert f"| `{command}` |" in text
    groups = [[each] for each in commands if each != "report"]
    names = re.findall(
        r"^  (\S+)", line.done("report", "--help").partition("Commands:\n")[2], re.MULTILINE
    )
    reports = [["report", name] for name in names]
    for words in [*groups, *reports]:
        assert f"`{words[-1]}`" in text
        for option in re.findall(r"(--[a-z-]+)", line.done(*words, "--help")):
            assert option in text, (words, option)


def test_every_import_column_is_on_the_page() -> None:
    """The table of kinds has all columns, the needed ones in bold."""
    text = page("command-line.md").partition("## import\n")[2].partition("\n## ")[0]
    for kind, columns in COLUMNS.items():
        (row,) = re.findall(rf"^\| `{kind}` \| (.*) \|$", text, flags=re.MULTILINE)
        names = [re.sub(r" \(.*", "", part) for part in re.sub(r"\([^)]*\)", "", row).split(", ")]
        bold = [column.name for column in columns if column.required]
        assert [name.strip("* ") for name in names] == [column.name for column in columns]
        assert [name.strip("* ") for name in names if name.startswith("**")] == bold


def test_the_example_settings_can_be_read(tmp_path: Path) -> None:
    """The page's file is a right one, and has every setting that there is."""
    (example,) = blocks(page("settings.md"), "toml")
    path = tmp_path / "benefit-desk.toml"
    path.write_text(example, encoding="utf-8")
    assert set(leaves(SettingsFile())) == set(leaves(read_file(path))) == set(told(example))


FREE = ("stock", "custom_fields")
"""Sections whose settings have names of the organisation's choice."""


def told(text: str) -> Iterator[str]:
    """The settings that a TOML text of plain sections sets."""
    section = ""
    for row in text.splitlines():
        if heading := re.match(r"\[(.+)\]", row):
            section = heading[1]
        elif setting := re.match(r"(\w+) =", row):
            yield f"{section}.{setting[1]}" if section not in FREE else section


def leaves(section: BaseModel, above: str = "") -> Iterator[str]:
    """Every setting by its dotted name; a section that need not be there is one setting."""
    for name, known in type(section).model_fields.items():
        if isinstance(known.get_default(call_default_factory=True), BaseModel):
            yield from leaves(getattr(section, name), f"{above}{name}.")
        else:
            yield f"{above}{name}"


def test_every_variable_and_setting_is_on_the_page() -> None:
    """Each has its row, with its default where there is one."""
    text = page("settings.md")
    for name in Environment.model_fields:
        assert f"| `{name.upper()}` |" in text
    table = text.rpartition("| setting | default |")[2]
    defaults = Settings()
    for name in leaves(SettingsFile()):
        (row,) = [each for each in table.splitlines() if f"`{name}`" in each]
        value: object = defaults
        for part in name.split("."):
            value = getattr(value, part)
        if value not in (None, (), {}):
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            assert row.endswith((f"| `{shown}` |", f'| `"{shown}"` |')), row


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("balances", balances.COLUMNS),
        ("history", history.COLUMNS),
        ("expiring", expiring.COLUMNS),
        ("inventory", inventory.COLUMNS),
        ("quid-pro-quo", quid_pro_quo.COLUMNS),
        ("usage", usage.COLUMNS),
    ],
)
def test_every_json_key_is_on_the_page(heading: str, columns: tuple[str, ...]) -> None:
    """The section of each report names its keys in their order."""
    section = page("json.md").partition(f"## report {heading}\n")[2].partition("\n## ")[0]
    prose = section.partition("```")[0]
    places = [prose.find(f"`{column}`") for column in columns]
    assert -1 not in places
    assert places == sorted(places)
