"""A large organisation to measure on: twenty thousand members, three benefits each, a year of use.

Members come through the rules; their usages are appended to the ledger as the rules would have
written them, for a million go through faster that way.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from core.actor import Actor, Role, Source
from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.contact import Contact, ContactKind
from core.desk import Desk
from core.enrolling import EnrolRequest
from core.entry import Entry, EntryKind
from core.level import BenefitLevel
from core.snapshot import remember
from core.stores.embedded import open_store

ACTOR: Final = Actor(id="bench", source=Source.COMMAND_LINE, role=Role.ADMIN)
MEMBERS: Final = 20_000
BATCH: Final = 50_000
DAYS: Final = 330
"""How long ago the memberships began; the usages are spread evenly over these days."""
QUANTITIES: Final = (1, 1, 1, 2, 3)
LINES: Final = {"PASS": "Guest pass", "ROOM": "Room hours", "AD": "Banner ad"}
SYLLABLES: Final = ("ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "sel", "mar", "tin")
TRADES: Final = ("Hardware", "Books", "Bakery", "Gallery", "Dental", "Brewery", "Design", "Law")


def names(how_many: int, seed: int = 1) -> list[str]:
    """Names as associations have them: made-up surnames with a trade, or two of them."""
    chance = random.Random(seed)

    def surname() -> str:
        return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).capitalize()

    def name() -> str:
        partner = f" & {surname()}" if chance.random() < 0.3 else ""
        return f"{surname()}{partner} {chance.choice(TRADES)}"

    return [name() for _ in range(how_many)]


@dataclass(frozen=True)
class World:
    """Where the store is, how many entries it has, and a day of the last month."""

    path: Path
    entries: int
    today: date


def make_world(path: Path, entries: int, members: int = MEMBERS) -> World:
    """Make a store with so many entries, and a snapshot of its books."""
    store = open_store(path)
    desk = Desk(store)
    began = desk.today() - timedelta(days=DAYS)
    _offer(desk)
    desk.together(lambda draft: _enroll(draft, members, began), fresh=True)
    levels = desk.read(lambda books: list(books.levels.values()))
    told = desk.read(lambda books: books.revision)
    last = desk.read(lambda books: books.last or 0)
    usages = _usages(levels, last, began, desk)
    while told < entries:
        batch = [usage for usage, _ in zip(usages, range(min(BATCH, entries - told)), strict=False)]
        store.append(batch)
        told += len(batch)
    desk.read(lambda books: remember(store, books))
    store.close()
    return World(path, told, desk.today())


def _offer(desk: Desk) -> None:
    lines = [
        MembershipBenefit(
            code=f"G-{code}",
            membership_type="GOLD",
            benefit_type=code,
            number=Decimal(1_000_000),
            single_value=Decimal("12.50"),
        )
        for code in LINES
    ]
    kinds = [
        BenefitType(code=code, name=name, categories=(name.split()[0],))
        for code, name in LINES.items()
    ]
    gold = MembershipType(code="GOLD", name="Gold", term_months=12)
    desk.put([*kinds, gold, *lines], idempotency_key="catalogue", actor=ACTOR)


def _enroll(draft: Desk, members: int, began: date) -> None:
    contacts = [
        Contact(code=f"M{number}", name=name, kind=ContactKind.ORGANISATION)
        for number, name in enumerate(names(members))
    ]
    draft.put(contacts, idempotency_key="contacts", actor=ACTOR)
    for contact in contacts:
        request = EnrolRequest(
            contact=contact.code,
            membership_type="GOLD",
            starts_on=began,
            idempotency_key=f"enroll-{contact.code}",
        )
        draft.enroll(request, actor=ACTOR)


def _usages(levels: list[BenefitLevel], last: int, began: date, desk: Desk) -> Iterator[Entry]:
    chance, now = random.Random(2), desk.clock.now()
    number = 0
    while True:
        number += 1
        level = chance.choice(levels)
        yield Entry(
            key=type(level.key)(last + number),
            at=now,
            actor="U0123DESK",
            source=Source.SLACK,
            idempotency_key=f"usage-{number:024x}",
            kind=EntryKind.USAGE,
            contact=level.contact,
            level=level.key,
            holder=level.contact,
            quantity=Decimal(chance.choice(QUANTITIES)),
            on=began + timedelta(days=chance.randrange(DAYS)),
            description="Guest at the monthly mixer",
        )
