"""A use that can't be recorded: of what, by whom, when, how much."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.errors.refusal import BenefitError, choices, day
from core.quantity import plain


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


class TextTooLong(BenefitError):
    """A text is longer than its column."""

    def __init__(self, what: str, length: int, limit: int) -> None:
        super().__init__(f"The {what} has {length} characters; at most {limit} fit.")


class TextUnreadable(BenefitError):
    """A text has characters that can't be seen, or that no file can hold."""

    field = "description"

    def __init__(self, what: str) -> None:
        super().__init__(f"The {what} has characters that can't be seen; please type it anew.")
