"""What a rule may look at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.books import Books
from core.clock import Key
from core.entry import Entry


@dataclass(frozen=True, slots=True)
class Ledger:
    """The books, and the entries behind the balance of one level."""

    books: Books
    entries_of_level: Callable[[Key], Sequence[Entry]]
