"""Recording usage: which levels it draws on, or why it is refused.

Source: the benefit tracking guide, "Record Benefit Usage Individually".
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from core.books import Books
from core.catalogue import BenefitType
from core.clock import Key
from core.contact import Contact
from core.entry import Entry
from core.errors import (
    AuthorityEnded,
    BenefitDeclined,
    BenefitInactive,
    BenefitNotOffered,
    BenefitNotTracked,
    BooksClosed,
    DateInFuture,
    HolderNotEntitled,
    LooksRecordedTwice,
    NotEnoughRemaining,
    OutsideTerm,
    OverageUnconfirmed,
    QuantityNotPositive,
    QuantityOffStep,
    TextTooLong,
    UnknownBenefit,
    UnknownContact,
    UnknownLevel,
)
from core.ledger import Ledger
from core.level import BenefitLevel
from core.policy import Policy
from core.pools import Caps, Draw, pools_of, share, usages_of
from core.quantity import ONE, ZERO, Quantity, is_multiple
from core.usage_days import Look

TEXT_LIMIT: Final = 255
"""Characters in a text column of the benefit level description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageRequest:
    """What somebody asks to record. `used_on` None means today in the recorder's time zone.

    `level` narrows the draw to one benefit level. `again` says that a usage which looks the same as
    an earlier one is meant. `quantity` is in units of the benefit type.
    """

    contact: str
    benefit_type: str
    idempotency_key: str
    used_on: date | None = None
    quantity: Quantity = ONE
    description: str = ""
    holder: str | None = None
    note: str = ""
    level: Key | None = None
    again: bool = False


class Drawing(NamedTuple):
    """What a request comes to: in whose hands, when, from which levels."""

    holder: str
    used_on: date
    draws: tuple[Draw, ...]
    over: tuple[Draw, ...] = ()
    """Units beyond what remains, which a manager confirmed."""


def draw(
    ledger: Ledger, request: UsageRequest, policy: Policy, today: date, *, confirmed: bool = False
) -> Drawing:
    """Decide what `request` draws on; `confirmed` says that a manager confirms an overage.

    Raises:
        BenefitError: the class says which rule refused it.
    """
    books = ledger.books
    contact = books.contacts.get(request.contact)
    if contact is None:
        raise UnknownContact(request.contact)
    benefit = books.benefit_types.get(request.benefit_type)
    if benefit is None:
        raise UnknownBenefit(request.benefit_type)
    used_on = request.used_on or today
    check_quantity(benefit, request.quantity)
    _check_texts(request)
    check_date(used_on, policy, today)
    levels = _levels_on(books, contact, benefit, used_on, request.level)
    holder = request.holder or request.contact
    open_levels = _levels_open_to(books, holder, levels, used_on)
    if not request.again:
        _check_repetition(ledger, request, benefit, holder, used_on)
    caps = Caps(ledger, books.contacts.get(holder), used_on)
    pools = pools_of(ledger, levels, open_levels, holder, used_on)
    draws, missing = share(pools, request.quantity, caps)
    if not missing:
        return Drawing(holder, used_on, draws)
    over = _beyond(open_levels, request.quantity, draws, caps)
    if over is None and caps.hit:
        raise caps.hit
    if over is None or not confirmed:
        refusal = NotEnoughRemaining if over is None else OverageUnconfirmed
        held = (level for level in levels if holder in (books.tallies[level.key].held or {}))
        sources = [Source(level, holder) for level in held]
        sources += (Source(level, None) for level in open_levels)
        left = request.quantity - missing
        on, added_later = _lacking(ledger, sources, left, used_on)
        raise refusal(request.quantity, left, on, added_later=added_later)
    return Drawing(holder, used_on, draws, (over,))


class Source(NamedTuple):
    """Units of a level, in a holder's hands; None where they are nobody's yet."""

    level: BenefitLevel
    holder: str | None


def _lacking(
    ledger: Ledger, sources: Sequence[Source], left: Quantity, on: date
) -> tuple[date | None, bool]:
    """The day `on`, where more than is `left` is there on another, and whether it came later.

    Else later days need it. None where there is no more at all.
    """
    tallies = ledger.books.tallies
    if all(on >= tallies[source.level.key].latest_on for source in sources):
        return None, False

    def units(day_of: Callable[[BenefitLevel], date]) -> Quantity:
        numbers = (
            ledger.timeline(level).left_on(day_of(level), holder) for level, holder in sources
        )
        return sum((each for each in numbers if isinstance(each, Decimal)), ZERO)

    if units(lambda _: on) > left:
        return on, False
    later = units(lambda level: tallies[level.key].lasts_until(level, on)) > left
    return (on, True) if later else (None, False)


def levels_serving(
    books: Books, contact: Contact, benefit_type: str, on: date | None = None
) -> list[BenefitLevel]:
    """The levels a contact draws on: their own and those of which they were given units.

    Whoever owns none that can be used on the day `on` draws on those of the organisation that they
    may act for then. Where `on` is None, whoever ever owned one, and ever might act.
    """
    serving = books.levels_owned(contact.code, benefit_type)
    if held := books.levels_held(contact.code, benefit_type):
        serving = [*serving, *(level for level in held if level not in serving)]
    organisation = contact.affiliated_to
    if organisation and contact.may_hold_for(organisation, on):
        own = (level for level in serving if level.contact == contact.code)
        if not any(on is None or (level.gives and level.runs_on(on)) for level in own):
            theirs = books.levels_owned(organisation, benefit_type)
            serving = [*serving, *(level for level in theirs if level not in serving)]
    return serving


def check_quantity(benefit: BenefitType, quantity: Decimal) -> None:
    """See that so much of this benefit can be recorded at all."""
    if not benefit.tracked:
        raise BenefitNotTracked(benefit.name)
    if quantity <= ZERO:
        raise QuantityNotPositive(quantity)
    if not is_multiple(quantity, benefit.step):
        raise QuantityOffStep(quantity, benefit.step, benefit.name)


def _check_texts(request: UsageRequest) -> None:
    for what, text in (("description", request.description), ("note", request.note)):
        if len(text) > TEXT_LIMIT:
            raise TextTooLong(what, len(text), TEXT_LIMIT)


def check_date(used_on: date, policy: Policy, today: date) -> None:
    """See that the books are open on this day, and that it has come.

    Of a use, and just so of a conveyance and of a registration: a rule of uses alone belongs into
    `draw`.
    """
    if used_on > today:
        raise DateInFuture(used_on, today)
    if policy.open_from and used_on < policy.open_from:
        raise BooksClosed(used_on, policy.open_from)


def _levels_on(
    books: Books, contact: Contact, benefit: BenefitType, used_on: date, only: Key | None
) -> list[BenefitLevel]:
    """The usable levels on that day, the one that ends first before the others, then the older."""
    serving = levels_serving(books, contact, benefit.code, used_on)
    if only is not None:
        serving = [level for level in serving if level.key == only]
    if not serving:
        served = levels_serving(books, contact, benefit.code)
        _check_authority(books, contact, served, used_on)
        raise BenefitNotOffered(contact.name, benefit.name) if only is None else UnknownLevel(only)
    running = [level for level in serving if level.runs_on(used_on)]
    if not running:
        raise OutsideTerm(used_on, sorted((each.starts_on, each.ends_on) for each in serving))
    usable = [level for level in running if level.gives]
    if not usable:
        declined = all(not level.accepted for level in running)
        raise (BenefitDeclined if declined else BenefitInactive)(contact.name, benefit.name)
    if len(usable) > 1:
        usable.sort(key=lambda level: (level.ends_on, level.key))
    return usable


def _levels_open_to(
    books: Books, holder: str, levels: Sequence[BenefitLevel], used_on: date
) -> list[BenefitLevel]:
    """The levels whose unassigned units the holder may use, as their owner or authorised by it.

    Raises:
        HolderNotEntitled, AuthorityEnded: none of them, and no units were conveyed to the holder.
    """
    owner = levels[0].contact
    if all(level.contact == holder for level in levels):
        return list(levels)
    person = books.contacts.get(holder)
    if person is None:
        raise UnknownContact(holder)
    open_levels = [level for level in levels if person.may_hold_for(level.contact, used_on)]
    if not open_levels and not any(
        holder in (books.tallies[level.key].held or {}) for level in levels
    ):
        _check_authority(books, person, levels, used_on)
        raise HolderNotEntitled(person.name, books.contacts[owner].name)
    return open_levels


def _check_authority(
    books: Books, person: Contact, levels: Iterable[BenefitLevel], used_on: date
) -> None:
    """See that it isn't the end of a person's authority that keeps these levels from them."""
    until = person.authorised_until
    for level in levels:
        if until and person.may_hold_for(level.contact) and not person.authorised_on(used_on):
            raise AuthorityEnded(person.name, books.contacts[level.contact].name, until)


def _check_repetition(
    ledger: Ledger, request: UsageRequest, benefit: BenefitType, holder: str, used_on: date
) -> None:
    """Ask where the same was recorded before, whatever became of its levels since.

    One act may lie on several levels.
    """
    books, acts = ledger.books, dict[Key, list[Entry]]()
    for level in books.levels_used(holder, benefit.code):
        look = Look(level.contact, benefit.code, request.quantity)
        if not books.usage_days.may_have(used_on, look):
            continue
        for entry in usages_of(ledger, level.key, used_on):
            if entry.on == used_on and entry.holder == holder:
                acts.setdefault(entry.act, []).append(entry)
    for act in acts.values():
        if sum((entry.quantity or ZERO for entry in act), ZERO) == request.quantity:
            raise LooksRecordedTwice(act[0].actor, act[0].at)


def _beyond(
    levels: Sequence[BenefitLevel], asked: Quantity, drawn: Sequence[Draw], caps: Caps
) -> Draw | None:
    """What is missing, of the last level whose line allows overage and whose caps leave room."""
    missing = asked - sum((draw.quantity for draw in drawn), ZERO)
    stretching = [level for level in levels if level.overage]
    fitting = [level for level in stretching if caps.room(level, missing, drawn) == missing]
    return Draw(fitting[-1], missing) if fitting else None
