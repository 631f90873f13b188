"""A finding: what was looked at, how it is, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How something was found."""

    OK = "ok"
    WRONG = "wrong"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check-up. `says` has what is wrong and what to do, in whole sentences."""

    state: State
    part: str
    says: str


def ok(part: str, says: str) -> Finding:
    """Something is as it should be."""
    return Finding(State.OK, part, says)


def wrong(part: str, says: str) -> Finding:
    """Something has to be put right."""
    return Finding(State.WRONG, part, says)


def not_checked(part: str, why: str) -> Finding:
    """Something could not be looked at, or there is nothing to look at."""
    return Finding(State.NOT_CHECKED, part, why)
