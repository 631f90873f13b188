"""What is referred to isn't there, isn't clear, or can't be chosen any more."""

from collections.abc import Iterable

from core.errors.refusal import BenefitError, choices

MOST_NAMED = 8
"""How many choices a sentence names; with more, it names none."""


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


class NotOffered(BenefitError):
    """What is referred to was retired."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"The {what} {name} has been retired and can't be chosen any more.")
