"""Finding a contact or a benefit by what somebody types, with mistakes forgiven."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from rapidfuzz import fuzz, process

from core.contact import Contact
from core.errors import AmbiguousContact, UnknownContact


class Named(Protocol):
    """Anything with a code and a name."""

    @property
    def code(self) -> str:
        """The short code."""

    @property
    def name(self) -> str:
        """The name people read."""


N = TypeVar("N", bound=Named)
CLOSE_ENOUGH = 70
"""The rapidfuzz score, of 100, from which a name counts as a misspelling of what was typed."""


def find(named: Iterable[N], typed: str, limit: int = 20) -> list[N]:
    """What `typed` may mean, the likeliest first; everything by name where nothing was typed."""
    everything = list(named)
    text = " ".join(typed.casefold().split())
    if not text:
        return sorted(everything, key=lambda one: one.name.casefold())[:limit]
    ranked = [(rank, one.name.casefold(), one) for one in everything if (rank := _rank(one, text))]
    if ranked:
        ranked.sort(key=lambda found: found[:2])
        return [one for _, _, one in ranked[:limit]]
    return _misspelt(everything, text, limit)


def _rank(one: Named, text: str) -> int:
    """1 for the very code or name, 2 for a beginning, 3 for a word's beginning, 4 for a part."""
    name, code = one.name.casefold(), one.code.casefold()
    if text in (name, code):
        return 1
    if name.startswith(text) or code.startswith(text):
        return 2
    if f" {text}" in name:
        return 3
    return 4 if text in name else 0


def _misspelt(named: Sequence[N], text: str, limit: int) -> list[N]:
    names = [one.name.casefold() for one in named]
    close = process.extract(text, names, scorer=fuzz.WRatio, limit=limit, score_cutoff=CLOSE_ENOUGH)
    return [named[place] for _, _, place in close]


def the_contact(contacts: Iterable[Contact], typed: str, *, exactly: bool = False) -> Contact:
    """The one contact that `typed` means: by code, by name, or by the only name that contains it.

    `exactly` leaves the last out, for rows that nobody looks at before they count.

    Raises:
        UnknownContact: none; names that are close are in `suggestions`.
        AmbiguousContact: several.
    """
    everybody = list(contacts)
    text = " ".join(typed.casefold().split())
    for contact in everybody:
        if contact.code.casefold() == text:
            return contact
    named = [contact for contact in everybody if contact.name.casefold() == text]
    likely = named
    if not (named or exactly):
        likely = [contact for contact in everybody if text and _rank(contact, text)]
    if len(likely) == 1:
        return likely[0]
    if likely:
        raise AmbiguousContact(typed, [f"{one.name} ({one.code})" for one in likely[:5]])
    raise UnknownContact(typed, [one.name for one in _misspelt(everybody, text, 3)])
