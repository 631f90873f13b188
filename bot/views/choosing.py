"""Questions with buttons: which of these, and whether it is meant again."""

import json
from collections.abc import Sequence
from typing import Final

from slack_sdk.models.blocks import ButtonElement

from bot.names import Act
from bot.typed.words import SUGGESTIONS, NotSure, as_code, shortened
from bot.views.parts import Message, button, context, escaped, row, section
from bot.views.sentences import panel
from bot.views.sentences import recording as said
from bot.views.statement import Look
from core.search import Named

BUTTON_VALUE: Final = 2000


def did_you_mean(unsure: NotSure, key: str, more: str = "") -> Message:
    """The names that may have been meant; a press carries out the command with that name.

    `more` is said below them, in mrkdwn.
    """
    sentence = escaped(str(unsure))
    values = [(one, _value(text, key)) for one, text in unsure.candidates]
    buttons = [
        button(f"{one.name} ({one.code})", Act.RECORD_TYPED, value)
        for one, value in values
        if len(value) <= BUTTON_VALUE
    ]
    if not buttons:
        below = [context(told) for told in (said.TYPE_AGAIN, more) if told]
        return Message(sentence, (section(sentence), *below))
    return _asked(str(unsure), buttons, more)


def record_again(question: str, text: str, key: str) -> Message:
    """The question whether an equal usage is meant."""
    value = _value(text, key, again=True)
    if len(value) > BUTTON_VALUE:
        return Message(question, (section(question),))
    again = button(said.RECORD_AGAIN, Act.RECORD_TYPED, value)
    return Message(question, (section(question), row(again)))


def ask_about_overage(asked: tuple[str, str], text: str, key: str, *, again: bool) -> Message:
    """What is said of more than is left, with the button that asks a manager or confirms it."""
    question, label = asked
    value = _value(text, key, again=again, over=True)
    if len(value) > BUTTON_VALUE:
        return Message(question, (section(question),))
    return Message(question, (section(question), row(button(label, Act.RECORD_TYPED, value))))


def _value(text: str, key: str, *, again: bool = False, over: bool = False) -> str:
    meant = {"text": text, "key": key, "again": again, "over": over}
    return json.dumps(meant, ensure_ascii=False)


def which_contact(unsure: NotSure, act: Act = Act.CHECK_CONTACT, more: str = "") -> Message:
    """The contacts that may have been meant; a press shows their benefits, or what `act` does.

    `more` is said below them, in mrkdwn.
    """
    ones = [one for one, _ in unsure.candidates]
    values = [str(Look(one.code)) if act is Act.CHECK_CONTACT else one.code for one in ones]
    buttons = [
        button(f"{one.name} ({one.code})", act, value)
        for one, value in zip(ones, values, strict=True)
    ]
    return _asked(str(unsure), buttons, more)


def which_meant(unsure: NotSure, subcommand: str, more: str = "") -> Message:
    """The names that may have been meant; a press carries out the subcommand with that name."""
    buttons = [
        button(f"{one.name} ({one.code})", Act.RUN, to_run(subcommand, text))
        for one, text in unsure.candidates
    ]
    return _asked(str(unsure), buttons, more)


def name_alone(text: str, ones: Sequence[Named], subcommand: str, more: str = "") -> Message:
    """What is said of a name with more behind it; a press carries out the subcommand without it."""
    rest = "" if subcommand in panel.WITHOUT_FORM else panel.REST_IN_FORM
    told = panel.NAME_ALONE.format(text=shortened(text), subcommand=subcommand, rest=rest)
    buttons = [
        button(f"{one.name} ({one.code})", Act.RUN, to_run(subcommand, str(as_code(one))))
        for one in ones[:SUGGESTIONS]
    ]
    return _asked(told, buttons, more)


def _asked(question: str, buttons: Sequence[ButtonElement], more: str) -> Message:
    sentence = escaped(question)
    below = [context(more)] if more else []
    return Message(sentence, (section(sentence), *(row(each) for each in buttons), *below))


def to_run(subcommand: str, text: str = "") -> str:
    """What a button sends that carries out a subcommand."""
    return json.dumps({"subcommand": subcommand, "text": text}, ensure_ascii=False)
