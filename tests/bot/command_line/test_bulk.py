"""bulk, as somebody types it."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.bot.command_line.typing_in import CommandLine

TODAY = datetime.now(UTC).date()
WHAT = f"1 × Guest pass on {TODAY:%-d %b %Y}"


@pytest.fixture
def members(acme: CommandLine) -> CommandLine:
    """Acme and Lena are Gold; Omar is a friend of the house, and has used one of two passes."""
    acme.import_text("contacts", "code,name\nLENA,Lena Moss\nNORA,Nora Vale\n")
    start = str(TODAY - timedelta(5))
    acme.done("enroll", "LENA", "GOLD", "--starts-on", start)
    acme.done("enroll", "OMAR", "FRIEND", "--starts-on", start, "--ends-on", "2099-12-31")
    acme.done("use", "OMAR", "GUEST", "--date", "yesterday")
    return acme


def used_today(line: CommandLine) -> list[str]:
    """The contacts who used something today, by code."""
    history = line.rows("history", "--from", "today")
    return sorted(row["contact"] for row in history if row["kind"] == "usage")


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["--remaining-at-least", "0"], ["ACME", "LENA", "OMAR"]),
        (["--remaining-at-least", "2"], ["ACME", "LENA"]),
        (["--membership-type", "friend of the house"], ["OMAR"]),
        (["--membership-type", "GOLD", "--remaining-at-least", "4"], ["ACME", "LENA"]),
        (["--line", "f1"], ["OMAR"]),
        (["--category", "facilities"], ["ACME", "LENA"]),
        (["--category", "events"], ["ACME"]),
        (["--category", "admission", "--line", "G2", "--except", "ACME"], ["LENA"]),
        (["--contacts", "omar; Lena Moss"], ["LENA", "OMAR"]),
        (["--contacts", "OMAR", "--contacts", "LENA", "--contacts", "OMAR"], ["LENA", "OMAR"]),
        (["--membership-type", "GOLD", "--contacts", "OMAR", "--except", "acme"],
         ["LENA", "OMAR"]),
    ],
)  # fmt: skip
def test_contacts_are_chosen_by_filter_and_by_hand(
    members: CommandLine, words: list[str], codes: list[str]
) -> None:
    """Filters choose of those who have the benefit; names add, --except leaves out."""
    out = members.done("bulk", "guest", *words, "--description", "Open house")
    count = "1 contact" if len(codes) == 1 else f"{len(codes)} contacts"
    assert out.startswith(f"Recorded {WHAT} for {count}.\nTo take it all back: benefit-desk undo ")
    assert used_today(members) == codes


@pytest.mark.parametrize(
    "text",
    [
        "LENA\nOmar Lake\n",
        "name,code\nMoss,LENA\nLake,OMAR\n",
        "name;code\nMoss;LENA\nLake;OMAR\n",
        "contact\nLENA\n\nOMAR\n",
    ],
)
def test_contacts_come_from_a_file(members: CommandLine, text: str) -> None:
    """One on each line, or a column that is headed contact or code."""
    path = members.file("who.csv", text)
    members.done("bulk", "GUEST", "--contacts", str(path))
    assert used_today(members) == ["LENA", "OMAR"]


def test_a_dry_run_lists_who_would_be_refused_and_why(members: CommandLine) -> None:
    """All reasons are told, and nothing is written."""
    before = members.rows("history")
    out = members.done(
        "bulk", "GUEST", "--contacts", "ACME;OMAR;NORA", "--quantity", "2", "--date", "yesterday",
        "--dry-run",
    )  # fmt: skip
    rows = [" ".join(row.split()) for row in out.splitlines()]
    assert rows[0] == "Refused Why"
    assert rows[2] == "Omar Lake (OMAR) Only 1 left; 2 asked for."
    assert rows[3] == "Nora Vale (NORA) Nora Vale has no Guest pass with any membership."
    assert rows[-1] == (
        f"Would record 2 × Guest pass on {TODAY - timedelta(1):%-d %b %Y} for 1 contact;"
        " 2 of 3 contacts would be refused; nothing was written."
    )
    assert members.rows("history") == before


def test_one_refusal_stops_all_or_is_left_out(members: CommandLine) -> None:
    """Either everybody, or with --those-that-can everybody else; the refusals are told."""
    words = ("bulk", "GUEST", "--contacts", "ACME;NORA")
    refusal = "Nora Vale (NORA): Nora Vale has no Guest pass with any membership.\n"
    answer = members.type(*words)
    assert (answer.status, answer.out) == (1, "")
    assert answer.error == (
        f"{refusal}Nothing was recorded: 1 of 2 contacts would be refused."
        " To record the others: --those-that-can.\n"
    )
    assert used_today(members) == []
    others = members.type(*words, "--those-that-can")
    assert (others.status, others.error) == (0, refusal)
    assert others.out.startswith(f"Recorded {WHAT} for 1 contact.\nTo take it all back: ")
    assert used_today(members) == ["ACME"]


def test_a_file_with_strangers_lists_them_all(members: CommandLine) -> None:
    """Every line that names nobody is told with its number."""
    path = members.file("who.txt", "ACME\nNobody\nLENA\nSomebody\n")
    answer = members.type("bulk", "GUEST", "--contacts", str(path))
    assert (answer.status, answer.out) == (1, "")
    assert answer.error.splitlines() == [
        f"{path} line 2: There is no contact “Nobody”.",
        f"{path} line 4: There is no contact “Somebody”.",
        "Nothing was recorded: 2 contacts can't be found. To record the others: --those-that-can.",
    ]


def test_strangers_are_refused_like_others(members: CommandLine) -> None:
    """All of them are told; the others are recorded if that is asked for, and only then."""
    words = ("bulk", "GUEST", "--contacts", "ACME;NOBODY;Mr. X;LENA")
    strangers = ["There is no contact “NOBODY”.", "There is no contact “Mr. X”."]
    none = members.type(*words)
    assert (none.status, none.out) == (1, "")
    assert none.error.splitlines() == [
        *strangers,
        "Nothing was recorded: 2 contacts can't be found. To record the others: --those-that-can.",
    ]
    tried = members.done(*words, "--dry-run")
    assert [" ".join(row.split()) for row in tried.splitlines()][2:] == [
        f"NOBODY {strangers[0]}",
        f"Mr. X {strangers[1]}",
        "",
        (
            f"Would record {WHAT} for 2 contacts; 2 of 4 contacts would be refused;"
            " nothing was written."
        ),
    ]
    assert used_today(members) == []
    others = members.type(*words, "--those-that-can")
    assert (others.status, others.error.splitlines()) == (0, strangers)
    assert others.out.startswith(f"Recorded {WHAT} for 2 contacts.\n")
    assert used_today(members) == ["ACME", "LENA"]


def test_a_stranger_among_the_exceptions_stops_all(members: CommandLine) -> None:
    """Whoever was to be left out would else be recorded."""
    answer = members.type(
        "bulk", "GUEST", "--contacts", "ACME", "--except", "AKME", "--those-that-can"
    )
    assert answer.status == 1
    assert answer.error.endswith("Nothing was recorded: 1 contact can't be found.\n")
    assert used_today(members) == []


def test_a_name_with_a_full_stop_is_no_file(members: CommandLine) -> None:
    """It is looked for among the contacts first."""
    members.import_text("contacts", "code,name\nLENA,L. Moss\n")
    members.done("bulk", "GUEST", "--contacts", "L. Moss")
    assert used_today(members) == ["LENA"]


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        ([], 2, ("Say for whom: --contacts, --membership-type, --line, --category or"
         " --remaining-at-least.")),
        (["--remaining-at-least", "few"], 2, "--remaining-at-least: “few” is no number."),
        (["--remaining-at-least", "5"], 1, "Nothing was recorded: nobody with Guest pass fits."),
        (["--contacts", "ACME", "--except", "ACME"], 1,
         "Nothing was recorded: nobody with Guest pass fits."),
        (["--contacts", "Nobody"], 1, ("There is no contact “Nobody”.\nNothing was recorded: 1"
         " contact can't be found. To record the others: --those-that-can.")),
        (["--contacts", "none.csv"], 1, "none.csv can't be read: No such file or directory."),
        (["--membership-type", "silver"], 1, ("There is no membership type “silver”. There is Gold"
         " (GOLD) or Friend of the house (FRIEND).")),
    ],
)  # fmt: skip
def test_nobody_to_record_for_is_told(
    members: CommandLine, words: list[str], status: int, sentence: str
) -> None:
    """Each with its sentence, and nothing is written."""
    answer = members.type("bulk", "GUEST", *words)
    assert (answer.status, answer.out, answer.error) == (status, "", f"{sentence}\n")


def test_a_file_that_is_no_text_is_told(members: CommandLine) -> None:
    """Bytes that aren't UTF-8 are no list of names."""
    path = members.folder / "latin.csv"
    path.write_bytes("Zoë\n".encode("latin-1"))
    answer = members.type("bulk", "GUEST", "--contacts", str(path))
    assert answer.error == "latin.csv is not UTF-8 text; save it as CSV UTF-8.\n"


def test_a_whole_bulk_is_taken_back(members: CommandLine) -> None:
    """By any of its uses, in one step; what was recorded by itself stays."""
    members.done("use", "ACME", "GUEST", "--date", "yesterday", "--description", "By itself")
    out = members.done("bulk", "GUEST", "--contacts", "ACME;LENA;OMAR", "--description", "Open")
    key = out.split("undo ")[1].split()[0]
    lena = next(
        row for row in members.rows("history", "--kind", "usage") if row["contact"] == "LENA"
    )
    members.done("undo", str(lena["key"]), "--reason", "Not there")
    undone = members.done("undo", key, "--whole-bulk", "--reason", "Wrong day")
    assert undone == "Took back what was recorded for 2 contacts.\n"
    assert members.rows("usage", "--from", "today") == []
    assert [row["uses"] for row in members.rows("usage")] == [2]
    alone = members.rows("history", "--kind", "usage")[1]
    assert alone["description"] == "By itself"
    answer = members.type("undo", str(alone["key"]), "--whole-bulk", "--reason", "typo")
    assert (answer.status, answer.error) == (
        1, "That was not recorded in bulk; take it back by itself.\n",
    )  # fmt: skip


def test_the_same_again_is_asked_about(members: CommandLine) -> None:
    """And --again is the answer."""
    members.done("bulk", "guest", "--contacts", "LENA")
    answer = members.type("bulk", "guest", "--contacts", "LENA;OMAR")
    assert answer.error.startswith("Lena Moss (LENA): Already recorded by ")
    assert "; record again? If so, add --again.\nNothing was recorded: 1 of 2 " in answer.error
    dry = members.done("bulk", "guest", "--contacts", "LENA", "--dry-run")
    assert "record again? If so, add --again." in dry
    assert members.done("bulk", "guest", "--contacts", "LENA;OMAR", "--again").startswith(
        f"Recorded {WHAT} for 2 contacts."
    )
