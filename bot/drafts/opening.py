"""The beginning that forms have alike: who may, whom a name means, and the modal in time."""

from collections.abc import Callable
from typing import TypeAlias

from slack_sdk.models.views import View

from bot.calls import Call
from bot.meaning import contact_meant
from bot.office import Office
from core.actor import Action, Actor

Meant: TypeAlias = Callable[[Office, Call, str, str], str | None]


def open_about(
    office: Office,
    call: Call,
    text: str,
    form: Callable[[str, Actor], View],
    *,
    subcommand: str,
    action: Action,
    meant: Meant = contact_meant,
) -> None:
    """Open a form about whoever or whatever `text` names, blank for nobody, if that isn't doubtful.

    Raises:
        NotAllowed, KeptOut, PeopleUnknown: the person may not, or nobody can tell.
        QuoteUnclosed: a quotation mark has no partner.
    """
    actor = office.allowed(call, action)
    code = meant(office, call, text, subcommand)
    if code is not None:
        office.answers.open(call, lambda: form(code, actor))
