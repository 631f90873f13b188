"""Taking back: the list of what can be, the form that asks why, and what is said afterwards."""

from collections.abc import Iterator, Sequence
from typing import Final

from slack_sdk.models.blocks import Block, PlainTextInputElement
from slack_sdk.models.views import View

from bot.latest import RecordedAct
from bot.names import Field, Form
from bot.slips import UndoFrom, UndoSlip, written
from bot.views.parts import Message, as_many_as_fit, bold, escaped, field, modal, section
from bot.views.receipt import undo_button
from bot.views.sentences import bulk, counted, quantity_of
from core.contact import Contact
from core.entry import EntryKind
from core.errors import day
from core.quantity import ZERO, plain
from core.recording import TEXT_LIMIT

LATEST: Final = "What you recorded in the past seven days:"
NOTHING: Final = "You recorded nothing in the past seven days that could be taken back."
NOTHING_ABOUT: Final = "Nothing was recorded about {} that could be taken back."
BOTH_STAY: Final = "The entry and its reversal both stay in the history."


def latest_acts(acts: Sequence[RecordedAct], news: Message | None = None) -> Message:
    """What can be taken back, each with its button, below the news where there are any."""
    summary = LATEST if acts else NOTHING
    above = (*(news.blocks if news else ()), section(summary))
    return Message(summary, as_many_as_fit(above, list(act_lines(acts, UndoFrom.LIST))))


def acts_about(
    contact: Contact, acts: Sequence[RecordedAct], news: Message | None = None
) -> Message:
    """What was recorded about somebody, each with its button, below any news."""
    name = bold(contact.name)
    told_first = f"The latest about {name}:" if acts else NOTHING_ABOUT.format(name)
    above = (*(news.blocks if news else ()), section(told_first))
    lines = list(act_lines(acts, UndoFrom.LIST, contact.code))
    return Message(told_first, as_many_as_fit(above, lines))


def act_lines(acts: Sequence[RecordedAct], place: UndoFrom, contact: str = "") -> Iterator[Block]:
    """One line for each act; `contact` is whose list it is, where it isn't the person's own."""
    for act in acts:
        yield section(told(act), undo_button(act.key, place, contact))


def told(act: RecordedAct) -> str:
    """An act in mrkdwn."""
    hands = "to" if act.kind is EntryKind.CONVEYANCE else "used by"
    held = "" if act.holder == act.owner else f", {hands} {escaped(act.holder.name)}"
    when = f" on {day(act.on)}" if act.on else ""
    about = f"\n> {escaped(' '.join(act.description.split()))}" if act.description else ""
    return f"{_change(act)}{when} · {bold(act.owner.name)}{held}{about}"


def undo_form(act: RecordedAct, slip: UndoSlip, in_bulk: int = 0) -> View:
    """The form that asks why; `in_bulk` is for how many it was recorded at once, if it was."""
    about = _in_bulk(act, bulk.UNDO_ABOUT, in_bulk) if in_bulk else told(act)
    why = field(
        Field.REASON,
        "Why is it taken back?",
        PlainTextInputElement(
            action_id=Field.REASON,
            max_length=TEXT_LIMIT,
            min_length=1,
            focus_on_load=True,
        ),
        hint=BOTH_STAY,
    )
    return modal(
        "Undo",
        [section(about), why],
        form=Form.UNDO,
        submit="Take back",
        close="Cancel",
        slip=written(slip),
    )


def taken_back(act: RecordedAct, reason: str) -> Message:
    """What is said in place of the confirmation."""
    text = f":leftwards_arrow_with_hook: Taken back: {told(act)}\nReason: {escaped(reason)}"
    return Message("Taken back.", (section(text),))


def _change(act: RecordedAct) -> str:
    quantity = quantity_of(act.quantity, act.benefit)
    sign = "+" if act.quantity > ZERO else ""
    done = {
        EntryKind.USAGE: f"{quantity} used",
        EntryKind.CONVEYANCE: f"{quantity} conveyed",
        EntryKind.ADJUSTMENT: f"number changed by {sign}{quantity}",
    }
    return f"{bold(act.benefit.name)}: {done[act.kind]}"


def bulk_taken_back(act: RecordedAct, count: int, reason: str) -> Message:
    """What is said in place of the confirmation of a use that was recorded for many."""
    text = _in_bulk(act, bulk.TAKEN_BACK, count, reason=escaped(reason))
    return Message("Taken back.", (section(text),))


def _in_bulk(act: RecordedAct, sentence: str, count: int, **more: str) -> str:
    on = day(act.on) if act.on else ""
    name = bold(act.benefit.name)
    what = bulk.WHAT.format(quantity=plain(act.quantity), benefit=name, on=on)
    return sentence.format(what=what, count=counted(count, "member"), **more)
