"""The App Home: what somebody recorded lately, what ends soon, and the ways in."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block, DividerBlock
from slack_sdk.models.views import View

from bot.latest import RecordedAct
from bot.names import Act
from bot.slips import UndoFrom
from bot.views.parts import (
    bold,
    button,
    context,
    escaped,
    heading,
    menu_by_typing,
    row,
    section,
)
from bot.views.sentences import counted, left
from bot.views.undoing import act_lines
from core.errors import day
from core.reports.expiring import ExpiringRow
from core.statement import ENDING_SOON

SOON_SHOWN = 10
NOTHING_RECORDED = "Nothing in the past seven days."
NOTHING_ENDS = f"Nothing that is left ends within {ENDING_SOON.days} days."


def app_home(
    organisation: str,
    acts: Sequence[RecordedAct],
    soon: Sequence[ExpiringRow],
    *,
    may_record: bool,
) -> View:
    """The App Home of somebody who may look at benefits."""
    blocks: list[Block] = [heading(f"Benefits of {organisation}"), _ways_in(may_record=may_record)]
    if may_record:
        blocks += [DividerBlock(), section("*You recorded lately*")]
        blocks += list(act_lines(acts, UndoFrom.HOME)) or [context(NOTHING_RECORDED)]
    blocks += [DividerBlock(), section("*Ends soon, with something left*"), *_soon(soon)]
    return _home(blocks)


def closed_home(sentence: str) -> View:
    """The App Home of somebody who may not."""
    return _home([section(escaped(sentence))])


def _home(blocks: Sequence[Block]) -> View:
    view = View(type="home", blocks=blocks)
    view.to_dict()
    return view


def _ways_in(*, may_record: bool) -> Block:
    check = menu_by_typing(Act.ASK_CONTACT, "Check a member's benefits")
    if not may_record:
        return row(check)
    return row(button("Record usage", Act.RECORD, style="primary"), check)


def _soon(soon: Sequence[ExpiringRow]) -> Iterator[Block]:
    for each in soon[:SOON_SHOWN]:
        held, benefit = each.row.balance, each.row.benefit
        remains = f"{left(held.remaining, held.number, benefit)}, ends {day(each.ends_on)}"
        yield section(f"{bold(each.row.contact.name)} · {escaped(benefit.name)}: {remains}")
    if len(soon) > SOON_SHOWN:
        yield context(f"… and {counted(len(soon) - SOON_SHOWN, 'more benefit')}.")
    if not soon:
        yield context(NOTHING_ENDS)
