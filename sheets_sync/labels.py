"""How contacts and benefits are named in the sheet, and found by what people type there."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache

from core.books import Books
from core.catalogue import BenefitType, MembershipType
from core.errors import UnknownBenefit
from core.recording import levels_serving
from core.search import the_contact
from sheets_sync.errors import AmbiguousBenefit


class ContactLabels:
    """A contact's name; where several have the same one, with the code behind it."""

    def __init__(self, books: Books) -> None:
        self._contacts = books.contacts
        self._finder = books.finder
        self._codes: defaultdict[str, list[str]] = defaultdict(list)
        for code, contact in books.contacts.items():
            self._codes[_plain(contact.name)].append(code)

    @classmethod
    def of_books(cls, books: Books) -> "ContactLabels":
        """The labels of these books; made once for as long as no entry comes."""
        return _labels(books, books.revision, books.last)

    def of(self, code: str) -> str:
        """How the contact of this code is written."""
        name = self._contacts[code].name
        return name if len(self._codes[_plain(name)]) == 1 else f"{name} ({code})"

    def code_of(self, typed: str) -> str:
        """The code of the contact that is meant: by code, by exact name, or by both.

        Raises:
            UnknownContact, AmbiguousContact: the sentence says who may be meant.
        """
        if typed in self._contacts:
            return typed
        codes = self._codes.get(_plain(typed), [])
        if len(codes) == 1:
            return codes[0]
        name, _, code = typed.strip().removesuffix(")").rpartition(" (")
        if code in self._codes.get(_plain(name), []):
            return code
        return the_contact(self._finder, typed, exactly=True).code


@lru_cache(maxsize=4)
def _labels(books: Books, revision: object, last: object) -> ContactLabels:  # noqa: ARG001
    return ContactLabels(books)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def labelled(records: Mapping[str, BenefitType | MembershipType]) -> dict[str, str]:
    """How records are written, by code: by name; with the code where several have the same one."""
    times = Counter(_plain(each.name) for each in records.values())
    return {
        code: each.name if times[_plain(each.name)] == 1 else f"{each.name} ({code})"
        for code, each in records.items()
    }


@lru_cache(maxsize=4)
def _benefit_labels(books: Books, revision: object, last: object) -> dict[str, str]:  # noqa: ARG001
    return labelled(books.benefit_types)


def benefit_code(books: Books, typed: str, member: str) -> str:
    """The code of the benefit type that is meant: by code, by name, or by both.

    Of several of one name the one is meant that the member has, where that is only one.

    Raises:
        UnknownBenefit, AmbiguousBenefit: the sentence names those there are.
    """
    wanted, kinds = _plain(typed), books.benefit_types
    labels = _benefit_labels(books, books.revision, books.last)
    for code, label in labels.items():
        if wanted in (_plain(code), _plain(label)):
            return code
    named = [code for code, kind in kinds.items() if wanted == _plain(kind.name)]
    if not named:
        raise UnknownBenefit(typed, labels.values())
    contact = books.contacts[member]
    had = [code for code in named if levels_serving(books, contact, code)]
    if len(had) > 1:
        raise AmbiguousBenefit(typed, (labels[code] for code in had))
    return had[0] if had else named[0]
