"""A contact found by a name with a typing mistake, among a hundred thousand."""

import random
import string
from collections.abc import Callable

from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table

from benchmarks.timing import Contender, goal, in_turns
from benchmarks.world import names
from core.contact import Contact
from core.search import Finder, folded

CONTACTS, QUESTIONS = 100_000, 500
GOAL_MS = 5.0


def slipped(name: str, chance: random.Random) -> str:
    """The name with one letter left out, put in, replaced, or in its neighbour's place."""
    at = chance.randrange(1, len(name) - 1)
    letter = chance.choice(string.ascii_lowercase)
    return chance.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        ]
    )


def show(console: Console) -> None:
    """The finder against rapidfuzz over all names."""
    everybody = names(CONTACTS)
    finder = Finder(Contact(code=f"M{n}", name=name) for n, name in enumerate(everybody))
    finder.find("nobody of that name")
    chance = random.Random(3)
    meant = chance.choices(everybody, k=QUESTIONS)
    asked = [slipped(name, chance) for name in meant]
    hits = sum(
        any(one.name == name for one in finder.find(typed))
        for name, typed in zip(meant, asked, strict=True)
    )
    lines = [folded(name) for name in everybody]
    ours = Contender("finder", _each(asked, finder.find), QUESTIONS // 10)
    peer = Contender("rapidfuzz over all names", _each(asked, _over(lines)), 2)
    in_turns([ours, peer], 10)
    slowest = ours.slowest_of_a_hundred / 1000
    table = Table("found", "median ms", "99th percentile ms", "× rapidfuzz over all", "goal, ms")
    table.add_row(
        f"{hits} of {QUESTIONS}",
        f"{ours.median / 1000:.2f}",
        f"{slowest:.2f}",
        f"{ours.median / peer.median:.4f}",
        goal(slowest, GOAL_MS),
    )
    console.print(f"A contact found with a typing mistake among {CONTACTS:,}")
    console.print(table, "")


def _each(asked: list[str], find: Callable[[str], object]) -> Callable[[], object]:
    questions = iter(asked * 100)
    return lambda: find(next(questions))


def _over(lines: list[str]) -> Callable[[str], object]:
    return lambda typed: process.extract(folded(typed), lines, scorer=fuzz.WRatio, limit=20)
