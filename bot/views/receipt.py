"""Confirmations: what was recorded, what is left, and the way back."""

from slack_sdk.models.blocks import ButtonElement
from slack_sdk.models.views import View

from bot.names import Act
from bot.receipts import Receipt
from bot.slips import UndoFrom
from bot.views.parts import Message, bold, context, escaped, modal, row, section
from bot.views.sentences import left, number_of, quantity_of
from bot.views.sentences import recording as said
from core.clock import Key
from core.errors import day
from core.quantity import Unlimited


def usage_recorded(receipt: Receipt) -> Message:
    """The confirmation where the person is, with Undo."""
    text = told(receipt)
    undo = row(undo_button(receipt.key, UndoFrom.RECEIPT))
    return Message(text, (section(text), undo))


def recorded_before(receipt: Receipt) -> Message:
    """What a second press of the same button is told: the first has the confirmation with Undo."""
    text = said.ALREADY.format(
        quantity=number_of(receipt.quantity, receipt.benefit),
        benefit=bold(receipt.benefit.name),
        owner=bold(receipt.owner.name),
        on=day(receipt.used_on),
    )
    return Message(text, (section(text),))


def usage_recorded_in_form(receipt: Receipt) -> View:
    """The confirmation in place of the form."""
    note = context(said.UNDO_COMES)
    return modal(said.RECORDED, [section(told(receipt)), note], close=said.DONE)


def told(receipt: Receipt) -> str:
    """What was recorded, in mrkdwn."""
    held = said.HELD.format(holder=escaped(receipt.holder.name))
    quantity = quantity_of(receipt.quantity, receipt.benefit)
    lines = [
        said.RECORDED_FOR.format(
            benefit=bold(receipt.benefit.name),
            owner=bold(receipt.owner.name),
            held="" if receipt.holder == receipt.owner else held,
        ),
        said.USED_ON.format(quantity=quantity, on=day(receipt.used_on)),
    ]
    if receipt.description:
        lines.append(f"> {escaped(' '.join(receipt.description.split()))}")
    lines.append(_left_of(receipt))
    if receipt.repeated:
        lines.append(said.REPEATED)
    return "\n".join(lines)


def _left_of(receipt: Receipt) -> str:
    """What is left of the levels that were drawn on, and of no others."""
    if not receipt.running:
        ended = day(max(held.level.ends_on for held in receipt.balances))
        return said.OF_ENDED.format(end=ended)
    if isinstance(receipt.remaining, Unlimited):
        return said.WITHOUT_LIMIT.format(ends=day(receipt.last_days[-1]))
    remains = left(receipt.remaining, receipt.number, receipt.benefit)
    if len(receipt.balances) == 1:
        return said.NOW_LEFT.format(left=remains, ends=day(receipt.last_days[0]))
    ends = said.AND.join(day(each) for each in receipt.last_days)
    return said.OF_SEVERAL.format(levels=len(receipt.balances), left=remains, ends=ends)


def undo_button(key: Key, place: UndoFrom, contact: str = "") -> ButtonElement:
    """A button that asks why, and takes the entry back; `contact` is whose list it stands in."""
    return ButtonElement(text=said.UNDO, action_id=Act.UNDO, value=f"{place}:{key}:{contact}")
