"""A contact: a person or an organisation that can own memberships and hold benefits."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class ContactKind(StrEnum):
    """What a contact is."""

    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person or an organisation ("constituent" in the benefit level description).

    `affiliated_to` is the code of the organisation a person belongs to; `authorised` says whether
    that person may use the organisation's benefits, `authorised_until` the last day on which they
    may. `authorised_max` is the most units of any one level that they may draw from what is
    nobody's yet, in a term or in a period where the number comes anew; None: as many as there are.
    """

    code: str
    name: str
    kind: ContactKind = ContactKind.PERSON
    affiliated_to: str | None = None
    authorised: bool = False
    email: str | None = None
    retired: bool = False
    authorised_until: date | None = None
    authorised_max: Decimal | None = None

    def authorised_on(self, day: date) -> bool:
        """Whether this contact may use their organisation's benefits on that day."""
        return self.authorised and (self.authorised_until is None or day <= self.authorised_until)

    def may_hold_for(self, owner: str, on: date | None = None) -> bool:
        """Whether this contact may use what `owner` owns: the owner, or an authorised affiliate.

        On the day `on`; on any day at all where that is None.
        """
        if self.code == owner:
            return True
        authorised = self.authorised if on is None else self.authorised_on(on)
        return authorised and self.affiliated_to == owner
