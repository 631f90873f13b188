"""Taking back: the list of what can be, the form that asks why, and what is said afterwards."""

from collections.abc import Iterator, Sequence
from typing import Final

from slack_sdk.models.blocks import Block, PlainTextInputElement
from slack_sdk.models.views import View

from bot.latest import MOST, RecordedAct
from bot.names import Field, Form
from bot.slips import UndoFrom, UndoSlip, written
from bot.views.parts import Message, as_many_as_fit, bold, escaped, field, modal, section
from bot.views.receipt import undo_button
from bot.views.sentences import bulk, counted, number_of, quantity_of
from bot.views.sentences import undoing as said
from core.contact import Contact
from core.entry import EntryKind
from core.errors import day
from core.quantity import ZERO
from core.recording import TEXT_LIMIT

_BULK_IN: Final = {UndoFrom.LIST: UndoFrom.BULK_IN_LIST, UndoFrom.HOME: UndoFrom.BULK_AT_HOME}
"""Where the button that takes a whole bulk back stands, by where a single act's does."""


def latest_acts(acts: Sequence[RecordedAct], news: Message | None = None) -> Message:
    """What can be taken back, each with its button, below the news where there are any."""
    summary = _summary(acts)
    above = (*(news.blocks if news else ()), section(summary))
    return Message(
        _below(news, summary), as_many_as_fit(above, list(act_lines(acts, UndoFrom.LIST)))
    )


def acts_about(
    contact: Contact, acts: Sequence[RecordedAct], news: Message | None = None
) -> Message:
    """What was recorded about somebody, each with its button, below any news."""
    name = bold(contact.name)
    about = said.LATEST_TEN_ABOUT if len(acts) == MOST else said.LATEST_ABOUT
    told_first = (about if acts else said.NOTHING_ABOUT).format(name=name)
    above = (*(news.blocks if news else ()), section(told_first))
    lines = list(act_lines(acts, UndoFrom.LIST, contact.code))
    return Message(_below(news, told_first), as_many_as_fit(above, lines))


def _summary(acts: Sequence[RecordedAct]) -> str:
    if not acts:
        return said.NOTHING
    return said.LATEST_TEN if len(acts) == MOST else said.LATEST


def _below(news: Message | None, text: str) -> str:
    return f"{news.text}\n{text}" if news else text


def act_lines(acts: Sequence[RecordedAct], place: UndoFrom, contact: str = "") -> Iterator[Block]:
    """One line for each act; `contact` is whose list it is, where it isn't the person's own."""
    for act in acts:
        from_here = _BULK_IN.get(place, place) if act.members else place
        yield section(told(act), undo_button(act.key, from_here, contact))


def told(act: RecordedAct) -> str:
    """An act in mrkdwn."""
    if act.members:
        whose, held = counted(act.members, "member"), ""
    else:
        whose, held = bold(act.owner.name), _held(act)
    return said.ACT.format(
        change=_change(act),
        on=said.ON.format(day=day(act.on)) if act.on else "",
        owner=whose,
        held=held,
        about=f"\n> {escaped(' '.join(act.description.split()))}" if act.description else "",
    )


def _held(act: RecordedAct) -> str:
    """In whose hands it is, where they aren't the owner's."""
    if act.holder == act.owner:
        return ""
    hands = said.TO if act.kind is EntryKind.CONVEYANCE else said.USED_BY
    return hands.format(holder=escaped(act.holder.name))


def undo_form(act: RecordedAct, slip: UndoSlip, in_bulk: int = 0) -> View:
    """The form that asks why; `in_bulk` is for how many it was recorded at once, if it was."""
    about = _in_bulk(act, bulk.UNDO_ABOUT, in_bulk) if in_bulk else told(act)
    why = field(
        Field.REASON,
        said.WHY,
        PlainTextInputElement(
            action_id=Field.REASON,
            max_length=TEXT_LIMIT,
            min_length=1,
            focus_on_load=True,
        ),
        hint=said.BOTH_STAY,
    )
    return modal(
        said.TITLE,
        [section(about), why],
        form=Form.UNDO,
        submit=said.TAKE_BACK,
        close=said.CANCEL,
        slip=written(slip),
    )


def taken_back(act: RecordedAct, reason: str) -> Message:
    """What is said in place of the confirmation."""
    text = said.TAKEN_BACK.format(what=told(act), reason=escaped(reason))
    return Message(text, (section(text),))


def _change(act: RecordedAct) -> str:
    quantity = quantity_of(act.quantity, act.benefit)
    sign = "+" if act.quantity > ZERO else ""
    done = {
        EntryKind.USAGE: said.USED.format(quantity=quantity),
        EntryKind.CONVEYANCE: said.CONVEYED.format(quantity=quantity),
        EntryKind.ADJUSTMENT: said.CHANGED.format(quantity=f"{sign}{quantity}"),
    }
    return f"{bold(act.benefit.name)}: {done[act.kind]}"


def bulk_taken_back(act: RecordedAct, count: int, reason: str) -> Message:
    """What is said in place of the confirmation of a use that was recorded for many."""
    text = _in_bulk(act, bulk.TAKEN_BACK, count, reason=escaped(reason))
    return Message(text, (section(text),))


def _in_bulk(act: RecordedAct, sentence: str, count: int, **more: str) -> str:
    on = day(act.on) if act.on else ""
    name = bold(act.benefit.name)
    quantity = number_of(act.quantity, act.benefit)
    what = bulk.WHAT.format(quantity=quantity, benefit=name, on=on)
    return sentence.format(what=what, count=counted(count, "member"), **more)
