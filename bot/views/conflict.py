"""A conflict between sheet and ledger, with a button for each side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from slack_sdk.models.blocks import Block

from bot.names import Act
from bot.views.parts import Message, button, cut, escaped, row, section

SHOWN: Final = 10
LONGEST: Final = 120
"""Characters of one value that are shown."""
TITLE: Final = "Changed in the sheet and in Benefit Desk, differently"
MORE: Final = "… and {count} more, in the sheet's tab Conflicts."
ONE: Final = "*{row}* · {header}: {typed} in the sheet, {ledger} in Benefit Desk."
TAKE_SHEET: Final = "Take the sheet's"
KEEP_DESK: Final = "Keep Benefit Desk's"
STOPPED: Final = "Left alone until a manager has looked"
LET_THROUGH: Final = "Let {title} through"
DECIDED: Final = "{row} · {header}: {value} it is."


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A cell with two values: whose row, which column, and what each side has, in words."""

    id: str
    row: str
    header: str
    typed: str
    ledger: str


def conflicts_to_decide(conflicts: Sequence[OpenConflict]) -> Message:
    """Every conflict with its two buttons, ten at most."""
    blocks: list[Block] = [section(f"*{TITLE}*")]
    for each in conflicts[:SHOWN]:
        blocks += [
            section(
                ONE.format(
                    row=_short(each.row),
                    header=_short(each.header),
                    typed=_short(each.typed),
                    ledger=_short(each.ledger),
                )
            ),
            row(
                button(TAKE_SHEET, Act.TAKE_SHEET, each.id),
                button(KEEP_DESK, Act.KEEP_DESK, each.id),
            ),
        ]
    if len(conflicts) > SHOWN:
        blocks.append(section(MORE.format(count=len(conflicts) - SHOWN)))
    return Message(TITLE, tuple(blocks))


def stopped_tabs(titles: Sequence[str]) -> Message:
    """Tabs in which too much was missing or changed, each with a button."""
    blocks: list[Block] = [section(f"*{STOPPED}*")]
    for title in titles[:SHOWN]:
        told = LET_THROUGH.format(title=title)
        blocks.append(row(button(told, Act.LET_THROUGH, title)))
    return Message(STOPPED, tuple(blocks))


def _short(text: str) -> str:
    """What fits: a cell may hold a whole page."""
    return escaped(cut(text, LONGEST))


def decided(conflict: OpenConflict, *, for_sheet: bool) -> str:
    """What it comes to."""
    value = conflict.typed if for_sheet else conflict.ledger
    return DECIDED.format(row=conflict.row, header=conflict.header, value=cut(value, LONGEST))
