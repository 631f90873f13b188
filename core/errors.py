"""What can be wrong, one class per cause. Each writes its own sentence for the person who reads it.

`field` names the part of the request that is at fault, so that a form can put the sentence there.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from core.quantity import ZERO, money, plain

MOST_NAMED = 8
"""How many choices a sentence names; with more, it names none."""


def day(value: date) -> str:
    """A date as people write it: 3 Nov 2026."""
    return f"{value.day} {value:%b %Y}"


def _are(number: Decimal) -> str:
    """Such as "1 is" and "2.5 are"."""
    return f"{plain(number)} {'is' if number == 1 else 'are'}"


def choices(names: Iterable[str]) -> str:
    """Names for the end of a sentence: "a, b or c"."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} or {last}" if most else last


class BenefitError(Exception):
    """A request that the rules refuse. Nothing was changed."""

    field: ClassVar[str] = ""


class NotAllowed(BenefitError):
    """The actor's role doesn't allow the action; it allows it to `who`."""

    def __init__(self, action: str, role: str | None, who: str = "a manager") -> None:
        if role:
            sentence = f"As {role} you may not {action}. Please ask {who}."
        else:
            sentence = (
                f"You have no role in Benefit Desk yet, so you may not {action}. An administrator"
                " can give you one."
            )
        super().__init__(sentence)


class UnknownContact(BenefitError):
    """No contact has that code or name."""

    field = "contact"

    def __init__(self, text: str, suggestions: Iterable[str] = ()) -> None:
        names = list(suggestions)
        hint = f" Did you mean {choices(names)}?" if names else ""
        super().__init__(f"There is no contact “{text}”.{hint}")
        self.suggestions = names


class AmbiguousContact(BenefitError):
    """Several contacts have that name."""

    field = "contact"

    def __init__(self, text: str, names: Iterable[str]) -> None:
        self.suggestions = list(names)
        super().__init__(f"Several contacts match “{text}”: {choices(self.suggestions)}?")


class UnknownCode(BenefitError):
    """A code that isn't in its lookup table."""

    def __init__(self, what: str, code: str, known: Iterable[str] = ()) -> None:
        names = list(known)
        hint = f" There is {choices(names)}." if 0 < len(names) <= MOST_NAMED else ""
        super().__init__(f"There is no {what} “{code}”.{hint}")
        self.what = what


class UnknownBenefit(UnknownCode):
    """No benefit type has that code or name."""

    field = "benefit_type"

    def __init__(self, text: str, known: Iterable[str] = ()) -> None:
        super().__init__("benefit type", text, known)


class UnknownEntry(BenefitError):
    """No entry has that key."""

    def __init__(self, key: int) -> None:
        super().__init__(f"There is no entry {key} in the ledger.")


class UnknownLevel(BenefitError):
    """No benefit level has that key."""

    def __init__(self, key: object) -> None:
        super().__init__(f"There is no benefit level {key}.")


class UnknownMembership(BenefitError):
    """No membership has that key."""

    def __init__(self, key: int) -> None:
        super().__init__(f"There is no membership {key}.")


class BenefitNotOffered(BenefitError):
    """The contact has no level of this benefit type."""

    field = "benefit_type"

    def __init__(self, contact: str, benefit: str) -> None:
        super().__init__(f"{contact} has no {benefit} with any membership.")


class BenefitNotTracked(BenefitError):
    """The benefit type is offered without counting, so its use can't be recorded."""

    field = "benefit_type"

    def __init__(self, benefit: str) -> None:
        super().__init__(f"{benefit} is not counted, so there is no use of it to record.")


class BenefitDeclined(BenefitError):
    """The level was declined."""

    field = "benefit_type"

    def __init__(self, contact: str, benefit: str) -> None:
        super().__init__(f"{contact} declined {benefit}.")


class BenefitInactive(BenefitError):
    """The level was made inactive."""

    field = "benefit_type"

    def __init__(self, contact: str, benefit: str) -> None:
        super().__init__(f"{benefit} of {contact} has been made inactive.")


class OutsideTerm(BenefitError):
    """The date lies outside the level's term."""

    field = "used_on"

    def __init__(self, used_on: date, terms: Iterable[tuple[date, date]]) -> None:
        runs = choices(f"{day(start)} to {day(end)}" for start, end in terms)
        super().__init__(f"{day(used_on)} is outside the membership, which runs {runs}.")


class DateInFuture(BenefitError):
    """A usage can't be recorded ahead of time."""

    field = "used_on"

    def __init__(self, used_on: date, today: date) -> None:
        super().__init__(f"{day(used_on)} is in the future; today is {day(today)}.")


class BooksClosed(BenefitError):
    """The date lies before the day from which books are open."""

    field = "used_on"

    def __init__(self, used_on: date, open_from: date) -> None:
        super().__init__(
            f"The books are closed before {day(open_from)}; {day(used_on)} is too early."
        )


class QuantityNotPositive(BenefitError):
    """A quantity of nothing, or less."""

    field = "quantity"

    def __init__(self, asked: Decimal) -> None:
        super().__init__(f"A quantity has to be more than 0; {plain(asked)} was given.")


class QuantityOffStep(BenefitError):
    """The quantity isn't a whole number of the benefit type's steps."""

    field = "quantity"

    def __init__(self, asked: Decimal, step: Decimal, benefit: str) -> None:
        super().__init__(f"{benefit} is counted in steps of {plain(step)}; {plain(asked)} is not.")


class NotEnoughRemaining(BenefitError):
    """More units were asked for than remain.

    Or than can be used on a day `on`: uses of later days need the rest; or, with `added_later`,
    there were no more on that day.
    """

    field = "quantity"

    def __init__(
        self,
        asked: Decimal,
        remaining: Decimal,
        on: date | None = None,
        *,
        added_later: bool = False,
    ) -> None:
        left = f"Only {plain(remaining)}" if remaining else "None"
        if not on:
            left += " left"
        elif added_later:
            left += f" left on {day(on)}, for what was added later counts from its own day"
        else:
            rest = "the rest" if remaining else "them"
            left += f" can be used on {day(on)}, for later days need {rest}"
        super().__init__(f"{left}; {plain(asked)} asked for.")
        self.asked, self.remaining = asked, remaining


class OverageUnconfirmed(NotEnoughRemaining):
    """More than remains, of a line that allows it where a manager confirms."""

    def __init__(
        self,
        asked: Decimal,
        remaining: Decimal,
        on: date | None = None,
        *,
        added_later: bool = False,
    ) -> None:
        super().__init__(asked, remaining, on, added_later=added_later)
        self.shortage = str(self)
        self.args = (f"{self.shortage} A manager can confirm the overage.",)


class NotConveyable(BenefitError):
    """These units can't be given to somebody else."""

    field = "holder"

    def __init__(self, why: str) -> None:
        super().__init__(f"These units can't be conveyed. {why}")


class NothingToRecall(BenefitError):
    """The contact holds no units that aren't used."""

    field = "holder"

    def __init__(self, holder: str) -> None:
        super().__init__(f"{holder} holds no unused units of this benefit.")


class ConveyedSoNotDeclinable(BenefitError):
    """A level of which units are in other hands can't be declined."""

    field = "accepted"

    def __init__(self, conveyed: Decimal) -> None:
        super().__init__(f"{plain(conveyed)} are conveyed; recall them before declining this.")


class UnitsInUse(BenefitError):
    """What was conveyed has been used or recalled since."""

    def __init__(self) -> None:
        super().__init__(
            "Some of those units were used or recalled since; recall the others instead."
        )


class CapReached(BenefitError):
    """More than a line allows on one day, or for one event."""

    field = "quantity"

    def __init__(self, benefit: str, cap: Decimal, when: str) -> None:
        super().__init__(f"At most {plain(cap)} of {benefit} may be used {when}.")


class HolderNotEntitled(BenefitError):
    """The holder is neither the owner nor authorised by it."""

    field = "holder"

    def __init__(self, holder: str, owner: str) -> None:
        super().__init__(f"{holder} is not authorised to use the benefits of {owner}.")


class AuthorityEnded(BenefitError):
    """The person was authorised by the organisation, but not any more on that day."""

    field = "holder"

    def __init__(self, person: str, owner: str, until: date) -> None:
        super().__init__(
            f"The authority of {person} to use the benefits of {owner} ended on {day(until)}."
        )


class AuthorityUsedUp(BenefitError):
    """More units than a person may draw from one of the organisation's levels."""

    field = "quantity"

    def __init__(self, person: str, most: Decimal, benefit: str, owner: str, used: Decimal) -> None:
        so_far = f"; {plain(used)} used already" if used else ""
        super().__init__(f"{person} may use at most {plain(most)} of {benefit} of {owner}{so_far}.")


class LooksRecordedTwice(BenefitError):
    """The same contact, benefit, date and quantity stand in the ledger already."""

    def __init__(self, actor: str, at: datetime) -> None:
        super().__init__(f"Already recorded by {actor} at {at:%H:%M on %d %b %Y}; record again?")
        self.actor, self.at = actor, at


class LooksEnrolledTwice(BenefitError):
    """The contact has a membership of the same type over some of the same days already."""

    field = "membership_type"

    def __init__(self, contact: str, membership_type: str, starts_on: date, ends_on: date) -> None:
        super().__init__(
            f"{contact} is a {membership_type} member already, {day(starts_on)} to {day(ends_on)};"
            " enroll again?"
        )


class LooksRegisteredTwice(BenefitError):
    """The contact is registered for the event already."""

    field = "event"

    def __init__(self, contact: str, event: str, registered_on: date) -> None:
        super().__init__(
            f"{contact} is already registered for {event}, on {day(registered_on)};"
            " register once more?"
        )


class TextTooLong(BenefitError):
    """A text is longer than its column."""

    def __init__(self, what: str, length: int, limit: int) -> None:
        super().__init__(f"The {what} has {length} characters; at most {limit} fit.")


class TextUnreadable(BenefitError):
    """A text has characters that can't be seen, or that no file can hold."""

    field = "description"

    def __init__(self, what: str) -> None:
        super().__init__(f"The {what} has characters that can't be seen; please type it anew.")


class AlreadyVoided(BenefitError):
    """The entry was taken back before."""

    def __init__(self) -> None:
        super().__init__("That was taken back already; nothing more to undo.")


class BelongsToRegistration(BenefitError):
    """A usage that a registration drew."""

    def __init__(self) -> None:
        super().__init__("That came with a registration; cancel the registration instead.")


class BelongsToRenewal(BenefitError):
    """Half of the move of units from an old level to a new one."""

    def __init__(self) -> None:
        super().__init__("Those units rolled over with a renewal; change the new number instead.")


class NotVoidable(BenefitError):
    """Only usages, adjustments and conveyances can be taken back."""

    INSTEAD: ClassVar[Mapping[str, str]] = {
        "membership": " To withdraw what it gave, make its benefits inactive.",
        "grant": " To withdraw it, make the benefit inactive.",
        "registration": " Cancel the registration instead.",
        "recall": " Convey the units anew.",
    }

    def __init__(self, kind: str) -> None:
        hint = self.INSTEAD.get(kind, "")
        super().__init__(f"A {kind} entry can't be taken back.{hint}")


class TooLateToVoid(BenefitError):
    """Staff may take their own usage back for a while only."""

    def __init__(self, hours: int) -> None:
        super().__init__(
            f"That was recorded more than {hours} hours ago; a manager can take it back."
        )


class NumberRaised(BenefitError):
    """At enrolling the number may be lowered, never raised."""

    field = "numbers"

    def __init__(self, benefit: str, asked: Decimal, offered: Decimal) -> None:
        super().__init__(
            f"{benefit}: the package has {plain(offered)}; {plain(asked)} would be more than that."
        )


class NumberNotPossible(BenefitError):
    """A number below what was used already, or below 0, or one that leaves a later day below 0."""

    field = "number"

    def __init__(self, asked: Decimal, used: Decimal, conveyed: Decimal = ZERO) -> None:
        taken = used + conveyed
        if asked < 0:
            reason = "a number can't be below 0"
        elif asked < taken:
            how = " or ".join(
                name for name, part in (("used", used), ("conveyed", conveyed)) if part
            )
            reason = f"{_are(taken)} {how} already"
        else:
            reason = "on another day less than nothing would be left"
        super().__init__(f"{plain(asked)} is not possible: {reason}.")


class NumberUnlimited(BenefitError):
    """An unlimited level has no number to change."""

    field = "number"

    def __init__(self) -> None:
        super().__init__("This benefit is unlimited, so it has no number to change.")


class ReasonMissing(BenefitError):
    """An act that changes what was said before needs its reason; `what` is its subject."""

    field = "reason"

    def __init__(self, what: str = "a changed number") -> None:
        super().__init__(f"Please say why: {what} needs a reason.")


class AmountNegative(BenefitError):
    """A payment of less than nothing."""

    field = "amount"

    def __init__(self, amount: Decimal) -> None:
        super().__init__(f"An amount paid can't be below 0; {plain(amount)} was given.")


class TransactionDiffers(BenefitError):
    """A transaction's code is given again, with another kind, amount or day of payment."""

    field = "transaction"

    def __init__(self, code: str, kind: str, amount: Decimal | None, paid_on: date | None) -> None:
        what = "a gift" if kind == "gift" else kind
        how_much = "no known amount" if amount is None else money(amount)
        when = "no known day" if paid_on is None else day(paid_on)
        super().__init__(
            f"{code} is known as {what} of {how_much}, paid on {when}. Please give the same, or"
            " another code."
        )


class DateNotPossible(BenefitError):
    """A date that no membership can have."""

    field = "starts_on"

    def __init__(self, on: date, earliest: int, latest: int) -> None:
        super().__init__(f"{on} is not possible: the year has to be {earliest} to {latest}.")


class NameNotUsable(BenefitError):
    """A name that can't be shown."""

    field = "name"

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"The name of {code} {why}.")


class CodeTaken(BenefitError):
    """A code that differs from another one in capitals only."""

    field = "code"

    def __init__(self, code: str, taken: str) -> None:
        super().__init__(f"“{code}” is taken: there is “{taken}”, and capitals make no difference.")


class LineIsAnother(BenefitError):
    """A catalogue line would become one of another membership type or of another benefit."""

    field = "code"

    def __init__(self, code: str, membership_type: str, benefit: str) -> None:
        super().__init__(
            f"{code} is {benefit} with {membership_type} already, and stays that: another line"
            " needs another code."
        )


class StillHasAffiliates(BenefitError):
    """A contact to which people belong can't become a person."""

    field = "kind"

    def __init__(self, name: str, affiliates: int) -> None:
        people = "1 contact belongs" if affiliates == 1 else f"{affiliates} contacts belong"
        super().__init__(f"{name} has to stay an organisation: {people} to it.")


class NotAnOrganisation(BenefitError):
    """Somebody is said to belong to a person."""

    field = "affiliated_to"

    def __init__(self, name: str) -> None:
        super().__init__(f"affiliated_to: {name} is a person; only organisations have affiliates.")


class FigureNotPossible(BenefitError):
    """A figure of the catalogue that can't be."""

    def __init__(self, code: str, name: str, wanted: str) -> None:
        super().__init__(f"{code}: {name} has to be {wanted}.")


class NotDeclinable(BenefitError):
    """Only standard benefits can be declined, only optional ones ticked."""

    field = "declined"

    def __init__(self, code: str, kind: str) -> None:
        super().__init__(f"{code} is not {kind} benefit of this membership type.")


class UsedSoNotDeclinable(BenefitError):
    """A level with usage can't be declined."""

    field = "accepted"

    def __init__(self, used: Decimal) -> None:
        super().__init__(f"{_are(used)} used already, so this benefit can't be declined.")


class EndMissing(BenefitError):
    """The membership type has no term, so the end must be told."""

    field = "ends_on"

    def __init__(self, membership_type: str) -> None:
        super().__init__(f"{membership_type} has no fixed term: please give the date it ends.")


class EndsBeforeStart(BenefitError):
    """The term is the wrong way round."""

    field = "ends_on"

    def __init__(self, starts_on: date, ends_on: date) -> None:
        super().__init__(f"The end, {day(ends_on)}, is before the start, {day(starts_on)}.")


class NotOffered(BenefitError):
    """What is referred to was retired."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"The {what} {name} has been retired and can't be chosen any more.")
