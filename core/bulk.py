"""Recording one use for many contacts at once: same date, quantity and description.

Source: the benefit tracking guide, "Record Benefit Usage in Bulk".
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import dropwhile, takewhile
from typing import Final

from core.actor import Action, Actor
from core.balance import balance
from core.books import Books
from core.clock import Key
from core.contact import Contact
from core.desk import Desk, Usage
from core.entry import Entry, EntryKind
from core.errors import BenefitError, UnknownEntry
from core.level import BenefitLevel
from core.quantity import ONE, ZERO, Number, Quantity, Unlimited, total
from core.recording import UsageRequest

TOO_MANY: Final = 5000
"""More contacts than this are rather a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkRequest:
    """One use of one benefit for each of many contacts."""

    contacts: tuple[str, ...]
    benefit_type: str
    idempotency_key: str
    used_on: date | None = None
    quantity: Quantity = ONE
    description: str = ""
    again: bool = False
    """Whether uses that look the same as earlier ones are meant."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A contact whose use is refused, and why."""

    contact: str
    reason: str
    error: BenefitError | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What was recorded, or would be, and what was refused."""

    recorded: tuple[Usage, ...]
    refused: tuple[Refusal, ...]


class SomeRefused(BenefitError):
    """Not all of the contacts can be recorded, so none was."""

    def __init__(self, outcome: BulkOutcome) -> None:
        count = len(outcome.refused)
        of = count + len(outcome.recorded)
        super().__init__(f"Nothing was recorded: {count} of {of} would be refused.")
        self.outcome = outcome


class NotRecordedInBulk(BenefitError):
    """A usage that was recorded by itself."""

    def __init__(self) -> None:
        super().__init__("That was not recorded in bulk; take it back by itself.")


class TooManyContacts(BenefitError):
    """More contacts than are recorded in one step."""

    field = "contacts"

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} contacts are too many at once; choose {TOO_MANY} or fewer.")


def preview_bulk(desk: Desk, request: BulkRequest, *, actor: Actor) -> BulkOutcome:
    """Who would be recorded and who refused; nothing is written."""
    return desk.together(lambda draft: _each(draft, request, actor), dry_run=True)


def record_bulk(
    desk: Desk, request: BulkRequest, *, actor: Actor, those_that_can: bool = False
) -> BulkOutcome:
    """Record for all of the contacts in one commit, or with `those_that_can` for some of them.

    Raises:
        SomeRefused: somebody would be refused, and all were asked for; nothing was written.
    """

    def work(draft: Desk) -> BulkOutcome:
        outcome = _each(draft, request, actor)
        if outcome.refused and not those_that_can:
            raise SomeRefused(outcome)
        return outcome

    return desk.together(work)


def _each(draft: Desk, request: BulkRequest, actor: Actor) -> BulkOutcome:
    actor.must_be_allowed(Action.RECORD)
    if len(request.contacts) > TOO_MANY:
        raise TooManyContacts(len(request.contacts))
    recorded: list[Usage] = []
    refused: list[Refusal] = []
    for contact in dict.fromkeys(request.contacts):
        usage = UsageRequest(
            contact=contact,
            benefit_type=request.benefit_type,
            used_on=request.used_on,
            quantity=request.quantity,
            description=request.description,
            again=request.again,
            idempotency_key=f"{request.idempotency_key}:{contact}",
        )
        try:
            recorded.append(draft.record(usage, actor=actor))
        except BenefitError as refusal:
            refused.append(Refusal(contact, str(refusal), refusal))
    return BulkOutcome(tuple(recorded), tuple(refused))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contact who has a benefit, with what remains of it."""

    contact: Contact
    remaining: Number


def candidates(
    desk: Desk,
    benefit_type: str,
    *,
    membership_type: str | None = None,
    line: str | None = None,
    category: str | None = None,
    at_least: Quantity = ZERO,
    on: date | None = None,
) -> list[Candidate]:
    """The contacts who have a usable level of a benefit on a day, by name; narrowed by filters.

    Retired ones, as those who were forgotten, are left to be named by hand.

    `membership_type` and `line` are where that level comes from, by code; `category` narrows to
    those who also have a usable level of any benefit of that category.
    """
    day = on or desk.today()

    def usable(level: BenefitLevel) -> bool:
        return level.gives and level.runs_on(day)

    def with_category(books: Books) -> set[str]:
        return {
            level.contact
            for level in books.levels.values()
            if usable(level) and category in books.benefit_types[level.benefit_type].categories
        }

    def those(books: Books) -> Iterable[Candidate]:
        remaining: dict[str, Number] = {}
        among = with_category(books) if category is not None else books.contacts.keys()
        for level in books.levels.values():
            fits = level.benefit_type == benefit_type and level.contact in among and usable(level)
            asked = line in (None, level.membership_benefit)
            if fits and asked and membership_type in (None, level.membership_type):
                left = balance(level, books.tallies[level.key], day).available
                remaining[level.contact] = total(remaining.get(level.contact, ZERO), left)
        return [
            Candidate(books.contacts[code], left)
            for code, left in remaining.items()
            if not books.contacts[code].retired
            and (isinstance(left, Unlimited) or left >= at_least)
        ]

    return sorted(desk.read(those), key=lambda one: one.contact.name.casefold())


def recorded_in_bulk_with(desk: Desk, key: Key) -> list[Key]:
    """The usages that one bulk recording wrote and that still count; `key` is one of them.

    Raises:
        UnknownEntry: there is no entry of that key.
        NotRecordedInBulk: it came by itself.
    """
    one = desk.store.entry(key)
    if one is None:
        raise UnknownEntry(key)
    bulk = _bulk_of(one)
    if not bulk:
        raise NotRecordedInBulk
    # A bulk is one commit at one instant, and no key is earlier than its instant.
    since = Key(int(one.at.timestamp() * 1000) - 1)
    later = dropwhile(lambda entry: entry.at != one.at, desk.store.entries(after=since))
    found = list(takewhile(lambda entry: entry.at == one.at, later))
    return desk.read(
        lambda books: [
            entry.key
            for entry in found
            if _bulk_of(entry) == bulk and entry.act == entry.key and entry.key not in books.voided
        ]
    )


def _bulk_of(entry: Entry) -> str:
    """The key of the bulk recording that an entry came with; blank where it came by itself."""
    request = entry.idempotency_key.partition("#")[0]
    whole = request.removesuffix(f":{entry.holder or entry.contact}")
    return whole if entry.kind is EntryKind.USAGE and whole != request else ""


def void_all(
    desk: Desk, keys: Iterable[Key], *, reason: str, idempotency_key: str, actor: Actor
) -> None:
    """Take all of these usages back, in one commit."""

    def work(draft: Desk) -> None:
        for key in keys:
            each = f"{idempotency_key}:{key}"
            draft.void(key, reason=reason, idempotency_key=each, actor=actor)

    desk.together(work)
