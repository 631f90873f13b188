"""Rows, cells and decisions that can't be taken."""

from collections.abc import Iterable

from core.errors import BenefitError, choices


class CellBlank(BenefitError):
    """A cell can't be left blank."""

    def __init__(self, header: str) -> None:
        super().__init__(f"{header} can't be blank.")


class NoSuchConflict(BenefitError):
    """Somebody decides about a conflict that isn't known."""

    def __init__(self) -> None:
        super().__init__("There is no such conflict any more.")


class AlreadyDecided(BenefitError):
    """Somebody decides about a conflict that is settled."""

    def __init__(self) -> None:
        super().__init__("this conflict is settled already.")


class NotADecision(BenefitError):
    """A decision names neither side."""

    def __init__(self, sides: Iterable[str]) -> None:
        super().__init__(f"please pick {choices(f'“{side}”' for side in sides)}.")


class TransactionMissing(BenefitError):
    """An amount was given, and no transaction that it belongs to."""

    def __init__(self) -> None:
        super().__init__("an amount or a day of payment needs the number of its Transaction.")


class CodeWasChanged(BenefitError):
    """A cell of a row whose Code says that it is another one's."""

    def __init__(self) -> None:
        super().__init__("nothing of this row is taken while its Code is another.")


class CodeStays(BenefitError):
    """A code can't be changed: everything refers to it."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"a code stays as it is. Write {code} here again; for another code, add a row."
        )


class CodeThere(BenefitError):
    """A new row has a code that is taken."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} is there already.")


class RowNotReadable(BenefitError):
    """A cell of a row doesn't hold what its column is for."""


class DateInWords(RowNotReadable):
    """A day is told by another day, and the row may be read on a later one."""

    def __init__(self, header: str, text: str) -> None:
        super().__init__(
            f"{header}: “{text}” is no date here, for a row may be read a day later; write it as"
            " 2026-11-03."
        )


class AmbiguousBenefit(BenefitError):
    """A member has several benefits of that name."""

    def __init__(self, text: str, labels: Iterable[str]) -> None:
        super().__init__(f"Several benefits are called “{text}”: please write {choices(labels)}.")


class LooksOtherwise(RowNotReadable):
    """A text column has a number that its cell may show as something else."""

    def __init__(self, header: str, number: str, look: str) -> None:
        super().__init__(
            f"{header}: the cell holds the number {number}, though it may show {look}; write"
            f" '{look} or '{number}, with the apostrophe, to have it as you see it."
        )


class NumberNotCounted(BenefitError):
    """A counted benefit can't be made unlimited by hand."""

    field = "number"

    def __init__(self) -> None:
        super().__init__("a benefit is unlimited by its membership only; please give a number.")


class RecordedElsewhere(BenefitError):
    """A row was refused once, and the same usage was recorded elsewhere meanwhile."""

    def __init__(self, when: str) -> None:
        super().__init__(
            f"the same was recorded elsewhere {when}. If this is another use, say so in the Note."
        )
