"""convey, recall, adjust, add, and an overage confirmed; as somebody types them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.bot.command_line.typing_in import CommandLine

TODAY = datetime.now(UTC).date()


@pytest.fixture
def twice(acme: CommandLine) -> CommandLine:
    """Acme has a second Gold membership, which ends later."""
    acme.done("enroll", "ACME", "GOLD", "--starts-on", "today", "--again")
    return acme


def keys(line: CommandLine, benefit: str) -> list[str]:
    """The keys of Acme's levels of a benefit, as check --why shows them, the first to end first."""
    lines = line.done("check", "ACME", "--why").splitlines()
    return [row.rpartition("(level ")[2].rstrip(")") for row in lines if f"{benefit}: " in row]


def guests(line: CommandLine) -> list[dict[str, Any]]:
    """The balances of the guest passes, the oldest level first."""
    return line.rows("balances", "--benefit", "GUEST")


def refused(line: CommandLine, *words: str) -> str:
    """The sentence of a command that the rules refuse."""
    before = line.rows("history")
    answer = line.type(*words)
    assert (answer.status, answer.out) == (1, "")
    assert line.rows("history") == before
    return answer.error


def misused(line: CommandLine, *words: str) -> str:
    """The sentence about a command that can't be meant."""
    answer = line.type(*words)
    assert (answer.status, answer.out) == (2, "")
    return answer.error


def test_units_are_conveyed_and_recalled(acme: CommandLine) -> None:
    """They leave what is unassigned, are in the holder's hands, and come back."""
    out = acme.done("convey", "acme", "guest", "--to", "jane", "--quantity", "2", "--note", "tour")
    key = acme.rows("history")[-1]["key"]
    assert out.splitlines() == [
        "Conveyed 2 × Guest pass for Acme Hardware to Jane Field; 2 of 4 unassigned.",
        f"To take it back: benefit-desk undo {key} --reason “…”",
    ]
    assert acme.rows("history")[-1]["note"] == "tour"
    assert "Guest pass: 4 of 4 left, 2 of them conveyed" in acme.done("check", "ACME")
    assert acme.done("recall", "acme", "guest", "--from", "jane", "--quantity", "1") == (
        "Recalled 1 × Guest pass for Acme Hardware from Jane Field; 3 of 4 unassigned.\n"
    )
    assert acme.done("recall", "acme", "guest", "--from", "jane") == (
        "Recalled 1 × Guest pass for Acme Hardware from Jane Field; 4 of 4 unassigned.\n"
    )


def test_a_holder_sees_what_was_conveyed_to_them(acme: CommandLine) -> None:
    """Check names the owner, what is left of it and its end; used units are gone."""
    acme.done("convey", "ACME", "GUEST", "--to", "OMAR", "--quantity", "2", "--date", "yesterday")
    acme.done("use", "OMAR", "GUEST")
    heading, branch, held = acme.done("check", "OMAR").splitlines()
    assert heading.startswith("Omar Lake (OMAR), ")
    assert branch == "└── conveyed to them"
    assert held.startswith("    └── Guest pass of Acme Hardware: 1 left, until ")
    before = acme.done("check", "OMAR", "--as-of", str(TODAY - timedelta(2)))
    assert "no membership" in before


def test_a_conveyance_can_be_undone(acme: CommandLine) -> None:
    """Undo says what it took back, in the words of its kind."""
    acme.done("convey", "ACME", "GUEST", "--to", "OMAR", "--quantity", "3")
    key = str(acme.rows("history")[-1]["key"])
    assert acme.done("undo", key, "--reason", "typo") == (
        "Took back the conveyance of 3 × Guest pass for Acme Hardware; 4 of 4 unassigned.\n"
    )


def test_the_level_that_ends_first_with_enough_is_taken(twice: CommandLine) -> None:
    """One with too little is passed over; --level names another; recall takes all there is."""
    twice.done("convey", "ACME", "GUEST", "--to", "OMAR", "--quantity", "3")
    twice.done("convey", "ACME", "GUEST", "--to", "OMAR", "--quantity", "2")
    assert [row["conveyed"] for row in guests(twice)] == [3, 2]
    later = keys(twice, "Guest pass")[1]
    twice.done("convey", "ACME", "GUEST", "--to", "OMAR", "--level", later)
    assert [row["conveyed"] for row in guests(twice)] == [3, 3]
    assert refused(twice, "convey", "ACME", "GUEST", "--to", "OMAR", "--quantity", "2") == (
        "Only 1 left; 2 asked for.\n"
    )
    assert refused(twice, "recall", "ACME", "GUEST", "--from", "OMAR", "--quantity", "4") == (
        "Only 3 left; 4 asked for.\n"
    )
    assert twice.done("recall", "ACME", "GUEST", "--from", "OMAR") == (
        "Recalled 6 × Guest pass for Acme Hardware from Omar Lake; 8 of 8 unassigned.\n"
    )


def test_the_most_that_one_level_has_is_told(twice: CommandLine) -> None:
    """Where none has enough, the sentence doesn't depend on which was asked last."""
    later = keys(twice, "Guest pass")[1]
    twice.done("convey", "ACME", "GUEST", "--to", "OMAR", "--quantity", "3", "--level", later)
    assert refused(twice, "convey", "ACME", "GUEST", "--to", "OMAR", "--quantity", "5") == (
        "Only 4 left; 5 asked for.\n"
    )


def test_a_declined_level_is_passed_over(twice: CommandLine) -> None:
    """Units come from one that gives some; of the only one that doesn't, it is said."""
    first, later = keys(twice, "Guest pass")
    twice.done("adjust", "ACME", "GUEST", "--decline", "--level", first)
    twice.done("convey", "ACME", "GUEST", "--to", "OMAR")
    assert [row["conveyed"] for row in guests(twice)] == [0, 1]
    twice.done("adjust", "ACME", "GUEST", "--inactive", "--level", later)
    assert refused(twice, "convey", "ACME", "GUEST", "--to", "OMAR") == (
        "Guest pass of Acme Hardware has been made inactive.\n"
    )
    assert "no membership" in twice.done("check", "OMAR")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["convey", "ACME", "GUEST", "--to", "ACME"],
         "These units can't be conveyed. They are the owner's already."),
        (["convey", "ACME", "GUEST", "--to", "JANE", "--quantity", "5"],
         "Only 4 left; 5 asked for."),
        (["convey", "OMAR", "GUEST", "--to", "JANE"],
         "Omar Lake has no Guest pass with any membership."),
        (["convey", "ACME", "LISTNG", "--to", "JANE"],
         "Directory listing is not counted, so there is no use of it to record."),
        (["convey", "ACME", "GUEST", "--to", "Nobody"], "There is no contact “Nobody”."),
        (["convey", "ACME", "GUEST", "--to", "JANE", "--level", "5"],
         "There is no benefit level 5."),
        (["recall", "ACME", "GUEST", "--from", "JANE"],
         "JANE holds no unused units of this benefit."),
        (["recall", "ACME", "GUEST", "--from", "JANE", "--quantity", "1"],
         "JANE holds no unused units of this benefit."),
        (["recall", "OMAR", "GUEST", "--from", "JANE"],
         "Omar Lake has no Guest pass with any membership."),
        (["adjust", "ACME", "GUEST", "--number", "-0.5", "--reason", "x"],
         "--number: -0.5 is less than 0."),
        (["adjust", "ACME", "GUEST", "--number", "2.5", "--reason", "x"],
         "Guest pass is counted in steps of 1; 2.5 is not."),
        (["adjust", "ACME", "ADMIT", "--number", "3", "--reason", "x"],
         "This benefit is unlimited, so it has no number to change."),
        (["adjust", "ACME", "GUEST", "--source", "FARTOOLONG"],
         "The source has 10 characters; at most 6 fit."),
        (["adjust", "ACME", "GUEST", "--field", "Tier=A"], "There is no custom field “Tier”."),
        (["add", "ACME", "G9"],
         ("There is no membership benefit “G9”. There is G1 (Conference room), G2 (Guest pass),"
          " G3 (General admission), G4 (Directory listing) or G5 (Gala seat).")),
        (["add", "ACME", "F1"],
         ("Acme Hardware has no Friend of the house membership that has not ended, to add F1"
          " to.")),
        (["add", "ACME", "G5", "--number", "3"],
         "Gala seat: the package has 2; 3 would be more than that."),
        (["add", "ACME", "G5", "--membership", "5"], "There is no membership 5."),
    ],
)  # fmt: skip
def test_a_refusal_says_why_and_writes_nothing(
    acme: CommandLine, words: list[str], sentence: str
) -> None:
    """Each rule's sentence goes to stderr; the ledger stays."""
    status = 2 if sentence.startswith("--") else 1
    before = acme.rows("history")
    answer = acme.type(*words)
    assert (answer.status, answer.out, answer.error) == (status, "", f"{sentence}\n")
    assert acme.rows("history") == before


def test_a_level_of_somebody_else_is_refused(acme: CommandLine) -> None:
    """A key that is of another benefit, or a membership of another contact, is told."""
    room = keys(acme, "Conference room")[0]
    assert refused(acme, "convey", "ACME", "GUEST", "--to", "JANE", "--level", room) == (
        f"Level {room} is no Guest pass of Acme Hardware.\n"
    )
    acme.done("enroll", "OMAR", "GOLD", "--starts-on", "today")
    key = acme.done("check", "ACME", "--why").partition("(membership ")[2][:13]
    assert refused(acme, "add", "OMAR", "G5", "--membership", key) == (
        f"Membership {key} is not one of Omar Lake.\n"
    )


def test_a_number_is_changed_with_its_reason(acme: CommandLine) -> None:
    """The answer has the number before and after; the change can be taken back."""
    acme.done("use", "ACME", "GUEST")
    out = acme.done("adjust", "ACME", "GUEST", "--number", "6", "--reason", "Anniversary")
    row = acme.rows("history")[-1]
    assert out.splitlines() == [
        "Changed Guest pass for Acme Hardware: number 4 to 6; 5 of 6 left.",
        f"To take the number back: benefit-desk undo {row['key']} --reason “…”",
    ]
    assert (row["kind"], row["quantity"], row["note"]) == ("adjustment", 2, "Anniversary")
    assert acme.done("undo", str(row["key"]), "--reason", "typo") == (
        "Took back the change by 2 of Guest pass for Acme Hardware; 3 of 4 left.\n"
    )
    assert refused(
        acme, "adjust", "ACME", "GUEST", "--number", "0", "--reason", "x"
    ) == "0 is not possible: 1 is used already.\n"  # fmt: skip


def test_flags_comment_and_source_are_changed(acme: CommandLine) -> None:
    """Each is told with what it was; the same again differs in nothing."""
    words = ["adjust", "ACME", "GALA", "--inactive", "--decline", "--comment", "Moved away"]
    assert acme.done(*words, "--source", "AUTO") == (
        "Changed Gala seat for Acme Hardware: accepted yes to no, active yes to no,"
        " source nothing to “AUTO”, comment nothing to “Moved away”; 0 of 2 left.\n"
    )
    assert acme.done(*words) == (
        "Nothing differs: Gala seat for Acme Hardware is like that already.\n"
    )
    assert "Gala seat: declined" in acme.done("check", "ACME")
    acme.done("adjust", "ACME", "GALA", "--active", "--accept", "--comment", "")
    assert "Gala seat: 2 of 2 left" in acme.done("check", "ACME")


def test_custom_fields_are_set_by_their_labels(acme: CommandLine) -> None:
    """Text is checked by the kind of slot; an empty text empties it; labels are listed."""
    acme.settings(
        '[custom_fields]\ndate1 = "Renewal call"\n'
        'lookup1 = {label = "Tier", codes = {A = "First", B = "Second"}}\n'
    )
    adjust = ("adjust", "ACME", "GUEST")
    assert acme.done(*adjust, "--field", "renewal call=2026-03-01", "--field", "Tier=B") == (
        "Changed Guest pass for Acme Hardware: Renewal call nothing to “2026-03-01”,"
        " Tier nothing to “B”; 4 of 4 left.\n"
    )
    why = acme.done("check", "ACME", "--why")
    assert "│   ├── Renewal call: 2026-03-01\n" in why
    assert "│   ├── Tier: B\n" in why
    assert acme.done(*adjust, "--field", "Tier=") == (
        "Changed Guest pass for Acme Hardware: Tier “B” to nothing; 4 of 4 left.\n"
    )
    assert refused(acme, *adjust, "--field", "Tier=C") == "Tier: “C” is not A or B.\n"
    assert refused(acme, *adjust, "--field", "Renewal call=soon") == (
        "Renewal call: “soon” is no date; write it as 2026-11-03.\n"
    )
    assert refused(acme, *adjust, "--field", "Colour=red") == (
        "There is no custom field “Colour”. There is Renewal call or Tier.\n"
    )
    assert misused(acme, *adjust, "--field", "Tier") == (
        "--field: “Tier” is not of the form LABEL=TEXT.\n"
    )


def test_adjust_asks_which_level_is_meant(twice: CommandLine) -> None:
    """Two levels that run today are named with their keys and terms."""
    first, second = keys(twice, "Guest pass")
    sentence = refused(twice, "adjust", "ACME", "GUEST", "--number", "5", "--reason", "x")
    assert sentence.startswith(
        f"Acme Hardware has 2 levels of Guest pass: name one with --level, {first} ("
    )
    assert f") or {second} (" in sentence
    twice.done("adjust", "ACME", "GUEST", "--number", "5", "--reason", "x", "--level", second)
    assert [row["number"] for row in guests(twice)] == [4, 5]


def test_adjust_says_what_is_missing(acme: CommandLine) -> None:
    """Without a change, or without the reason of a number, it is wrong use."""
    assert misused(acme, "adjust", "ACME", "GUEST") == (
        "Say what to change: --number, --active or --inactive, --accept or --decline, --comment,"
        " --source or --field.\n"
    )
    assert misused(acme, "adjust", "ACME", "GUEST", "--number", "5", "--reason", " ") == (
        "--reason is missing: please say why the number changes.\n"
    )


def test_a_level_is_added_by_its_name(acme: CommandLine) -> None:
    """Staff know benefits, not lines; where two lines give the same one, both are named."""
    assert acme.done("add", "ACME", "gala").startswith("Added Gala seat for Acme Hardware, ")
    acme.import_text(
        "membership-benefits",
        "code,membership_type,benefit_type,number\nG6,GOLD,GALA,5\n",
    )
    assert refused(acme, "add", "ACME", "gala") == (
        "“gala” can be more than one membership benefit: G5 (Gala seat) or G6 (Gala seat)?\n"
    )


def test_a_level_is_added_later(acme: CommandLine) -> None:
    """It lasts as long as the membership, with as many units as the line has, or fewer."""
    out = acme.done("add", "ACME", "g5")
    assert out.startswith("Added Gala seat for Acme Hardware, ")
    assert out.endswith("; 2 of 2 left.\n")
    assert acme.done("add", "ACME", "G5", "--number", "1").endswith("; 1 of 1 left.\n")
    numbers = [row["number"] for row in acme.rows("balances", "--benefit", "GALA")]
    assert numbers == [2, 2, 1]


def test_an_overage_is_confirmed_by_who_types_it(acme: CommandLine) -> None:
    """The refusal names the option; undo gives back no more than was used."""
    acme.import_text(
        "membership-benefits",
        "code,membership_type,benefit_type,number,overage\nG9,GOLD,GUEST,1,yes\n",
    )
    acme.done("enroll", "OMAR", "GOLD", "--starts-on", "today", "--decline", "G2")
    use = ("use", "OMAR", "GUEST", "--quantity", "3")
    assert refused(acme, *use) == (
        "Only 1 left; 3 asked for. A manager can confirm the overage."
        " To confirm it yourself, add --confirm-overage.\n"
    )
    recorded, _ = acme.done(*use, "--confirm-overage").splitlines()
    assert recorded.startswith("Recorded 3 × Guest pass for Omar Lake on ")
    assert recorded.endswith("; 0 of 3 left.")
    usage = next(row for row in acme.rows("history") if row["kind"] == "usage")
    undone = acme.done("undo", str(usage["key"]), "--reason", "typo")
    assert undone.startswith("Took back 3 × Guest pass for Omar Lake on ")
    assert undone.endswith("; 1 of 1 left.\n")


def test_an_overage_that_the_line_does_not_allow_stays_refused(acme: CommandLine) -> None:
    """The option confirms, it doesn't overrule."""
    assert refused(acme, "use", "ACME", "GUEST", "--quantity", "5", "--confirm-overage") == (
        "Only 4 left; 5 asked for.\n"
    )


@pytest.fixture
def monthly(line: CommandLine) -> CommandLine:
    """Acme has ten hours every month, the second of which began 20 days ago."""
    line.import_text("contacts", "code,name\nACME,Acme\n")
    line.import_text("benefit-types", "code,name,unit\nROOM,Room,hour\n")
    line.import_text("membership-types", "code,name\nGOLD,Gold\n")
    line.import_text(
        "membership-benefits",
        "code,membership_type,benefit_type,number,period,rollover_max\nG1,GOLD,ROOM,10,month,5\n",
    )
    starts_on = str(TODAY - timedelta(50))
    line.done("enroll", "ACME", "GOLD", "--starts-on", starts_on, "--ends-on", "2099-12-31")
    return line


def test_a_changed_number_says_what_comes_anew(monthly: CommandLine) -> None:
    """The number has what rolled over, and so isn't what comes anew every month."""
    lowered = monthly.done("adjust", "ACME", "ROOM", "--number", "10", "--reason", "as agreed")
    assert lowered.startswith(
        "Changed Room for Acme: number 15 to 10 (5 rolled over; from now on 5 come anew every"
        " month); 10 of 10 left.\n"
    )
    least = monthly.done("adjust", "ACME", "ROOM", "--number", "6", "--reason", "as agreed")
    assert "number 10 to 6 (5 rolled over; from now on 1 comes anew every month)" in least


def test_a_use_in_an_earlier_month_says_what_is_left_of_that_one(monthly: CommandLine) -> None:
    """What is left today is another month's."""
    first = TODAY - timedelta(50)
    used = monthly.done("use", "ACME", "ROOM", "--quantity", "2", "--date", str(first))
    assert re.match(
        rf"Recorded 2 × Room for Acme on {first:%-d %b %Y}; 8 of 10 left in the month to"
        r" \d+ \w+ \d{4}\.\n",
        used,
    )
    now = monthly.done("use", "ACME", "ROOM", "--quantity", "2")
    assert "; 13 of 15 left.\n" in now
