"""The App Home: the ways in, what waits, what one recorded, what runs low or ends soon."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final, NamedTuple

from slack_sdk.models.blocks import Block, DividerBlock
from slack_sdk.models.views import View

from bot.approvals import Approval
from bot.conflicts import SheetConflict
from bot.latest import MOST, RecordedAct
from bot.names import Act
from bot.running_low import NO_SHORTAGES, Shortages
from bot.slips import UndoFrom
from bot.views import approval, deciding
from bot.views.approval import Asked
from bot.views.panel import BUTTONS, quick_actions
from bot.views.parts import (
    MadeOnce,
    bold,
    context,
    escaped,
    heading,
    menu_by_typing,
    row,
    section,
)
from bot.views.sentences import counted, left, quantity_of, whole
from bot.views.sentences import deciding as deciding_said
from bot.views.sentences import home as said
from bot.views.undoing import act_lines
from core.actor import Action, Actor
from core.errors import day
from core.reports.balances import BalanceRow
from core.reports.expiring import ExpiringRow
from core.statement import ENDING_SOON

WAITING_SHOWN: Final = 5


class SyncNews(NamedTuple):
    """How the last sync went, and when."""

    at: datetime
    sentence: str


class Waiting(NamedTuple):
    """A question to managers, and what is asked for in names."""

    approval: Approval
    asked: Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeContent:
    """What a home shows. `synced` is None before the first sync."""

    organisation: str
    acts: Sequence[RecordedAct] = ()
    shortages: Shortages = NO_SHORTAGES
    waiting: Sequence[Waiting] = ()
    conflicts: Sequence[SheetConflict] = ()
    has_sheet: bool = False
    synced: SyncNews | None = None


def app_home(content: HomeContent, actor: Actor) -> View:
    """The App Home of somebody who may look at benefits."""
    blocks: list[Block] = [
        heading(said.BENEFITS_OF.format(organisation=content.organisation)),
        *quick_actions(actor, BUTTONS),
        row(menu_by_typing(Act.ASK_CONTACT, said.CHECK)),
    ]
    if content.waiting:
        blocks += [DividerBlock(), section(said.WAITING), *_waiting(content.waiting)]
    if content.conflicts:
        blocks += [DividerBlock(), section(deciding_said.WAITING), *_conflicts(content.conflicts)]
    if actor.may(Action.RECORD):
        blocks += [DividerBlock(), section(_recorded(content.acts))]
        blocks += list(act_lines(content.acts, UndoFrom.HOME)) or [context(said.NOTHING_RECORDED)]
    blocks += [DividerBlock(), section(said.LOW), *_low(content.shortages)]
    blocks += [DividerBlock(), section(said.SOON), *_soon(content.shortages)]
    blocks += [DividerBlock(), context(_sync(content, actor))]
    return _home(blocks)


def closed_home(sentence: str) -> View:
    """The App Home of somebody who may not."""
    return _home([section(escaped(sentence))])


def _home(blocks: Sequence[Block]) -> View:
    view = MadeOnce(type="home", blocks=blocks)
    view.to_dict()
    return view


def _waiting(waiting: Sequence[Waiting]) -> Iterator[Block]:
    for each in waiting[:WAITING_SHOWN]:
        yield section(approval.told(each.approval, each.asked))
        yield approval.buttons(each.approval)
    if len(waiting) > WAITING_SHOWN:
        yield context(said.MORE_WAITING.format(count=len(waiting) - WAITING_SHOWN))


def _conflicts(conflicts: Sequence[SheetConflict]) -> Iterator[Block]:
    for each in conflicts[:WAITING_SHOWN]:
        yield section(deciding.cell(each))
        yield deciding.buttons(each)
    if len(conflicts) > WAITING_SHOWN:
        more = len(conflicts) - WAITING_SHOWN
        yield context(deciding_said.MORE_WAITING.format(count=more))


def _low(found: Shortages) -> Iterator[Block]:
    lines = [_line(each) for each in found.low]
    yield from _lines(lines, found.low_count - len(found.low), said.NOTHING_LOW)


def _soon(found: Shortages) -> Iterator[Block]:
    """A line for each member and day."""
    together = groupby(found.soon, lambda each: (each.row.contact, each.ends_on))
    lines = [
        said.ENDS.format(
            contact=bold(contact.name), end=whole(day(end)), benefits=", ".join(map(_left, rows))
        )
        for (contact, end), rows in together
    ]
    nothing = said.NOTHING_ENDS.format(days=ENDING_SOON.days)
    yield from _lines(lines, found.soon_count - len(found.soon), nothing)


def _left(each: ExpiringRow) -> str:
    remaining = whole(quantity_of(each.row.balance.remaining, each.row.benefit))
    return said.ENDS_WITH.format(benefit=escaped(each.row.benefit.name), left=remaining)


def _lines(lines: Sequence[str], more: int, otherwise: str) -> Iterator[Block]:
    """The lines, and how many more benefits there are."""
    if not lines:
        yield context(otherwise)
        return
    yield section("\n".join(lines))
    if more:
        yield context(said.AND_MORE.format(count=counted(more, said.MORE_BENEFIT)))


def _line(each: BalanceRow) -> str:
    held, benefit = each.balance, each.benefit
    return said.LINE.format(
        contact=bold(each.contact.name),
        benefit=escaped(benefit.name),
        left=left(held.remaining, held.number, benefit),
        end=day(held.lasts_until),
    )


def _recorded(acts: Sequence[RecordedAct]) -> str:
    return said.RECORDED_TEN if len(acts) == MOST else said.RECORDED


def _sync(content: HomeContent, actor: Actor) -> str:
    if not content.has_sheet:
        return said.NO_SHEET
    if content.synced is None:
        return said.NO_SYNC_YET
    at = content.synced.at.astimezone(actor.zone)
    when = f"{at:%H:%M}, {day(at.date())}"
    return said.SYNC.format(at=when, sentence=escaped(content.synced.sentence))
