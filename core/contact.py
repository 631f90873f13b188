"""A contact: a person or an organisation that can own memberships and hold benefits."""

from dataclasses import dataclass
from enum import StrEnum


class ContactKind(StrEnum):
    """What a contact is."""

    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person or an organisation ("constituent" in the benefit level description).

    `affiliated_to` is the code of the organisation a person belongs to; `authorised` says whether
    that person may use the organisation's benefits.
    """

    code: str
    name: str
    kind: ContactKind = ContactKind.PERSON
    affiliated_to: str | None = None
    authorised: bool = False
    email: str | None = None
    retired: bool = False

    def may_hold_for(self, owner: str) -> bool:
        """Whether this contact may use what `owner` owns: the owner, or an authorised affiliate."""
        return self.code == owner or (self.authorised and self.affiliated_to == owner)
