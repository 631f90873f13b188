"""Confirmations: what was recorded, what is left, and the way back."""

from slack_sdk.models.blocks import ButtonElement
from slack_sdk.models.views import View

from bot.names import Act
from bot.receipts import Receipt
from bot.slips import UndoFrom
from bot.views.parts import Message, bold, context, escaped, modal, row, section
from bot.views.sentences import left, quantity_of
from core.clock import Key
from core.errors import day
from core.quantity import plain


def usage_recorded(receipt: Receipt) -> Message:
    """The confirmation where the person is, with Undo."""
    blocks = (section(told(receipt)), row(undo_button(receipt.key, UndoFrom.RECEIPT)))
    summary = f"{plain(receipt.quantity)} × {receipt.benefit.name} recorded for"
    return Message(escaped(f"{summary} {receipt.owner.name}"), blocks)


def usage_recorded_in_form(receipt: Receipt) -> View:
    """The confirmation in place of the form."""
    note = context("A message with an Undo button is on its way to you.")
    return modal("Usage recorded", [section(told(receipt)), note], close="Done")


def told(receipt: Receipt) -> str:
    """What was recorded, in mrkdwn."""
    held = "" if receipt.holder == receipt.owner else f", used by {escaped(receipt.holder.name)}"
    lines = [
        f":white_check_mark: {bold(receipt.benefit.name)} for {bold(receipt.owner.name)}{held}",
        f"{quantity_of(receipt.quantity, receipt.benefit)} used on {day(receipt.used_on)}",
    ]
    if receipt.description:
        lines.append(f"> {escaped(' '.join(receipt.description.split()))}")
    lines.append(_left_of(receipt))
    if receipt.repeated:
        lines.append("It had been recorded already, so nothing was recorded twice.")
    return "\n".join(lines)


def _left_of(receipt: Receipt) -> str:
    """What is left of the levels that were drawn on, and of no others."""
    if not receipt.running:
        ended = day(max(held.level.ends_on for held in receipt.balances))
        return f"It was drawn on a membership that ended {ended}."
    remains = left(receipt.remaining, receipt.number, receipt.benefit)
    if len(receipt.balances) == 1:
        return f"Now {remains}, until {day(receipt.last_days[0])}."
    ends = " and ".join(day(each) for each in receipt.last_days)
    return f"Drawn on {len(receipt.balances)} benefit levels; now {remains}, until {ends}."


def undo_button(key: Key, place: UndoFrom, contact: str = "") -> ButtonElement:
    """A button that asks why, and takes the entry back; `contact` is whose list it stands in."""
    return ButtonElement(text="Undo", action_id=Act.UNDO, value=f"{place}:{key}:{contact}")
