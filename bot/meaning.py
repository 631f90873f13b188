"""What somebody means by a name behind a command; where that is doubtful, they are asked."""

from contextlib import suppress

from bot.calls import Call
from bot.office import Office
from bot.typed.words import NotSure, leading_name, shortened, the_named, words_of
from bot.views.choosing import name_alone, which_meant
from bot.views.sentences import panel as said
from core.actor import Action
from core.contact import Contact
from core.errors import BenefitError
from core.search import Finder


class TakesNothingMore(BenefitError):
    """Words stand behind a subcommand that has no use for them."""

    def __init__(self, subcommand: str, text: str) -> None:
        sentence = said.ONLY.get(subcommand, said.NOTHING_MORE)
        super().__init__(sentence.format(subcommand=subcommand, text=shortened(text)))


def must_stand_alone(subcommand: str, text: str) -> None:
    """Raise `TakesNothingMore` where something is typed behind the subcommand."""
    if text:
        raise TakesNothingMore(subcommand, text)


def contact_meant(office: Office, call: Call, text: str, subcommand: str) -> str | None:
    """The code of the contact that is named, blank where none is.

    None where it is doubtful: the person was asked, and the buttons carry out the subcommand.

    Raises:
        QuoteUnclosed: a quotation mark has no partner.
    """
    if not text:
        return ""
    contacts = office.finder()
    first = _named_first(contacts, text)
    try:
        found = the_named(text, contacts, "contact")
        if first is None or not words_of(text)[0].quoted:
            return found.code
        question = name_alone(text, [first], subcommand)
    except NotSure as unsure:
        more = how_to_add(office, call, unsure)
        if first is None or unsure.several:
            question = which_meant(unsure, subcommand, more)
        else:
            others = [one for one, _ in unsure.candidates if one.code != first.code]
            question = name_alone(text, [first, *others], subcommand, more)
    office.answers.tell(call.user, question, reply_to=call.reply_to)
    return None


def _named_first(contacts: Finder[Contact], text: str) -> Contact | None:
    """Whom the first words name, where others follow that are no part of the name."""
    with suppress(NotSure):
        found, rest = leading_name(words_of(text), contacts, "contact")
        return found if rest else None
    return None


def how_to_add(office: Office, call: Call, unsure: NotSure) -> str:
    """How somebody becomes a contact, or whom to ask; blank where no contact is missing."""
    if unsure.several or unsure.what != "contact":
        return ""
    if not office.people.actor(call.user).may(Action.ENROLL):
        return said.ADDED_BY_MANAGERS
    return said.ADD_IN_SHEET if office.sync_now else said.ADD_BY_COMMAND


def benefit_meant(office: Office, call: Call, text: str, subcommand: str) -> str | None:
    """The code of the counted benefit that is named, blank where none is; None where doubtful.

    Raises:
        QuoteUnclosed: a quotation mark has no partner.
    """
    if not text:
        return ""
    counted = office.desk.read(
        lambda books: Finder(each for each in books.benefit_types.values() if each.tracked)
    )
    try:
        return the_named(text, counted, "benefit").code
    except NotSure as unsure:
        question = which_meant(unsure, subcommand)
        office.answers.tell(call.user, question, reply_to=call.reply_to)
        return None
