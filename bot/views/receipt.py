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
    if receipt.choice and not receipt.choice.ended:
        remains = left(receipt.choice.remaining, receipt.choice.number, receipt.benefit)
        lines.append(f"Now {remains}, until {day(receipt.choice.ends_on)}.")
    if receipt.repeated:
        lines.append("It had been recorded already, so nothing was recorded twice.")
    return "\n".join(lines)


def undo_button(key: Key, place: UndoFrom) -> ButtonElement:
    """A button that asks why, and takes the entry back."""
    return ButtonElement(text="Undo", action_id=Act.UNDO, value=f"{place}:{key}")
