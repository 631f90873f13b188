"""What somebody means by a name behind a command; where that is doubtful, they are asked."""

from bot.calls import Call
from bot.office import Office
from bot.typed import NotSure, the_named
from bot.views.choosing import which_meant
from core.search import Finder


def contact_meant(office: Office, call: Call, text: str, subcommand: str) -> str | None:
    """The code of the contact that is named, blank where none is.

    None where it is doubtful: the person was asked, and the buttons carry out the subcommand.

    Raises:
        QuoteUnclosed: a quotation mark has no partner.
    """
    if not text:
        return ""
    try:
        return the_named(text, office.finder(), "contact").code
    except NotSure as unsure:
        question = which_meant(unsure, subcommand)
        office.answers.tell(call.user, question, reply_to=call.reply_to)
        return None


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
