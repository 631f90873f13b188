"""The question which side of a conflict is right, and what is said once it is decided."""

from slack_sdk.models.blocks import Block

from bot.conflicts import SheetConflict, Side
from bot.names import Act
from bot.views.parts import Message, button, cut, escaped, row, section
from bot.views.sentences import deciding as said
from bot.views.usage_form import who_acted

VALUE: int = 300
ON_A_BUTTON: int = 40


def conflict_question(conflict: SheetConflict) -> Message:
    """The question, with a button for each side."""
    text = told(conflict)
    return Message(text, (section(text), buttons(conflict)))


def told(conflict: SheetConflict) -> str:
    """The question in mrkdwn: which cell it is, and what each side has."""
    return said.QUESTION.format(cell=cell(conflict))


def cell(conflict: SheetConflict) -> str:
    """The same, where it is said already that the two differ."""
    return said.CELL.format(
        tab=escaped(conflict.tab),
        row=escaped(cut(conflict.row, VALUE)),
        header=escaped(cut(conflict.header, VALUE)).strip(),
        typed=escaped(_value(conflict.typed)),
        ledger=escaped(_value(conflict.ledger)),
    )


def buttons(conflict: SheetConflict) -> Block:
    """A button for each side."""
    typed, ledger = (_value(text, ON_A_BUTTON) for text in (conflict.typed, conflict.ledger))
    return row(
        button(said.TAKE_SHEETS.format(typed=typed), Act.TAKE_SHEETS, conflict.id),
        button(said.KEEP_OURS.format(ledger=ledger), Act.KEEP_OURS, conflict.id),
    )


def conflict_decided(conflict: SheetConflict, side: Side, by: str) -> Message:
    """What takes the question's place."""
    sentence = said.SHEETS if side is Side.SHEET else said.OURS
    choice = sentence.format(
        typed=escaped(_value(conflict.typed)), ledger=escaped(_value(conflict.ledger))
    )
    text = said.DECIDED.format(question=told(conflict), by=who_acted(by), choice=choice)
    return Message(text, (section(text),))


def conflict_settled(conflict: SheetConflict) -> Message:
    """What takes its place where it was decided in the sheet, or the cell changed again."""
    text = said.SETTLED.format(question=told(conflict))
    return Message(text, (section(text),))


def _value(text: str, room: int = VALUE) -> str:
    words = cut(" ".join(text.split()), room)
    return said.QUOTED.format(text=words) if words else said.NOTHING
