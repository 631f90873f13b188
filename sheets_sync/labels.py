"""How contacts and benefits are named in the sheet, and found by what people type there."""

from collections import defaultdict
from functools import lru_cache

from core.books import Books
from core.errors import UnknownBenefit
from core.search import the_contact


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


def benefit_code(books: Books, typed: str) -> str:
    """The code of the benefit type that is meant, by code or by name.

    Raises:
        UnknownBenefit: there is none; the sentence names those there are.
    """
    wanted = _plain(typed)
    for kind in books.benefit_types.values():
        if wanted in (_plain(kind.code), _plain(kind.name)):
            return kind.code
    raise UnknownBenefit(typed, (kind.name for kind in books.benefit_types.values()))
