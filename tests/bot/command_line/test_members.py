"""check, use, undo and enroll, as somebody types them."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.bot.command_line.typing_in import CommandLine

TODAY = datetime.now(UTC).date()
YESTERDAY = TODAY - timedelta(1)


def told(day: object) -> str:
    """A date as the command line writes it."""
    return f"{day:%-d %b %Y}"


def last_key(line: CommandLine) -> str:
    """The key of the latest entry."""
    return str(line.rows("history")[-1]["key"])


def remaining(line: CommandLine, benefit: str) -> object:
    """What Acme has left of a benefit."""
    (row,) = line.rows("balances", "--member", "ACME", "--benefit", benefit)
    return row["remaining"]


def test_a_use_is_recorded_and_told(acme: CommandLine) -> None:
    """The answer names benefit, contact, date and what is left, and how to take it back."""
    out = acme.done("use", "acme hardware", "conference", "--quantity", "2.5")
    key = last_key(acme)
    assert out.splitlines() == [
        f"Recorded 2.5 × Conference room for Acme Hardware on {told(TODAY)}; 7.5 of 10 left.",
        f"To take it back: benefit-desk undo {key} --reason “…”",
    ]


def test_a_use_carries_all_that_was_typed(acme: CommandLine) -> None:
    """Date in words, description and holder reach the ledger, with the user of the system."""
    acme.done(
        "use", "ACME", "GUEST", "--date", "yesterday", "--quantity", "2",
        "--description", "Board visit", "--holder", "Jane Field",
    )  # fmt: skip
    row = acme.rows("history")[-1]
    assert row["used_on"] == YESTERDAY.isoformat()
    assert (row["holder"], row["description"], row["quantity"]) == ("JANE", "Board visit", 2)
    assert (row["source"], row["kind"]) == ("cli", "usage")
    assert row["actor"]


def test_the_default_is_one_today_in_the_organisation_s_zone(acme: CommandLine) -> None:
    """Today is the organisation's date, however late it is in Greenwich."""
    acme.settings('[organisation]\ntime_zone = "Pacific/Kiritimati"\n')
    acme.done("use", "ACME", "GUEST")
    row = acme.rows("history")[-1]
    assert row["quantity"] == 1
    ahead = datetime.now(UTC) + timedelta(hours=14)
    assert row["used_on"] == ahead.date().isoformat()


def test_the_same_use_asks_and_is_recorded_with_again(acme: CommandLine) -> None:
    """An equal use on one day is a question first; --again is the answer."""
    acme.done("use", "ACME", "GUEST")
    asked = acme.type("use", "ACME", "GUEST")
    assert asked.status == 1
    assert re.fullmatch(
        r"Already recorded by .* at \d\d:\d\d on .*; record again\? If so, add --again\.\n",
        asked.error,
    )
    assert remaining(acme, "GUEST") == 3
    acme.done("use", "ACME", "GUEST", "--again")
    assert remaining(acme, "GUEST") == 2


def test_a_use_of_an_unlimited_benefit_says_so(acme: CommandLine) -> None:
    """What has no end has no number left."""
    out = acme.done("use", "ACME", "ADMIT", "--quantity", "40")
    assert out.startswith(
        f"Recorded 40 × General admission for Acme Hardware on {told(TODAY)}; unlimited.\n"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["ACME", "GUEST", "--quantity", "5"], "Only 4 left; 5 asked for."),
        (["ACME", "LISTNG"],
         "Directory listing is not counted, so there is no use of it to record."),
        (["OMAR", "GUEST"], "Omar Lake has no Guest pass with any membership."),
        (["ACME", "ROOM", "--quantity", "0.3"],
         "Conference room is counted in steps of 0.5; 0.3 is not."),
        (["Akme Hardwear", "GUEST"],
         "There is no contact “Akme Hardwear”. Did you mean Acme Hardware?"),
        (["ACME", "gest pas"], "There is no benefit type “gest pas”. There is Guest pass."),
        (["ACME", "GUEST", "--holder", "OMAR"],
         "Omar Lake is not authorised to use the benefits of Acme Hardware."),
        (["ACME", "GUEST", "--quantity", "0"], "A quantity has to be more than 0; 0 was given."),
        (["ACME", "GUEST", "--description", "x" * 256],
         "The description has 256 characters; at most 255 fit."),
        (["e", "GUEST"], ("Several contacts match “e”: Acme Hardware (ACME), Jane Field (JANE) or"
         " Omar Lake (OMAR)?")),
        (["ACME", "a"], ("“a” can be more than one benefit type: Guest pass (GUEST), Gala seat"
         " (GALA) or General admission (ADMIT)?")),
    ],
)  # fmt: skip
def test_a_refused_use_says_why_and_writes_nothing(
    acme: CommandLine, words: list[str], sentence: str
) -> None:
    """Each rule's own sentence goes to stderr, the exit status is 1, the ledger stays."""
    before = acme.rows("history")
    answer = acme.type("use", *words)
    assert (answer.status, answer.out, answer.error) == (1, "", f"{sentence}\n")
    assert acme.rows("history") == before


@pytest.mark.parametrize(
    ("option", "typed", "sentence"),
    [
        ("--quantity", "two", "--quantity: “two” is no number; write it as 2."),
        ("--quantity", "-1", "--quantity: -1 is less than 0."),
        ("--quantity", "9999999999", "--quantity: 9999999999 is more than 999999999."),
        ("--quantity", "1e400", "--quantity: “1e400” is no number."),
        ("--quantity", "0,5", "--quantity: “0,5” is no number; write it as 0.5."),
        ("--date", "whenever", ("--date: “whenever” is no date; write it as 2026-11-03 or"
         " “yesterday”.")),
        ("--date", "yesterday evening", ("--date: “yesterday evening” is no date; write it as"
         " 2026-11-03 or “yesterday”.")),
        ("--date", "3/11/2026", ("--date: “3/11/2026” can be read in two ways. Please write"
         " 2026-11-03 or 2026-03-11.")),
        ("--date", "1/3", "--date: “1/3” can be read in two ways. Please write 1 Mar or 3 Jan."),
        ("--date", "25/11/2026", "--date: Please write “25/11/2026” as 2026-11-25 or 25 Nov 2026."),
        ("--date", "31 feb", "--date: There is no day “31 feb” in the calendar."),
    ],
)  # fmt: skip
def test_a_mistyped_option_is_wrong_use(
    acme: CommandLine, option: str, typed: str, sentence: str
) -> None:
    """What can't be meant is told by the option's name, with exit status 2."""
    answer = acme.type("use", "ACME", "GUEST", option, typed)
    assert (answer.status, answer.out, answer.error) == (2, "", f"{sentence}\n")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2 gest passes", "“2 gest passes”. Did you mean \"Guest pass\" --quantity 2?"),
        ("2x guest", "“2x guest”. Did you mean \"Guest pass\" --quantity 2?"),
        ("gest pass 3", "“gest pass 3”. Did you mean \"Guest pass\" --quantity 3?"),
        ("conferense room two", ("“conferense room two”. Did you mean \"Conference room\""
         " --quantity 2?")),
        ("2 g", ("“2 g”. Did you mean \"Gala seat\" --quantity 2, \"General admission\""
         " --quantity 2 or \"Guest pass\" --quantity 2?")),
    ],
)  # fmt: skip
def test_a_quantity_among_the_words_is_asked_about(
    acme: CommandLine, typed: str, told: str
) -> None:
    """In whichever order, misspelt or not, and however the shell divided the words."""
    for words in (typed.split(), [typed]):
        answer = acme.type("use", "ACME", *words)
        assert (answer.status, answer.out) == (2, "")
        assert answer.error == f"There is no benefit type {told}\n"
    assert remaining(acme, "GUEST") == 4


def test_a_number_with_no_benefit_is_an_unknown_one(acme: CommandLine) -> None:
    """Nothing is suggested where nothing is like it."""
    for typed in ("2", "2 3 guest", "2 zzzzzz"):
        answer = acme.type("use", "ACME", *typed.split())
        assert answer.status == 1
        assert answer.error.startswith(f"There is no benefit type “{typed}”.")
        assert "--quantity" not in answer.error


def test_a_benefit_of_several_words_needs_no_quotes(acme: CommandLine) -> None:
    """The words behind the contact are one name."""
    out = acme.done("use", "ACME", "guest", "pass", "--quantity", "2")
    assert out.startswith("Recorded 2 × Guest pass for Acme Hardware")


def test_the_benefit_that_the_contact_has_is_meant(acme: CommandLine) -> None:
    """Where a name fits several benefits, the only one that the contact has is taken."""
    acme.done("enroll", "OMAR", "FRIEND", "--starts-on", "today", "--ends-on", "2099-12-31")
    out = acme.done("use", "OMAR", "s", "--description", "a visit")
    assert out.startswith("Recorded 1 × Guest pass for Omar Lake")


def test_undo_takes_a_use_back(acme: CommandLine) -> None:
    """The units are free again, and the reason stands in the history."""
    acme.done("use", "ACME", "GUEST", "--quantity", "3")
    out = acme.done("undo", last_key(acme), "--reason", "wrong member")
    assert out == (f"Took back 3 × Guest pass for Acme Hardware on {told(TODAY)}; 4 of 4 left.\n")
    row = acme.rows("history")[-1]
    assert (row["kind"], row["note"]) == ("void", "wrong member")


def test_undo_refuses_what_is_not_there(acme: CommandLine) -> None:
    """An entry that was taken back, or never was, is no entry to take back."""
    acme.done("use", "ACME", "GUEST")
    key = last_key(acme)
    acme.done("undo", key, "--reason", "wrong member")
    again = acme.type("undo", key, "--reason", "wrong member")
    assert (again.status, again.error) == (
        1,
        "That was taken back already; nothing more to undo.\n",
    )
    never = acme.type("undo", "1234567890123", "--reason", "wrong member")
    assert (never.status, never.error) == (1, "There is no entry 1234567890123 in the ledger.\n")


def test_undo_needs_a_reason(acme: CommandLine) -> None:
    """A reason is part of the command, and more than a blank."""
    missing = acme.type("undo", "1234567890123")
    assert (missing.status, missing.error) == (2, "Missing option '--reason'.\n")
    blank = acme.type("undo", "1234567890123", "--reason", " ")
    assert (blank.status, blank.error) == (2, "--reason: please say why it is taken back.\n")


def test_check_shows_the_tree(acme: CommandLine) -> None:
    """Membership, its levels and their usages stand under each other."""
    acme.done("use", "ACME", "GUEST", "--description", "Board [red]visit", "--holder", "JANE")
    key = last_key(acme)
    starts_on = TODAY - timedelta(60)
    out = acme.done("check", "acme")
    assert out.splitlines()[0] == f"Acme Hardware (ACME), {told(TODAY)}"
    assert out.splitlines()[1].startswith(f"└── Gold, {told(starts_on)} to ")
    assert out.splitlines()[2:] == [
        "    ├── Conference room: 10 of 10 left",
        "    ├── Guest pass: 3 of 4 left",
        f"    │   └── {told(TODAY)}: 1 by Jane Field, Board [red]visit ({key})",
        "    ├── General admission: unlimited, 0 used",
        "    ├── Directory listing: included",
        "    └── Gala seat: 2 of 2 left",
    ]


def test_check_shows_the_organisation_s_benefits_to_who_may_use_them(acme: CommandLine) -> None:
    """An authorised person sees what they may draw on, and whose it is."""
    assert "Gold of Acme Hardware," in acme.done("check", "JANE")


def test_check_as_of_a_day_counts_up_to_it(acme: CommandLine) -> None:
    """A usage of today doesn't count yesterday."""
    acme.done("use", "ACME", "GUEST")
    assert "Guest pass: 4 of 4 left" in acme.done("check", "ACME", "--as-of", "yesterday")


def test_check_says_where_a_contact_has_nothing(acme: CommandLine) -> None:
    """No membership is an answer, not a mistake."""
    assert acme.done("check", "OMAR") == f"Omar Lake (OMAR), {told(TODAY)}\n└── no membership\n"


def test_check_says_what_can_no_longer_be_used(catalogue: CommandLine) -> None:
    """A declined level and an ended one are told as such."""
    catalogue.done(
        "enroll", "ACME", "GOLD", "--starts-on", "2020-01-01", "--decline", "G2",
    )  # fmt: skip
    out = catalogue.done("check", "ACME")
    assert "Gold, 1 Jan 2020 to 31 Dec 2020, ended" in out
    assert "Guest pass: declined" in out
    assert "Conference room: ended, 0 of 10 used" in out


def test_text_never_steers_the_terminal(acme: CommandLine) -> None:
    """Escape sequences in a description are refused."""
    answer = acme.run("use", "ACME", "GUEST", "--description", "a\x1b[2Jb")
    assert answer.status == 1
    assert answer.error == (
        "The description has characters that can't be seen; please type it anew.\n"
    )


def test_enroll_makes_a_membership(catalogue: CommandLine) -> None:
    """Everything that was chosen is in the levels, and the payment in the quid pro quo."""
    out = catalogue.done(
        "enroll", "Acme Hardware", "gold", "--starts-on", "2026-01-01", "--transaction", "D7",
        "--transaction-kind", "gift", "--amount", "1,950.00", "--paid-on", "2025-12-20",
        "--decline", "G3", "--add", "G5", "--number", "G1=4.5", "--number", "G2=1",
    )  # fmt: skip
    assert out == "Enrolled Acme Hardware as Gold, 1 Jan 2026 to 31 Dec 2026, with 5 benefits.\n"
    balances = {row["membership_benefit"]: row for row in catalogue.rows("balances")}
    assert balances["G1"]["number"] == 4.5
    assert balances["G3"]["accepted"] is False
    (paid,) = catalogue.rows("quid-pro-quo")
    assert (paid["transaction"], paid["kind"], paid["paid_on"]) == ("D7", "gift", "2025-12-20")
    assert paid["amount"] == "1950.00"


CUSTOM_FIELDS = """[custom_fields]
date1 = "Renewal call"
text1 = "Talk: about"
lookup1 = {label = "Tier", codes = {A = "First", B = "Second"}}
"""


def test_several_codes_stand_in_one_option(catalogue: CommandLine) -> None:
    """With commas between, or with semicolons as in a file."""
    catalogue.done(
        "enroll", "ACME", "GOLD", "--starts-on", "today", "--decline", "G1, G2;G3", "--add", "G5"
    )
    accepted = {row["membership_benefit"]: row["accepted"] for row in catalogue.rows("balances")}
    assert accepted == {"G1": False, "G2": False, "G3": False, "G4": True, "G5": True}


def test_custom_fields_come_with_the_enrolment(catalogue: CommandLine) -> None:
    """By their labels, for every benefit or for one, whose text counts more than everybody's."""
    catalogue.settings(CUSTOM_FIELDS)
    catalogue.done(
        "enroll", "ACME", "GOLD", "--starts-on", "today", "--add", "G5", "--field", "tier=A",
        "--field", "G2:Tier=B", "--field", "G5: Renewal call = 2026-03-01",
        "--field", "talk: about=Ships: old ones",
    )  # fmt: skip
    told = catalogue.done("check", "ACME", "--why")
    assert told.count("Tier: A") == 4
    assert told.count("Tier: B") == told.count("Renewal call: 2026-03-01") == 1
    assert told.count("Talk: about: Ships: old ones") == 5
    assert told.index("Guest pass") < told.index("Tier: B") < told.index("General admission")
    assert told.index("Gala seat") < told.index("Renewal call: 2026-03-01")


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ("Tier=C", 1, "Tier: “C” is not A or B."),
        ("Renewal call=soon", 1, "Renewal call: “soon” is no date; write it as 2026-11-03."),
        ("Colour=red", 1,
         "There is no custom field “Colour”. There is Renewal call, Talk: about or Tier."),
        ("Tier", 2, "--field: “Tier” is not of the form LABEL=TEXT."),
        ("G2:Tier", 2, "--field: “Tier” is not of the form LABEL=TEXT."),
        ("G2:Tier=C", 1, "Tier: “C” is not A or B."),
        ("X9:Tier=A", 1, "There is no membership benefit “X9”."),
        ("G5:Tier=A", 2, "--field: G5 is optional, so it needs --add G5 too."),
    ],
)  # fmt: skip
def test_a_custom_field_is_refused_as_elsewhere(
    catalogue: CommandLine, typed: str, status: int, sentence: str
) -> None:
    """With the rules' own sentences; nobody is enrolled without what was typed."""
    catalogue.settings(CUSTOM_FIELDS)
    answer = catalogue.type("enroll", "ACME", "GOLD", "--starts-on", "today", "--field", typed)
    assert (answer.status, answer.out, answer.error) == (status, "", f"{sentence}\n")
    assert catalogue.rows("balances") == []


def test_enrolling_twice_is_asked_about(catalogue: CommandLine) -> None:
    """The same type over the same days is refused, until somebody says that it is meant."""
    words = ("enroll", "ACME", "GOLD", "--starts-on", "2026-01-01")
    catalogue.done(*words)
    answer = catalogue.type(*words)
    assert (answer.status, answer.out) == (1, "")
    assert answer.error == (
        "Acme Hardware is a Gold member already, 1 Jan 2026 to 31 Dec 2026; enroll again? If so,"
        " add --again; for the next term: benefit-desk renew.\n"
    )
    assert len(catalogue.rows("balances")) == 4
    catalogue.done(*words, "--again")
    assert len(catalogue.rows("balances")) == 8


def test_enroll_shows_what_a_type_comes_with(catalogue: CommandLine) -> None:
    """--show writes nothing; standard and optional benefits stand apart."""
    out = catalogue.done("enroll", "ACME", "GOLD", "--show")
    assert out.splitlines() == [
        "Gold (GOLD), 12 months, 1950.00 USD",
        "├── standard",
        "│   ├── G1 Conference room, 10, worth 35.00 each",
        "│   ├── G2 Guest pass, 4, worth 12.3456 each",
        "│   ├── G3 General admission, unlimited",
        "│   └── G4 Directory listing, included",
        "└── optional",
        "    └── G5 Gala seat, 2, worth 95.00 each",
    ]
    assert catalogue.rows("balances") == []


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["ACME", "GOLD"], 2, "--starts-on is missing: give the first day of the membership."),
        (["ACME", "FRIEND", "--starts-on", "2026-01-01"], 1,
         "Friend of the house has no fixed term: please give the date it ends."),
        (["ACME", "GOLD", "--starts-on", "1 december"], 2,
         "--starts-on: please write “1 december” with its year, as 2026-11-03 or 3 Nov 2026."),
        (["ACME", "silver", "--starts-on", "2026-01-01"], 1,
         ("There is no membership type “silver”. There is Gold (GOLD) or Friend of the house"
         " (FRIEND).")),
        (["ACME", "GOLD", "--starts-on", "2026-01-01", "--amount", "5"], 2,
         "--amount and --paid-on need --transaction, the payment they belong to."),
        (["ACME", "GOLD", "--starts-on", "today", "--transaction", "D1", "--amount", "free"], 2,
         "--amount: “free” is no amount; write it as 12.50."),
        (["ACME", "GOLD", "--starts-on", "2026-01-01", "--number", "G1"], 2,
         "--number: “G1” is not of the form MB002=2."),
        (["ACME", "GOLD", "--starts-on", "2026-01-01", "--number", "G1=11"], 1,
         "Conference room: the package has 10; 11 would be more than that."),
        (["ACME", "GOLD", "--starts-on", "2026-01-01", "--decline", "G5"], 1,
         "G5 is not a standard benefit of this membership type."),
        (["ACME", "GOLD", "--starts-on", "2026-02-01", "--ends-on", "2026-01-01"], 1,
         "The end, 1 Jan 2026, is before the start, 1 Feb 2026."),
    ],
)  # fmt: skip
def test_a_refused_enrolment_says_why_and_writes_nothing(
    catalogue: CommandLine, words: list[str], status: int, sentence: str
) -> None:
    """What can't be meant is wrong use; what the rules refuse is failed work."""
    answer = catalogue.type("enroll", *words)
    assert (answer.status, answer.out, answer.error) == (status, "", f"{sentence}\n")
    assert catalogue.rows("balances") == []
