"""check --why: what is behind a number, so that it can be computed again by hand."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.bot.command_line.typing_in import CommandLine

BENEFIT_TYPES = """\
code,name,unit,step
ROOM,Room,hour,0.5
GUEST,Guest pass,pass,1
AD,Advertising,USD,0.01
GALA,Gala seat,seat,1
NOTARY,Notary,,1
"""
LINES = """\
code,membership_type,benefit_type,number,period,rollover_max,overage
G1,GOLD,ROOM,5,month,3,yes
G2,GOLD,GUEST,4,term,2,yes
G3,GOLD,AD,150,quarter,,no
G4,GOLD,GALA,2,term,,no
G5,GOLD,NOTARY,unlimited,term,,no
"""


@pytest.fixture
def member(line: CommandLine) -> CommandLine:
    """Acme was Gold from 20 August 2024 for a year, and used this and that."""
    line.import_text("contacts", "code,name,affiliated_to,authorised\nACME,Acme,,\nJANE,Jane,,\n")
    line.import_text("benefit-types", BENEFIT_TYPES)
    line.import_text("membership-types", "code,name,term_months\nGOLD,Gold,12\n")
    line.import_text("membership-benefits", LINES)
    line.done(
        "enroll", "ACME", "GOLD", "--starts-on", "2024-08-20", "--decline", "G4", "--number", "G2=3"
    )
    for what, quantity, on in (
        ("ROOM", "1", "2024-08-25"),
        ("ROOM", "4", "2024-09-25"),
        ("ROOM", "2.5", "2024-11-21"),
        ("GUEST", "2", "2024-10-01"),
        ("AD", "49.5", "2024-11-01"),
        ("NOTARY", "2", "2024-11-01"),
    ):
        line.done("use", "ACME", what, "--quantity", quantity, "--date", on)
    line.done("convey", "ACME", "GUEST", "--to", "JANE", "--date", "2024-11-02")
    return line


def why(line: CommandLine, benefit: str, on: str) -> list[str]:
    """What is under a benefit in check --why, its own line first, without instants and keys."""
    rows = line.done("check", "ACME", "--why", "--as-of", on).splitlines()
    branch = [re.sub(r"^[│ ├└─]+", "", row) for row in rows]
    start = next(place for place, row in enumerate(branch) if row.startswith(f"{benefit}: "))
    found = [branch[start]]
    for row in branch[start + 1 :]:
        if "(level " in row or "(membership " in row:
            break
        found.append(row)
    return [re.sub(r"; told by .*| \((level )?\d{13}\)$", "", row) for row in found]


def test_a_monthly_allowance_with_rollover(member: CommandLine) -> None:
    """Its rule, and each month with what rolled over into it."""
    assert why(member, "Room", "2024-11-25") == [
        "Room: 5.5 of 8 left until 19 Dec 2024",
        "20 Aug 2024: 5 granted",
        "25 Aug 2024: 1 used",
        "25 Sep 2024: 4 used",
        "21 Nov 2024: 2.5 used",
        "5 for each month, counted from 20 Aug 2024, of which at most 3 roll over into the next",
        "20 Aug 2024 to 19 Sep 2024: 5 granted − 1 used = 4; 3 roll over",
        "20 Sep 2024 to 19 Oct 2024: 5 granted + 3 rolled over − 4 used = 4; 3 roll over",
        "20 Oct 2024 to 19 Nov 2024: 5 granted + 3 rolled over = 8; 3 roll over",
        "20 Nov 2024 to 19 Dec 2024: 5 granted + 3 rolled over − 2.5 used = 5.5 left",
    ]
    assert why(member, "Room", "2024-10-05")[-1] == (
        "20 Sep 2024 to 19 Oct 2024: 5 granted + 3 rolled over − 4 used = 4 left"
    )
    assert why(member, "Advertising", "2024-11-25")[-3:] == [
        "150 for each quarter, counted from 20 Aug 2024; what is left ends with it",
        "20 Aug 2024 to 19 Nov 2024: 150 granted − 49.5 used = 100.5",
        "20 Nov 2024 to 19 Feb 2025: 150 granted = 150 left",
    ]


def test_an_overage(member: CommandLine) -> None:
    """A changed number; in an allowance it is for that period only, and that is said."""
    extra = ("--date", "2024-11-22", "--confirm-overage", "--description", "extra")
    member.done("use", "ACME", "ROOM", "--quantity", "6", *extra)
    found = why(member, "Room", "2024-11-25")
    assert "22 Nov 2024: number +0.5, in this period only, Overage confirmed" in found
    assert found[-1].endswith(": 5 granted + 3 rolled over + 0.5 changed − 8.5 used = 0 left")
    assert why(member, "Room", "2024-12-25")[-1].endswith(": 5 granted = 5 left")
    member.done("use", "ACME", "GUEST", "--quantity", "2", *extra)
    assert why(member, "Guest pass", "2024-11-25")[-3:] == [
        "22 Nov 2024: number +2, Overage confirmed",
        "3 granted + 2 changed − 4 used = 1 left",
        "of those left: 1 with Jane; 0 unassigned",
    ]


def test_a_conveyance(member: CommandLine) -> None:
    """In whose hands the units are, until they use them."""
    assert why(member, "Guest pass", "2024-11-25")[-3:] == [
        "2 Nov 2024: 1 conveyed to Jane",
        "3 granted − 2 used = 1 left",
        "of those left: 1 with Jane; 0 unassigned",
    ]
    member.done("use", "JANE", "GUEST", "--date", "2024-11-03")
    assert why(member, "Guest pass", "2024-11-25")[-2:] == [
        "3 Nov 2024: 1 used by Jane, of those conveyed before",
        "3 granted − 3 used = 0 left",
    ]


def test_a_declined_an_unlimited_and_an_ended_level(member: CommandLine) -> None:
    """Why nothing is left of them, or no end."""
    assert why(member, "Gala seat", "2024-11-25") == [
        "Gala seat: declined",
        "20 Aug 2024: 2 granted, declined",
        "2 granted − 2 declined = 0 left",
    ]
    assert why(member, "Notary", "2024-11-25")[-1] == "unlimited granted − 2 used = unlimited left"
    assert why(member, "Guest pass", "2025-09-01")[-1] == (
        "3 granted − 2 used − 1 ended with the term = 0 left"
    )
    assert why(member, "Room", "2025-09-01")[-1] == (
        "20 Jul 2025 to 19 Aug 2025: 5 granted + 3 rolled over − 8 ended with the term = 0 left"
    )


def test_a_renewal_with_rollover(member: CommandLine) -> None:
    """What left the old level came into the new one; both memberships are named by their keys."""
    start = datetime.now(UTC).date() - timedelta(350)
    member.done("enroll", "JANE", "GOLD", "--starts-on", str(start))
    member.done("renew", "JANE")
    tree = member.done("check", "JANE", "--why")
    old, new = re.findall(r"\(membership (\d{13})\)", tree)
    moved = re.findall(r"number ([+-]\d), Rolled over from (\d{13}) to (\d{13});", tree)
    assert moved == [("-2", old, new), ("+2", old, new)]
    assert "4 granted − 2 changed = 2 left" in tree
    assert "4 granted + 2 changed = 6 left" in tree
    sums_are_right(tree)


def sums_are_right(text: str) -> None:
    """See that each sum that is written out comes to what stands behind its “=”."""
    found = 0
    for left, right in re.findall(r"(\d[\d.]* granted[^;=\n]*) = (\d[\d.]*)", text):
        terms = re.findall(r"([+−]?) ?(\d+(?:\.\d+)?) [a-z]", left)
        total = sum(-Decimal(number) if sign == "−" else Decimal(number) for sign, number in terms)
        assert total == Decimal(right), left
        found += 1
    assert found > 3


def test_every_sum_can_be_done_again(member: CommandLine) -> None:
    """On any day of the term and after it."""
    for on in ("2024-08-20", "2024-09-30", "2024-11-25", "2025-08-19", "2025-08-20"):
        sums_are_right(member.done("check", "ACME", "--why", "--as-of", on))


def test_a_member_s_statement_of_allowances(member: CommandLine) -> None:
    """Each quantity has its unit, money its cents, and an allowance the days that it is for."""
    rows = member.done("statement", "ACME", "--as-of", "2024-11-25").splitlines()
    assert "  Room: 5.5 of 8 hours left for 20 Nov 2024 to 19 Dec 2024" in rows
    assert "    21 Nov 2024: 2.5 hours" in rows
    assert "  Advertising: 150.00 of 150.00 USD left for 20 Nov 2024 to 19 Feb 2025" in rows
    assert "    1 Nov 2024: 49.50 USD" in rows
    assert "  Guest pass: 1 of 3 passes left, 1 of them conveyed" in rows
    assert "  Notary: unlimited, 2 used" in rows
