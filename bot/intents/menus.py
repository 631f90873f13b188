"""The choices of menus while somebody types: contacts, holders, membership types."""

from collections.abc import Iterable
from typing import Final

from slack_sdk.models.blocks import Option

from bot.calls import Call
from bot.choices import holders
from bot.names import Act, Field
from bot.office import Office
from bot.switchboard import Switchboard
from bot.views.membership_form import membership_type_option
from bot.views.usage_form import contact_option
from core.actor import Action
from core.books import Books
from core.contact import Contact
from core.search import find

MOST: Final = 100


class Menus:
    """Listens to what is typed into menus."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def listen(self, to: Switchboard) -> None:
        """Take the menus of forms, of messages and of the App Home."""
        for name in (Field.CONTACT, Field.OWNER, Field.TO, Act.ASK_CONTACT):
            to.options(name, self.contacts)
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

    def _contact_options(self, found: Iterable[Contact]) -> list[Option]:
        def options(books: Books) -> list[Option]:
            made = (
                contact_option(one, books.contacts.get(one.affiliated_to or "")) for one in found
            )
            return [option for option in made if option]

        return self._office.desk.read(options)
