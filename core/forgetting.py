"""Forgetting a person: name and address leave every entry, while balances and history stay.

The only change that is ever made to entries which were written. What a text says about a person is
replaced, never a figure, a date, a code or a key.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from core.actor import Actor
from core.contact import Contact
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.errors import UnknownContact
from core.snapshot import NAME as SNAPSHOT

FORGOTTEN: Final = "(forgotten)"
"""What stands where a name or an address stood."""
SEEN_IN_SHEET: Final = "sheet:"
"""How the sheet last looked stays as it is: a sync sees by it that the name was changed here."""
PERSONAL: Final = ("name", "email")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many entries and documents said something that they say no more."""

    code: str
    entries: int
    documents: int


def forget(
    desk: Desk, code: str, *, idempotency_key: str, actor: Actor, in_sheet: bool = False
) -> Forgotten:
    """Take a contact's names and addresses, past ones too, out of the whole store.

    `in_sheet` says that the words were taken out of the sheet before, so that what is remembered of
    it changes with it. The code stays, for it is what entries refer to; it is retired, so that
    nobody is renewed or chosen of whom nothing is known. A new entry says who forgot whom and when.

    Raises:
        UnknownContact: there is nobody with this code.
        StoreError: a write failed; forgetting again goes on where it broke off.
    """
    contact = desk.read(lambda books: books.contacts.get(code))
    if contact is None:
        raise UnknownContact(code)
    words = words_about(desk, contact)
    nameless = replace(contact, name=FORGOTTEN, email=None, retired=True)
    desk.put([nameless], idempotency_key=idempotency_key, actor=actor)
    changed = [told for entry in desk.store.entries() if (told := _redacted(entry, code, words))]
    if changed:
        desk.store.rewrite(changed)
    documents = dict(_documents(desk, words, in_sheet=in_sheet))
    for name, document in documents.items():
        desk.store.keep(name, document)
    desk.store.clean()
    return Forgotten(code, len(changed), len(documents))


def words_about(desk: Desk, contact: Contact) -> list[str]:
    """Every name and address that this contact has or had, the longest first."""
    told = {contact.name, contact.email}
    for entry in desk.store.entries():
        if entry.kind is EntryKind.CONTACT and entry.contact == contact.code:
            for fields in (entry.before or {}, entry.after or {}):
                told |= {fields.get(name) for name in PERSONAL}
    return sorted((word for word in told if word and word != FORGOTTEN), key=len, reverse=True)


def _pattern(words: list[str]) -> re.Pattern[str]:
    """Any of the words, by themselves: a name that is a part of a longer word isn't meant."""
    any_of = "|".join(re.escape(word) for word in words) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", re.IGNORECASE)


def _redacted(entry: Entry, code: str, words: list[str]) -> Entry | None:
    """The entry without these words; None where it has none of them."""
    pattern = _pattern(words)
    told = replace(
        entry,
        description=pattern.sub(FORGOTTEN, entry.description),
        note=pattern.sub(FORGOTTEN, entry.note),
    )
    about_another = entry.kind is EntryKind.CONTACT and entry.contact != code
    if not about_another:
        told = replace(told, before=_clean(told.before, pattern), after=_clean(told.after, pattern))
    return None if told == entry else told


def _clean(fields: Any, pattern: re.Pattern[str]) -> Any:
    match fields:
        case str():
            return pattern.sub(FORGOTTEN, fields)
        case Mapping():
            return {name: _clean(value, pattern) for name, value in fields.items()}
        case list() | tuple():
            return [_clean(value, pattern) for value in fields]
    return fields


def _documents(
    desk: Desk, words: list[str], *, in_sheet: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The documents that have such words, without them; snapshots are emptied."""
    pattern = _pattern(words)
    for name, document in desk.store.documents():
        if name.startswith(SEEN_IN_SHEET) and not in_sheet:
            continue
        clean = {} if name.startswith(SNAPSHOT) else _clean(document, pattern)
        if clean != document:
            yield name, clean
