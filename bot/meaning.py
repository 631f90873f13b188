"""What somebody means by a name behind a command; where that is doubtful, they are asked."""

from bot.calls import Call
from bot.office import Office
from bot.typed import NotSure, shortened, the_named
from bot.views.choosing import which_meant
from bot.views.sentences import panel as said
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
