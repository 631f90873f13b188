"""The sample organisation: a chamber of commerce with a year of its members' usage behind it.

Contacts and catalogue are files beside this one; memberships and usage are laid around a given day,
the same every time for the same day.
"""

import csv
import random
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from dateutil.relativedelta import relativedelta

HERE: Final = Path(__file__).parent
STATIC: Final = ("contacts", "benefit-types", "membership-types", "membership-benefits")
PRICES: Final = {"COMM": "395.00", "BUSI": "780.00", "PART": "1950.00"}

CONFIG: Final = """\
[organisation]
name = "Harbour & Hills Chamber of Commerce"
time_zone = "America/New_York"
currency = "USD"

[roles]
staff = ["{staff}"]
manager = ["{manager}"]
auditor = ["{auditor}"]

[reports]
channel = "{channel}"

[schedule]
sync_every_seconds = 5

[sheet]
settle_seconds = 10

[quid_pro_quo]
deductible = false  # a chamber of commerce is a trade association, not a charity
"""
"""The settings of the sample; who is who is filled in by the one who knows the workspace."""

TYPE_OF: Final = {
    "PART": ("HARBR", "RIVER", "UNION", "SUMMT"),
    "BUSI": ("ACME", "CEDAR", "DELTA", "EASTR", "GRANT", "KITE", "LUMEN", "MAPLE", "OAK", "TIDE"),
    "COMM": (
        *("BLUEH", "FERN", "IRON", "JUNIP", "NORTH", "PIER", "QUILL", "VERDE", "WREN", "YARD"),
        *("P101", "P102", "P103"),
    ),
}
DECLINED: Final = {"CEDAR": "B06", "QUILL": "C03", "UNION": "P08"}
OPTIONAL: Final = {"GRANT": "B11", "WREN": "C06", "OAK": "B11"}
ENDING_SOON: Final = {"FERN": 12, "KITE": 25, "TIDE": 40, "P102": 55}
LAPSED: Final = {"YARD"}
USED_UP: Final = {("EASTR", "B03"), ("JUNIP", "C01"), ("SUMMT", "P05")}
UNTOUCHED: Final = {"LUMEN", "P103"}

LAST_WEEK: Final = {"GRANT": 7, "OAK": 8}
"""Who used a guest pass so many days ago: one of them is in the weekly report on any weekday."""

DESCRIPTIONS: Final = {
    "GUEST": ("Guest at the monthly mixer", "Prospective member visit", "Guest at the open house"),
    "ROOM": ("Board meeting", "Staff training", "Client presentation", "Interview day"),
    "BANNER": ("Spring banner on the home page", "Events page banner", "Holiday banner"),
    "NEWSAD": ("Quarter-page notice", "New hours announcement", "Season opening"),
    "ADVALW": ("Programme advertisement", "Directory cover strip"),
    "LUNCH": ("Monthly luncheon", "Luncheon with the mayor", "Economic outlook luncheon"),
    "GALA": ("Annual gala dinner",),
    "RIBBON": ("Opening of the new location",),
    "JOBPST": ("Assistant manager wanted", "Summer staff wanted", "Bookkeeper wanted"),
    "NOTARY": ("Lease signing", "Deed of sale"),
}
QUANTITIES: Final = {
    "ROOM": ("0.5", "1", "1.5", "2", "3"),
    "ADVALW": ("45.50", "80.00", "120.25"),
    "LUNCH": ("1", "2"),
    "GALA": ("2",),
}


@dataclass
class Line:
    """A catalogue line of a running membership, and what is left of it."""

    code: str
    benefit_type: str
    left: Decimal | None
    taken: list[tuple[str, ...]] = field(default_factory=list)


def write_sample(folder: Path, today: date) -> list[tuple[str, Path]]:
    """Write the sample's files into `folder`; their kinds and paths, in the order of importing."""
    chance = random.Random(20)  # noqa: S311 - a pleasant spread, not a secret
    files = []
    for kind in STATIC:
        files.append((kind, folder / f"{kind}.csv"))
        shutil.copyfile(HERE / f"{kind}.csv", folder / f"{kind}.csv")
    terms = {
        member: _terms(chance, member, today) for members in TYPE_OF.values() for member in members
    }
    memberships, usage = folder / "memberships.csv", folder / "usage.csv"
    _write(memberships, MEMBERSHIP_COLUMNS, _memberships(terms))
    _write(usage, USAGE_COLUMNS, _usage(chance, terms, today))
    _write_events(folder, today)
    events = [(kind, folder / f"{kind}.csv") for kind in ("events", "registration-types")]
    return [*files, *events, ("memberships", memberships), ("usage", usage)]


EVENTS: Final = (
    ("LUNCH1", "Monthly luncheon", 12, "LUNCH", "28.00", "35.00"),
    ("GALA1", "Annual gala dinner", 40, "GALA", "95.00", "120.00"),
)
"""Events to come: code, name, in how many days, the benefit that covers a member's place, what that
costs where it is not covered, and what a guest's costs."""
DISCOUNT: Final = "EVDISC"
"""What takes a part off a member's price where no place is covered."""


def _write_events(folder: Path, today: date) -> None:
    held = [
        (code, name, (today + timedelta(days=ahead)).isoformat())
        for code, name, ahead, *_ in EVENTS
    ]
    _write(folder / "events.csv", ("code", "name", "held_on"), held)
    kinds = [
        row
        for code, _, _, benefit, members, guests in EVENTS
        for row in (
            (code, "MEMBER", "Member", members, f"{benefit};{DISCOUNT}"),
            (code, "GUEST", "Guest", guests, ""),
        )
    ]
    columns = ("event", "code", "name", "price", "benefit_type")
    _write(folder / "registration-types.csv", columns, kinds)


MEMBERSHIP_COLUMNS: Final = (
    "contact",
    "membership_type",
    "starts_on",
    "transaction",
    "transaction_kind",
    "amount",
    "paid_on",
    "declined",
    "optional",
)
USAGE_COLUMNS: Final = ("contact", "benefit_type", "used_on", "quantity", "description", "holder")


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _terms(chance: random.Random, member: str, today: date) -> list[date]:
    """When a member's terms begin: the running one, and for some the one before it."""
    if member in ENDING_SOON:
        running = today + timedelta(days=ENDING_SOON[member] + 1) - relativedelta(years=1)
    else:
        running = today - timedelta(days=chance.randint(70, 285))
    if member in LAPSED:
        return [running - relativedelta(months=14)]
    return [running - relativedelta(years=1), running] if chance.random() < 0.5 else [running]  # noqa: PLR2004


def _type_of(member: str) -> str:
    return next(kind for kind, members in TYPE_OF.items() if member in members)


def _memberships(terms: dict[str, list[date]]) -> Iterable[tuple[str, ...]]:
    number = 1000
    for member, starts in terms.items():
        kind = _type_of(member)
        for start in starts:
            number += 1
            yield (
                member,
                kind,
                start.isoformat(),
                f"D-{number}",
                "dues",
                PRICES[kind],
                (start - timedelta(days=6)).isoformat(),
                DECLINED.get(member, "") if start == starts[-1] else "",
                OPTIONAL.get(member, "") if start == starts[-1] else "",
            )


def _lines(kind: str, member: str) -> list[Line]:
    with (HERE / "membership-benefits.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["membership_type"] == kind]
    return [
        Line(
            row["code"],
            row["benefit_type"],
            None if row["number"] == "unlimited" else Decimal(row["number"]),
        )
        for row in rows
        if row["benefit_type"] in DESCRIPTIONS
        and row["code"] != DECLINED.get(member)
        and (row["standard"] == "yes" or row["code"] == OPTIONAL.get(member))
    ]


def _usage(
    chance: random.Random, terms: dict[str, list[date]], today: date
) -> Iterable[tuple[str, ...]]:
    for member, starts in terms.items():
        if member in UNTOUCHED:
            continue
        for start in starts:
            last = min(today, start + relativedelta(years=1) - timedelta(days=1))
            for line in _lines(_type_of(member), member):
                yield from _used(chance, member, line, start, last)
    for member, days in LAST_WEEK.items():
        used_on = (today - timedelta(days=days)).isoformat()
        yield member, "GUEST", used_on, "1", DESCRIPTIONS["GUEST"][0], ""


def _used(
    chance: random.Random, member: str, line: Line, first: date, last: date
) -> list[tuple[str, ...]]:
    """Some uses of one line between two days, never more than there is."""
    empties = (member, line.code) in USED_UP
    span = (last - first).days
    uses = 60 if empties else chance.choice((0, 1, 1, 2, 3))
    days = sorted(chance.randint(0, span) for _ in range(uses))
    taken: list[tuple[str, ...]] = []
    for day in days:
        quantity = Decimal(chance.choice(QUANTITIES.get(line.benefit_type, ("1",))))
        if line.left is not None:
            quantity = min(quantity, line.left) if empties else quantity
            if not quantity or quantity > line.left or (not empties and quantity == line.left):
                continue
            line.left -= quantity
        description = chance.choice(DESCRIPTIONS[line.benefit_type])
        used_on = (first + timedelta(days=day)).isoformat()
        taken.append((member, line.benefit_type, used_on, str(quantity), description, ""))
    return taken
