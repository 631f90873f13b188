"""The reports: what is in them as JSON, CSV and tables, and what they refuse."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.reports.lined_up import WIDE
from bot.reports.page import Page, as_csv
from tests.bot.command_line.typing_in import CommandLine

REPORTS = ("usage", "history", "balances", "expiring", "inventory", "quid-pro-quo")
TODAY = datetime.now(UTC).date()
STARTS_ON = TODAY - timedelta(60)


def csv_rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV text."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_balances_as_json(busy: CommandLine) -> None:
    """Numbers are numbers, money is text, unlimited is a word, unknown is null."""
    rows = {row["benefit_type"]: row for row in busy.rows("balances")}
    room = rows["ROOM"]
    assert room == {
        "contact": "ACME",
        "membership_type": "GOLD",
        "starts_on": STARTS_ON.isoformat(),
        "ends_on": room["ends_on"],
        "membership_benefit": "G1",
        "benefit_type": "ROOM",
        "number": 10,
        "conveyed": 0,
        "used": 1.5,
        "available": 8.5,
        "remaining": 8.5,
        "single_value": "35.00",
        "total_value": "350.00",
        "used_value": "52.50",
        "accepted": True,
        "active": True,
    }
    assert list(room)[:4] == ["contact", "membership_type", "starts_on", "ends_on"]
    guest, admit = rows["GUEST"], rows["ADMIT"]
    assert (guest["single_value"], guest["used_value"]) == ("12.3456", "37.0368")
    assert (admit["number"], admit["remaining"]) == ("unlimited", "unlimited")
    assert (admit["single_value"], admit["total_value"]) == (None, None)


def test_balances_as_of_a_day(busy: CommandLine) -> None:
    """Usages after the day don't count; memberships that began after it are left out."""
    (row,) = busy.rows("balances", "--benefit", "guest pass", "--as-of", "yesterday")
    assert (row["used"], row["remaining"]) == (1, 3)
    before = (STARTS_ON - timedelta(1)).isoformat()
    assert busy.rows("balances", "--as-of", before) == []


def test_usage_as_json(busy: CommandLine) -> None:
    """One row per benefit: the most used first, with what it is worth."""
    assert busy.rows("usage") == [
        {"benefit": "Guest pass", "contacts": 1, "uses": 2, "quantity": 3, "value": "37.0368"},
        {"benefit": "Conference room", "contacts": 1, "uses": 1, "quantity": 1.5, "value": "52.50"},
    ]


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (["--by", "member"], [("member", "Acme Hardware", 3)]),
        (["--by", "category"], [("category", "Admission", 2), ("category", "Facilities", 1)]),
        (["--by", "membership-type"], [("membership_type", "Gold", 3)]),
        (["--benefit", "ROOM"], [("benefit", "Conference room", 1)]),
        (["--category", "admission"], [("benefit", "Guest pass", 2)]),
        (["--member", "omar"], []),
        (["--to", "yesterday"], [("benefit", "Guest pass", 1)]),
        (["--from", "today", "--to", "today"],
         [("benefit", "Guest pass", 1), ("benefit", "Conference room", 1)]),
    ],
)  # fmt: skip
def test_usage_grouped_and_narrowed(
    busy: CommandLine, words: list[str], rows: list[tuple[str, str, int]]
) -> None:
    """The group's name is the first key; every option narrows."""
    found = busy.rows("usage", *words)
    assert {(next(iter(row)), next(iter(row.values())), row["uses"]) for row in found} == set(rows)
    assert len(found) == len(rows)


def test_usage_by_month(busy: CommandLine) -> None:
    """Months are written as 2026-11."""
    assert busy.rows("usage", "--by", "month")[-1]["month"] == f"{TODAY:%Y-%m}"


def test_history_as_json(busy: CommandLine) -> None:
    """An entry has its instant with its zone, and null for what it doesn't have."""
    row = busy.rows("history", "--benefit", "ROOM")[-1]
    at = datetime.fromisoformat(row.pop("at"))
    assert at.tzinfo is not None
    assert datetime.now(UTC) - at < timedelta(minutes=5)
    assert len(str(row.pop("key"))) == 13
    assert row.pop("actor")
    assert row == {
        "source": "cli",
        "kind": "usage",
        "contact": "ACME",
        "holder": "ACME",
        "benefit_type": "ROOM",
        "quantity": 1.5,
        "used_on": TODAY.isoformat(),
        "description": "Board",
        "note": "",
        "reverses": None,
    }


def test_history_narrowed(busy: CommandLine) -> None:
    """A member's history has no catalogue in it, a benefit's only its own levels."""
    assert {row["kind"] for row in busy.rows("history")} >= {"contact", "benefit-type", "grant"}
    mine = busy.rows("history", "--member", "ACME", "--from", "yesterday")
    assert [row["kind"] for row in mine if row["kind"] == "usage"] == ["usage"] * 3
    assert {row["contact"] for row in mine} == {"ACME"}


def test_quid_pro_quo_as_json(busy: CommandLine) -> None:
    """Each transaction with the benefits that were accepted for it."""
    assert busy.rows("quid-pro-quo") == [
        {
            "transaction": "D1",
            "kind": "dues",
            "contact": "ACME",
            "paid_on": STARTS_ON.isoformat(),
            "amount": "1950.00",
            "benefits": [
                {"code": "GUEST", "name": "Guest pass", "value": "49.3824"},
                {"code": "GALA", "name": "Gala seat", "value": "190.00"},
            ],
            "value": "239.3824",
            "stated": False,
            "deductible": "1710.6176",
            "disclosure_due": True,
            "notes": [f"The token limit for {STARTS_ON.year} is not entered in the settings."],
        }
    ]


def test_quid_pro_quo_follows_the_settings(busy: CommandLine) -> None:
    """A limit that is entered is no longer missing; a trade association prints no deduction."""
    assert "D1: The token limit for" in busy.done("report", "quid-pro-quo")
    busy.settings(f"[quid_pro_quo]\ntoken_limits = {{{STARTS_ON.year} = 13.20}}\n")
    assert busy.rows("quid-pro-quo")[0]["notes"] == []
    busy.settings("[quid_pro_quo]\ndeductible = false\n")
    row = busy.rows("quid-pro-quo")[0]
    assert (row["deductible"], row["disclosure_due"], row["notes"]) == (None, None, [])


def test_expiring_as_json(busy: CommandLine) -> None:
    """What is left and ends within the days asked for, with what would be lost."""
    assert busy.rows("expiring") == []
    rows = {row["benefit_type"]: row for row in busy.rows("expiring", "--within", "400")}
    assert set(rows) == {"GALA", "GUEST", "ROOM"}
    room = rows["ROOM"]
    ends_on = date.fromisoformat(room["ends_on"])
    assert room == {
        "contact": "ACME",
        "membership_type": "GOLD",
        "benefit_type": "ROOM",
        "ends_on": ends_on.isoformat(),
        "days_left": (ends_on - TODAY).days,
        "remaining": 8.5,
        "value_at_stake": "297.50",
    }
    (only,) = busy.rows("expiring", "--within", "400", "--benefit", "GUEST")
    assert (only["remaining"], only["value_at_stake"]) == (1, "12.3456")


def same(json_value: Any, csv_cell: str) -> bool:
    """Whether a CSV cell says what the JSON says."""
    if isinstance(json_value, list):
        parts = (
            f"{part['code']}={part['value']}" if isinstance(part, dict) else part
            for part in json_value
        )
        return csv_cell == ";".join(parts)
    flags = {True: "yes", False: "no"}
    if isinstance(json_value, bool):
        return csv_cell == flags[json_value]
    return csv_cell.removeprefix("'") == ("" if json_value is None else f"{json_value}")


@pytest.mark.parametrize("report", REPORTS)
def test_csv_says_what_json_says(busy: CommandLine, report: str) -> None:
    """Same columns, same rows, same values, in the same order."""
    in_json = busy.rows(report)
    in_csv = csv_rows(busy.done("report", report, "--format", "csv"))
    assert [list(row) for row in in_csv] == [list(row) for row in in_json]
    for json_row, csv_row in zip(in_json, in_csv, strict=True):
        for name, value in json_row.items():
            assert same(value, csv_row[name]), (name, value, csv_row[name])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1"])
def test_a_text_never_becomes_a_formula(acme: CommandLine, text: str) -> None:
    """A text cell that would start a formula begins with an apostrophe instead."""
    acme.done("use", "ACME", "GUEST", "--description", text)
    row = csv_rows(acme.done("report", "history", "--format", "csv"))[-1]
    assert row["description"] == f"'{text}"
    assert acme.rows("history")[-1]["description"] == text


def test_a_list_never_becomes_a_formula() -> None:
    """Texts in one cell together begin with an apostrophe where the first would be a formula."""
    page = Page(columns=("notes",), rows=[{"notes": ["=1+1", "a"]}], headings=(), lines=())
    assert as_csv(page) == "notes\n'=1+1;a\n"


def test_a_negative_number_stays_a_number() -> None:
    """Only texts get an apostrophe: a figure below zero is no formula."""
    page = Page(
        columns=("quantity", "value", "name"),
        rows=[{"quantity": Decimal("-2.50"), "value": Decimal(-3), "name": "-2.5"}],
        headings=(),
        lines=(),
    )
    assert as_csv(page) == "quantity,value,name\n-2.5,-3.00,'-2.5\n"


@pytest.mark.parametrize("report", REPORTS)
def test_an_empty_report_keeps_its_shape(line: CommandLine, report: str) -> None:
    """No rows: an empty list, a lone header, a sentence."""
    line.import_text("contacts", "code,name\nACME,Acme\n")
    words = ("report", report, "--to", "2001-01-01") if report in {"usage", "history"} else (
        "report", report
    )  # fmt: skip
    assert line.done(*words, "--format", "json") == "[]\n"
    assert line.done(*words, "--format", "csv").count("\n") == 1
    assert line.done(*words) == "Nothing to report.\n"


@pytest.mark.parametrize("report", REPORTS)
def test_a_table_fits_80_columns(busy: CommandLine, report: str) -> None:
    """At 80 columns nothing is wider, and no figure is cut."""
    busy.environment["COLUMNS"] = "80"
    lines = busy.done("report", report).splitlines()
    assert max(len(line) for line in lines) <= 80
    assert "…" not in "".join(lines)


def test_a_table_in_a_pipe_has_one_line_for_each_row(busy: CommandLine) -> None:
    """Where no terminal cuts, nothing is folded, so that grep finds whole rows."""
    lines = busy.done("report", "history").splitlines()
    assert len(lines) == 2 + len(busy.rows("history"))
    assert max(len(line) for line in lines) < WIDE
    assert any("Tour" in line and "GUEST" in line for line in lines)


def test_a_report_goes_into_a_file(busy: CommandLine) -> None:
    """--out writes the same bytes, and the answer says how many rows."""
    path = busy.folder / "usage.csv"
    out = busy.done("report", "usage", "--format", "csv", "--out", str(path))
    assert out == f"Wrote 2 rows to {path}.\n"
    assert path.read_bytes().decode() == busy.done("report", "usage", "--format", "csv")


def test_a_file_that_can_t_be_written_is_told(busy: CommandLine) -> None:
    """A folder that isn't there is one sentence on stderr."""
    path = busy.folder / "no such folder" / "usage.csv"
    answer = busy.type("report", "usage", "--out", str(path))
    assert (answer.status, answer.error) == (1, f"{path}: No such file or directory.\n")


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        ([], 2,
         "Say which report: usage, history, balances, expiring, inventory or quid-pro-quo."),
        (["takings"], 2, "No such command 'takings'."),
        (["usage", "--by", "weekday"], 2, ("Invalid value for '--by': 'weekday' is not one of"
         " 'benefit', 'member', 'category', 'membership-type', 'month'.")),
        (["history", "--by", "member"], 2, "No such option: --by."),
        (["usage", "--format", "pdf"], 2,
         "Invalid value for '--format': 'pdf' is not one of 'table', 'csv', 'json', 'png'."),
        (["usage", "--from", "today", "--to", "yesterday"], 2,
         f"--to: {TODAY - timedelta(1)} is before --from, {TODAY}."),
        (["usage", "--from", "soon"], 2,
         "--from: “soon” is no date; write it as 2026-11-03 or “yesterday”."),
        (["usage", "--category", "Sport"], 1, ("There is no category “Sport”. There is Admission,"
         " Advertising, Events or Facilities.")),
        (["balances", "--member", "Nobody"], 1, "There is no contact “Nobody”."),
        (["balances", "--benefit", "rooom"], 1,
         "There is no benefit type “rooom”. There is Conference room."),
    ],
)  # fmt: skip
def test_a_report_that_can_t_be_made_says_why(
    acme: CommandLine, words: list[str], status: int, sentence: str
) -> None:
    """Nothing is written to stdout, so that a pipe stays empty."""
    answer = acme.type("report", *words)
    assert (answer.status, answer.out, answer.error) == (status, "", f"{sentence}\n")


def test_reports_before_the_first_import(line: CommandLine, tmp_path: Path) -> None:
    """Reading makes no store; the sentence says what makes one."""
    answer = line.type("report", "usage")
    path = tmp_path / "benefit-desk.db"
    assert answer.error == (
        f"There is no store at {path} yet: the first import or put makes it, or BENEFIT_DESK_STORE"
        " names another one.\n"
    )
    assert answer.status == 1
    assert not path.exists()


@pytest.mark.parametrize(
    "words", ["report history --format json", "statement ACME", "statement ACME --format html"]
)
def test_a_full_disk_leaves_a_file_as_it_was(busy: CommandLine, words: str) -> None:
    """It is whole, or not there, or the earlier one; and the sentence names it.

    Reading the store alone needs 32 KiB beside it, so that the rest has to be more.
    """
    stories = "".join(f"ACME,ADMIT,Visit {number}{' on and on' * 20}\n" for number in range(200))
    busy.import_text("usage", "contact,benefit_type,description\n" + stories)
    for earlier in (None, "Earlier"):
        if earlier:
            busy.file("out.txt", earlier)
        answer = busy.shell(f"ulimit -f 64; benefit-desk {words} --out out.txt")
        assert (answer.status, answer.error) == (1, "out.txt: File too large.\n")
        left = {each.name: each.read_text() for each in busy.folder.glob("*out.txt*")}
        assert left == ({"out.txt": earlier} if earlier else {})


def test_a_report_can_go_into_a_device(busy: CommandLine) -> None:
    """What is no file is written to, and not replaced by one."""
    busy.done("report", "usage", "--out", "/dev/null")
    assert Path("/dev/null").is_char_device()
    link = busy.folder / "link.csv"
    link.symlink_to(busy.file("real.csv", "old"))
    busy.done("report", "usage", "--format", "csv", "--out", str(link))
    assert link.is_symlink()
    assert link.read_text().startswith("benefit,")


def test_what_several_payments_lack_is_told_once(acme: CommandLine) -> None:
    """Behind the first five of them; each row of JSON has it by itself."""
    for number in range(9):
        acme.done(
            "enroll", "OMAR", "GOLD", "--starts-on", f"20{40 + number}-01-01", "--transaction",
            f"T{number}", "--amount", "100", "--paid-on", str(STARTS_ON),
        )  # fmt: skip
    acme.done("enroll", "OMAR", "GOLD", "--starts-on", "2060-01-01")
    _, limit, amount = acme.done("report", "quid-pro-quo").rstrip("\n").split("\n\n")
    assert limit == (
        f"D1, T0, T1, T2, T3 and 5 more: The token limit for {STARTS_ON.year} is not entered in"
        " the settings."
    )
    assert amount == "(none): The amount paid is not known."
