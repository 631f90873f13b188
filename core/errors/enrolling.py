"""A membership or a level that can't be as it was asked for."""

from datetime import date
from decimal import Decimal

from core.errors.refusal import BenefitError, are, day
from core.quantity import ZERO, money, plain


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
            reason = f"{are(taken)} {how} already"
        else:
            reason = "on another day less than nothing would be left"
        super().__init__(f"{plain(asked)} is not possible: {reason}.")


class NumberUnlimited(BenefitError):
    """An unlimited level has no number to change."""

    field = "number"

    def __init__(self) -> None:
        super().__init__("This benefit is unlimited, so it has no number to change.")


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


class NotDeclinable(BenefitError):
    """Only standard benefits can be declined, only optional ones ticked."""

    field = "declined"

    def __init__(self, code: str, kind: str) -> None:
        super().__init__(f"{code} is not {kind} benefit of this membership type.")


class UsedSoNotDeclinable(BenefitError):
    """A level with usage can't be declined."""

    field = "accepted"

    def __init__(self, used: Decimal) -> None:
        super().__init__(f"{are(used)} used already, so this benefit can't be declined.")


class ConveyedSoNotDeclinable(BenefitError):
    """A level of which units are in other hands can't be declined."""

    field = "accepted"

    def __init__(self, conveyed: Decimal) -> None:
        super().__init__(f"{plain(conveyed)} are conveyed; recall them before declining this.")
