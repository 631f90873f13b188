"""check --why, and what the books said at an instant."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.bot.command_line.typing_in import CommandLine

TODAY = datetime.now(UTC).date()


def told(day: object) -> str:
    """A date as the command line writes it."""
    return f"{day:%-d %b %Y}"


@pytest.fixture
def used(acme: CommandLine) -> tuple[CommandLine, str]:
    """Acme used a guest pass; and an instant before another use, dated the day before, is told."""
    acme.done("use", "ACME", "GUEST", "--quantity", "2", "--description", "Tour")
    time.sleep(0.002)
    instant = datetime.now(UTC).isoformat(sep=" ")
    time.sleep(0.002)
    acme.done("use", "ACME", "GUEST", "--date", "yesterday")
    return acme, instant


def behind(line: CommandLine, *words: str) -> list[str]:
    """What stands under Acme's guest passes in check --why, without the tree's lines."""
    rows = [row.lstrip(" │├└─") for row in line.done("check", "ACME", "--why", *words).splitlines()]
    first = next(place for place, row in enumerate(rows) if row.startswith("Guest pass: "))
    last = next(place for place, row in enumerate(rows) if row.startswith("General admission: "))
    return rows[first:last]


def test_why_lists_the_entries_behind_a_balance(acme: CommandLine) -> None:
    """Granted, used, conveyed, recalled, adjusted, edited and taken back: who told it and when."""
    acme.done("use", "ACME", "GUEST", "--holder", "JANE", "--description", "Tour")
    usage = acme.rows("history")[-1]
    acme.done("convey", "ACME", "GUEST", "--to", "OMAR", "--note", "a present")
    acme.done("recall", "ACME", "GUEST", "--from", "OMAR")
    acme.done("adjust", "ACME", "GUEST", "--number", "3", "--reason", "Cut", "--comment", "Late")
    acme.done("undo", str(usage["key"]), "--reason", "typo")
    heading, *rows = behind(acme)
    entries = acme.rows("history", "--benefit", "GUEST")
    start = TODAY - timedelta(60)
    assert heading == f"Guest pass: 3 of 3 left (level {entries[0]['key']})"
    texts = [
        f"{told(start)}: 4 granted",
        f"{told(TODAY)}: 1 used by Jane Field, Tour, taken back later",
        f"{told(TODAY)}: 1 conveyed to Omar Lake, a present",
        f"{told(TODAY)}: 1 recalled from Omar Lake",
        f"{told(TODAY)}: number -1, Cut",
        f"{told(TODAY)}: comment nothing to “Late”, Cut",
        f"{told(TODAY)}: taken back: 1 used by Jane Field, typo",
    ]
    assert rows[0] == "comment: Late"
    assert rows.pop() == "4 granted − 1 changed = 3 left"
    for row, text, entry in zip(rows[1:], texts, entries, strict=True):
        at = datetime.fromisoformat(entry["at"])
        by = f"{entry['actor']}, {told(at)} {at:%H:%M}"
        assert row == f"{text}; told by {by} ({entry['key']})"


def test_why_as_of_a_day_counts_up_to_it(used: tuple[CommandLine, str]) -> None:
    """Entries about later days aren't behind that day's balance."""
    line, _ = used
    heading, granted, yesterday, sums = behind(line, "--as-of", "yesterday")
    assert heading.startswith("Guest pass: 3 of 4 left ")
    assert ": 4 granted; " in granted
    assert ": 1 used; " in yesterday
    assert sums == "4 granted − 1 used = 3 left"


def test_check_known_at_an_instant(used: tuple[CommandLine, str]) -> None:
    """What was told afterwards isn't known then, whatever day it is about."""
    line, instant = used
    assert "Guest pass: 1 of 4 left" in line.done("check", "ACME")
    assert "Guest pass: 2 of 4 left" in line.done("check", "ACME", "--known-at", instant)
    both = line.done("check", "ACME", "--known-at", instant, "--as-of", "yesterday")
    assert "Guest pass: 4 of 4 left" in both


def test_reports_known_at_an_instant(used: tuple[CommandLine, str]) -> None:
    """Balances, usage, history and quid pro quo say what they would have said."""
    line, instant = used
    then = ("--known-at", instant)
    (row,) = line.rows("balances", "--benefit", "GUEST", *then)
    assert (row["used"], row["remaining"]) == (2, 2)
    (usage,) = line.rows("usage", *then)
    assert (usage["uses"], usage["quantity"]) == (1, 2)
    assert len(line.rows("history", *then)) == len(line.rows("history")) - 1
    assert line.rows("quid-pro-quo", *then) == line.rows("quid-pro-quo")
    before = ("--known-at", "2020-01-01 12:00")
    for report in ("balances", "usage", "history", "quid-pro-quo"):
        assert line.rows(report, *before) == []


def test_today_is_then_s_day(used: tuple[CommandLine, str]) -> None:
    """A tree of the past is headed by that day, and an instant may name its own zone."""
    line, _ = used
    line.settings('[organisation]\ntime_zone = "Pacific/Kiritimati"\n')
    answer = line.type("check", "ACME", "--known-at", "2020-01-01 12:00")
    assert answer.error == "There is no contact “ACME”.\n"
    now = datetime.now(UTC)
    utc, local = now.isoformat(), (now + timedelta(hours=14)).replace(tzinfo=None).isoformat()
    trees = {line.done("check", "ACME", "--known-at", each) for each in (utc, local)}
    (tree,) = trees
    assert tree.startswith(f"Acme Hardware (ACME), {told(now + timedelta(hours=14))}\n")


def test_a_day_long_past_has_its_own_today(acme: CommandLine, tmp_path: Path) -> None:
    """Where all was told two months ago, last month's books stand on a day of that month."""
    acme.done("export", str(acme.folder / "out"))
    text = (acme.folder / "out" / "ledger.jsonl").read_text(encoding="utf-8")
    told_at, month = TODAY - timedelta(60), TODAY - timedelta(30)
    (tmp_path / "earlier").mkdir()
    earlier = CommandLine(tmp_path / "earlier")
    path = earlier.file("ledger.jsonl", text.replace(f'"at": "{TODAY}T', f'"at": "{told_at}T'))
    earlier.done("import", str(path), "--kind", "ledger")
    earlier.done("use", "ACME", "GUEST", "--date", str(month - timedelta(1)))
    tree = earlier.done("check", "ACME", "--known-at", f"{month} 12:00")
    assert tree.startswith(f"Acme Hardware (ACME), {told(month)}\n")
    assert "Guest pass: 4 of 4 left" in tree


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("noon", "--known-at: “noon” is no day and time; write them as 2026-03-31 12:00."),
        ("2026-03-31",
         "--known-at: “2026-03-31” is no day and time; write them as 2026-03-31 12:00."),
        ("2099-03-31 12:00", "--known-at: 2099-03-31 12:00 is still to come."),
    ],
)  # fmt: skip
def test_an_instant_that_is_none_is_wrong_use(acme: CommandLine, typed: str, sentence: str) -> None:
    """A day alone could mean its morning or its evening."""
    for words in (["check", "ACME"], ["report", "balances"]):
        answer = acme.type(*words, "--known-at", typed)
        assert (answer.status, answer.out, answer.error) == (2, "", f"{sentence}\n")
