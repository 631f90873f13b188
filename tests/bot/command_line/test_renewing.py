"""renew, as somebody types it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.bot.command_line.typing_in import CommandLine

TODAY = datetime.now(UTC).date()


def told(day: date) -> str:
    """A date as the command line writes it."""
    return f"{day:%-d %b %Y}"


def in_words(text: str) -> list[list[str]]:
    """The cells of a table's lines, split where columns part."""
    return [[cell.strip() for cell in row.split("  ") if cell.strip()] for row in text.splitlines()]


@pytest.fixture
def rolling(catalogue: CommandLine) -> CommandLine:
    """A year of Gold from 300 days ago, whose room hours roll over up to 3."""
    catalogue.import_text(
        "membership-benefits",
        "code,membership_type,benefit_type,number,single_value,rollover_max\n"
        "G1,GOLD,ROOM,10,35.00,3\n",
    )
    catalogue.done("enroll", "ACME", "GOLD", "--starts-on", str(TODAY - timedelta(300)))
    catalogue.done("use", "ACME", "ROOM", "--quantity", "2.5")
    return catalogue


def ends_on(line: CommandLine) -> date:
    """The last day of the first membership."""
    return date.fromisoformat(line.rows("balances")[0]["ends_on"])


def test_a_dry_run_tells_what_expires_and_writes_nothing(rolling: CommandLine) -> None:
    """What is left, what rolls over, what expires and what that is worth."""
    before = rolling.rows("history")
    out = rolling.done("renew", "acme", "--dry-run")
    assert in_words(out)[:4] == [
        ["Benefit", "Left", "Rolls over", "Expires", "Value lost"],
        ["─" * len(out.splitlines()[1])],
        ["Conference room", "7.5", "3", "4.5", "157.50"],
        ["Guest pass", "4", "0", "4", "49.3824"],
    ]
    new = ends_on(rolling) + timedelta(1)
    last = out.splitlines()[-1]
    assert last.startswith(f"Would renew Acme Hardware as Gold, {told(new)} to ")
    assert last.endswith(", with 4 benefits; nothing was written.")
    assert rolling.rows("history") == before


def test_choices_carry_over_until_others_are_made(rolling: CommandLine) -> None:
    """Told before the sentence of what would be renewed; an option without a code clears them."""
    rolling.done("adjust", "ACME", "GUEST", "--decline")
    assert "\nDeclined: Guest pass.\nWould" in rolling.done("renew", "acme", "--dry-run")
    anew = rolling.done("renew", "acme", "--dry-run", "--decline", "", "--add", "G5")
    assert "\nAdded: Gala seat.\nWould" in anew
    assert "Declined" not in anew


def test_a_renewal_rolls_units_over(rolling: CommandLine) -> None:
    """The new level holds its own units and those that rolled over; the books add up."""
    new = ends_on(rolling) + timedelta(1)
    out = rolling.done(
        "renew", "ACME", "--transaction", "D2", "--amount", "1950", "--paid-on", "today",
        "--decline", "G3", "--add", "G5", "--number", "G2=1",
    )  # fmt: skip
    assert out.splitlines()[-1].startswith(f"Renewed Acme Hardware as Gold, {told(new)} to ")
    rows = {row["membership_benefit"]: row for row in rolling.rows("balances")[4:]}
    assert rows["G1"]["number"] == 13
    assert (rows["G2"]["number"], rows["G3"]["accepted"]) == (1, False)
    assert {row["starts_on"] for row in rows.values()} == {new.isoformat()}
    (paid,) = [row for row in rolling.rows("quid-pro-quo") if row["transaction"] == "D2"]
    assert paid["amount"] == "1950.00"
    assert rolling.done("verify").endswith("everything adds up.\n")


def test_another_type_and_start_end_the_old_term(rolling: CommandLine) -> None:
    """An upgrade from tomorrow ends the old membership today, and says so."""
    tomorrow, ended = TODAY + timedelta(1), ends_on(rolling)
    out = rolling.done(
        "renew", "ACME", "--type", "friend", "--starts-on", str(tomorrow),
        "--ends-on", str(tomorrow + timedelta(30)),
    )  # fmt: skip
    assert "Renewed Acme Hardware as Friend of the house, " in out
    assert f"The old membership ends on {told(TODAY)}, not on {told(ended)}.\n" in out
    assert ends_on(rolling) == TODAY


def test_the_latest_membership_is_renewed_unless_named(rolling: CommandLine) -> None:
    """One that is still to come isn't; renewing the same one once more has to be meant."""
    first = rolling.done("check", "ACME", "--why").partition("(membership ")[2][:13]
    rolling.done("renew", "ACME")
    begins = told(ends_on(rolling) + timedelta(1))
    twice = rolling.run("renew", "ACME", "--dry-run")
    assert (twice.status, twice.error) == (
        1,
        f"That membership only begins on {begins}; renew it after that.\n",
    )
    named = ("renew", "ACME", "--membership", first, "--dry-run")
    asked = rolling.run(*named)
    assert asked.status == 1
    assert asked.error.endswith("; enroll again? If so, add --again.\n")
    assert f"as Gold, {begins} to " in rolling.done(*named, "--again")


def test_nothing_left_over_is_said(acme: CommandLine) -> None:
    """A membership without counted units has nothing to lose."""
    acme.import_text("membership-types", "code,name,term_months\nPLAIN,Plain,12\n")
    acme.done("enroll", "OMAR", "PLAIN", "--starts-on", "today")
    assert acme.done("renew", "OMAR", "--dry-run").startswith("Nothing was left over.\n")


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        ([], 2, "Say whose membership is renewed: a CONTACT, or --all-ending-by DATE."),
        (["ACME", "--all-ending-by", "today"], 2,
         "Say whose membership is renewed: a CONTACT, or --all-ending-by DATE."),
        (["--all-ending-by", "2099-01-01", "--type", "GOLD"], 2,
         "--all-ending-by renews everybody alike: leave the other choices out."),
        (["ACME", "--those-that-can"], 2,
         "--ending-from and --those-that-can need --all-ending-by."),
        (["--all-ending-by", "2020-02-01"], 2,
         "--all-ending-by: 1 Feb 2020 is past; say from which day on with --ending-from."),
        (["--all-ending-by", "2020-02-01", "--ending-from", "2020-03-01"], 2,
         "--all-ending-by: 2020-02-01 is before --ending-from, 2020-03-01."),
        (["ACME", "--amount", "5"], 2,
         "--amount and --paid-on need --transaction, the payment they belong to."),
        (["OMAR"], 1, "Omar Lake has no membership: benefit-desk enroll makes one."),
        (["ACME", "--membership", "5"], 1, "There is no membership 5."),
        (["ACME", "--type", "silver"], 1, ("There is no membership type “silver”. There is Gold"
         " (GOLD) or Friend of the house (FRIEND).")),
        (["ACME", "--type", "FRIEND"], 1,
         "Friend of the house has no fixed term: please give the date it ends."),
        (["ACME", "--starts-on", "2020-01-01"], 1, "1 Jan 2020 is not after the old start, "),
    ],
)  # fmt: skip
def test_a_renewal_that_can_t_be_says_why(
    rolling: CommandLine, words: list[str], status: int, sentence: str
) -> None:
    """Wrong use and refusals are told apart, and nothing is written."""
    before = rolling.rows("history")
    answer = rolling.type("renew", *words)
    assert (answer.status, answer.out) == (status, "")
    assert answer.error.startswith(sentence)
    assert answer.error.count("\n") == 1
    assert rolling.rows("history") == before


@pytest.fixture
def several(rolling: CommandLine) -> CommandLine:
    """Jane's membership ends sooner than Acme's; Omar's, which ended, was never renewed."""
    rolling.done("enroll", "JANE", "GOLD", "--starts-on", str(TODAY - timedelta(350)))
    rolling.done("enroll", "OMAR", "GOLD", "--starts-on", "2020-01-01")
    return rolling


def test_all_that_end_by_a_day_are_renewed_once(several: CommandLine) -> None:
    """Each is listed with its new term, then what is lost in all; again there is nothing to do."""
    by = ("--all-ending-by", str(TODAY + timedelta(100)))
    dry = several.done("renew", *by, "--dry-run")
    assert "Would renew 2 memberships: benefits worth 501.2648 expire" in dry
    assert dry.endswith("; nothing was written.\n")
    out = several.done("renew", *by)
    names = [row[0] for row in in_words(out)[2:4]]
    assert names == ["Jane Field", "Acme Hardware"]
    assert ["Conference room", "17.5", "6", "11.5", "402.50"] in in_words(out)
    assert "Renewed 2 memberships: benefits worth " in out
    assert several.done("renew", *by) == (
        f"There was nothing to renew up to {told(TODAY + timedelta(100))} (2 memberships renewed"
        " before).\n"
    )
    assert several.done("verify").endswith("everything adds up.\n")


def test_memberships_that_ended_are_renewed_from_a_day_on(several: CommandLine) -> None:
    """--ending-from reaches back, for who is late."""
    out = several.done("renew", "--ending-from", "2020-12-01", "--all-ending-by", "2020-12-31")
    assert "Renewed 1 membership: " in out
    assert "Omar Lake" in out


def test_one_that_can_t_be_renewed_stops_all(several: CommandLine) -> None:
    """Each refusal is told; --those-that-can renews the others."""
    several.done("enroll", "OMAR", "FRIEND", "--starts-on", "today", "--ends-on", "today")
    before = several.rows("history")
    by = ("--all-ending-by", str(TODAY + timedelta(100)))
    answer = several.type("renew", *by)
    refusal = (
        f"Omar Lake, to {told(TODAY)}: Friend of the house has no fixed term: please give the date"
        " it ends.\n"
    )
    assert (answer.status, answer.out) == (1, "")
    assert answer.error == (
        f"{refusal}Nothing was renewed: 1 of 3 memberships would be refused."
        " To renew the others: --those-that-can.\n"
    )
    assert several.rows("history") == before
    others = several.type("renew", *by, "--those-that-can")
    assert (others.status, others.error) == (0, refusal)
    assert "Renewed 2 memberships: " in others.out


def test_retired_contacts_are_left_out(several: CommandLine) -> None:
    """They stop nobody else's renewal, and the answer counts them."""
    by = ("--all-ending-by", str(TODAY + timedelta(100)))
    several.done("retire", "contacts", "JANE")
    out = several.done("renew", *by)
    assert "Renewed 1 membership (1 of a retired contact left out): " in out
    several.done("retire", "contacts", "ACME")
    several.done("enroll", "OMAR", "FRIEND", "--starts-on", "today", "--ends-on", "today")
    several.done("retire", "contacts", "OMAR")
    assert several.done("renew", *by) == (
        f"There was nothing to renew up to {told(TODAY + timedelta(100))} (1 membership renewed"
        " before, 2 of retired contacts left out).\n"
    )


def test_what_expires_without_a_known_value_is_worth_no_figure(catalogue: CommandLine) -> None:
    """Nor is there one where nothing expires."""
    lines = "code,membership_type,benefit_type,number\nA1,ALPHA,{},1\n"
    catalogue.import_text("membership-types", "code,name,term_months\nALPHA,Alpha,1\n")
    catalogue.import_text("membership-benefits", lines.format("GUEST"))
    catalogue.done("enroll", "OMAR", "ALPHA", "--starts-on", "today")
    by = ("--all-ending-by", str(TODAY + timedelta(40)))
    dry = catalogue.done("renew", *by, "--dry-run")
    assert "Would renew 1 membership: what expires has no known value; nothing" in dry
    catalogue.done("use", "OMAR", "GUEST")
    assert "Renewed 1 membership: nothing expires.\n" in catalogue.done("renew", *by)
