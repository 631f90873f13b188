"""The choices of menus while somebody types: contacts, holders, membership types."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from slack_sdk.models.blocks import Option

from bot.calls import Call
from bot.drafts.choices import holders
from bot.names import Act, Field
from bot.office import Office
from bot.reports.looks import ALL
from bot.slack.switchboard import Switchboard
from bot.views.membership_form import membership_type_option
from bot.views.parts import OPTION_VALUE, option
from bot.views.registration import event_option
from bot.views.sentences import reporting as said
from bot.views.usage_form import contact_option
from core.actor import Action
from core.books import Books
from core.contact import Contact
from core.event import Event
from core.search import find

MOST: Final = 100
CONTACTS: Final = (
    Field.CONTACT,
    Field.OWNER,
    Field.TO,
    Field.ATTENDEE,
    Field.RENEWS,
    Field.BY_HAND,
    Field.LEFT_OUT,
    Act.ASK_CONTACT,
)
"""The menus that offer any contact."""


class Menus:
    """Listens to what is typed into menus."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def listen(self, to: Switchboard) -> None:
        """Take the menus of forms, of messages and of the App Home."""
        for name in CONTACTS:
            to.options(name, self.contacts)
        to.options(Field.BULK_BENEFIT, self.benefits)
        to.options(Field.BY_LINE, self.lines)
        to.options(Field.CATEGORY, self.categories)
        to.options(Field.OF_TYPE, self.membership_types)
        to.options(Field.RENEWED_AS, self.membership_types)
        to.options(Field.EVENT, self.events)
        to.options(Act.REPORT_MEMBER, self.reported_members)
        to.options(Act.REPORT_BENEFIT, self.reported_benefits)
        to.options(Field.HOLDER, self.holders)
        to.options(Field.MEMBERSHIP_TYPE, self.membership_types)

    def contacts(self, call: Call) -> list[Option]:
        """Contacts whose name or code is like what is typed."""
        self._office.allowed(call, Action.READ)
        found = self._office.desk.read(lambda books: books.finder.find(call.text, 2 * MOST))
        return self._contact_options([one for one in found if not one.retired][:MOST])

    def holders(self, call: Call) -> list[Option]:
        """Who may hold what the chosen contact owns."""
        self._office.allowed(call, Action.READ)
        owner = self._office.contact(call.one(Field.CONTACT))
        may_hold = self._office.desk.read(lambda books: holders(books, owner)) if owner else []
        return self._contact_options(find(may_hold, call.text, MOST))

    def membership_types(self, call: Call) -> list[Option]:
        """Membership types that can still be chosen."""
        self._office.allowed(call, Action.READ)
        kinds = self._office.desk.read(
            lambda books: [kind for kind in books.membership_types.values() if not kind.retired]
        )
        return [membership_type_option(kind) for kind in find(kinds, call.text, MOST)]

    def benefits(self, call: Call) -> list[Option]:
        """Benefits that are counted."""
        self._office.allowed(call, Action.READ)
        counted = self._office.desk.read(
            lambda books: [each for each in books.benefit_types.values() if each.tracked]
        )
        return [option(each.name, each.code, each.code) for each in find(counted, call.text, MOST)]

    def lines(self, call: Call) -> list[Option]:
        """Lines of the catalogue by which members have the benefit that was chosen."""
        self._office.allowed(call, Action.READ)
        benefit, kind = call.one(Field.BULK_BENEFIT), call.one(Field.OF_TYPE)
        lines = self._office.desk.read(lambda books: list(_named_lines(books, benefit, kind)))
        found = find(lines, call.text, MOST)
        return [option(f"{each.name} ({each.code})", each.code) for each in found]

    def categories(self, call: Call) -> list[Option]:
        """Categories of benefits."""
        self._office.allowed(call, Action.READ)
        named = self._office.desk.read(
            lambda books: {
                name: Choice(name, name)
                for each in books.benefit_types.values()
                for name in each.categories
                if len(name) <= OPTION_VALUE
            }
        )
        return [option(each.name, each.code) for each in find(named.values(), call.text, MOST)]

    def reported_members(self, call: Call) -> list[Option]:
        """Contacts whose report is wanted, the retired ones too; first of all, everybody."""
        self._office.allowed(call, Action.READ)
        found = self._office.desk.read(lambda books: books.finder.find(call.text, MOST - 1))
        return [option(said.ALL_MEMBERS, ALL), *self._contact_options(found)]

    def reported_benefits(self, call: Call) -> list[Option]:
        """Benefits of which a report is wanted; first of all, every one."""
        self._office.allowed(call, Action.READ)
        kinds = self._office.desk.read(lambda books: list(books.benefit_types.values()))
        found = [option(each.name, each.code) for each in find(kinds, call.text, MOST - 1)]
        return [option(said.ALL_BENEFITS, ALL), *found]

    def events(self, call: Call) -> list[Option]:
        """Events that can still be chosen, those to come before the others, then by date."""
        actor = self._office.allowed(call, Action.READ)
        today = self._office.desk.today(actor)
        events = self._office.desk.read(
            lambda books: [event for event in books.events.values() if not event.retired]
        )
        found = events if not call.text else find(events, call.text, MOST)
        found = sorted(found, key=lambda event: _from_today(event, today))
        return [each for each in map(event_option, found[:MOST]) if each]

    def _contact_options(self, found: Iterable[Contact]) -> list[Option]:
        def options(books: Books) -> list[Option]:
            made = (
                contact_option(one, books.contacts.get(one.affiliated_to or "")) for one in found
            )
            return [option for option in made if option]

        return self._office.desk.read(options)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose that has no record of its own."""

    code: str
    name: str


def _named_lines(books: Books, benefit: str, membership_type: str) -> Iterator[Choice]:
    """The lines of a benefit, called by the membership type that they belong to."""
    for line in books.membership_benefits.values():
        wanted = benefit in ("", line.benefit_type)
        if wanted and membership_type in ("", line.membership_type):
            kind = books.membership_types[line.membership_type].name
            what = f"{kind}: {books.benefit_types[line.benefit_type].name}"
            yield Choice(line.code, kind if benefit else what)


def _from_today(event: Event, today: date) -> tuple[bool, date]:
    held_on = event.held_on or date.max
    return held_on < today, held_on
