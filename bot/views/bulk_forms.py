"""The form that records one use for many, its preview, and its confirmation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Final

from slack_sdk.models.blocks import (
    Block,
    ExternalDataMultiSelectElement,
    NumberInputElement,
    PlainTextInputElement,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from bot.drafts.bulk import ALL, NAMED
from bot.names import Field, Form
from bot.slips import BulkSlip, UndoFrom, written
from bot.views.parts import (
    PLACEHOLDER_TEXT,
    Message,
    bold,
    context,
    cut,
    date_picker,
    escaped,
    field,
    menu_by_typing,
    modal,
    option,
    paragraphs,
    plain_text,
    row,
    section,
)
from bot.views.receipt import undo_button
from bot.views.sentences import MEMBER_MAY_SEE, counted
from bot.views.sentences import bulk as said
from bot.views.usage_form import who_acted
from core.bulk import BulkOutcome, BulkRequest, Refusal
from core.catalogue import BenefitType
from core.errors import LooksRecordedTwice, OverageUnconfirmed, day
from core.quantity import plain
from core.recording import TEXT_LIMIT

REFUSED_ROOM: Final = 5000
"""Characters that tell in a message who was refused; more are only counted."""
VIEW_ROOM: Final = 20_000
"""The same in a modal, which takes more."""
NAMES_SHOWN: Final = 60
NAME: Final = 60
REASON: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkContent:
    """A request and what it comes to, with the names of everybody in it by code."""

    request: BulkRequest
    benefit: BenefitType
    outcome: BulkOutcome
    names: Mapping[str, str]
    zone: tzinfo


def bulk_form(slip: BulkSlip, today: date, benefit: BenefitType | None) -> View:
    """The form: what was used, and by whom."""
    chosen = option(benefit.name, benefit.code) if benefit else None
    benefits = menu_by_typing(Field.BULK_BENEFIT, said.TYPE_A_BENEFIT, chosen)
    blocks = [
        field(Field.BULK_BENEFIT, said.BENEFIT, benefits),
        field(Field.USED_ON, said.DATE, date_picker(Field.USED_ON, today)),
        _number(Field.QUANTITY, said.QUANTITY, "1"),
        _description(),
        section(said.FOR_WHOM),
        *_whom(),
    ]
    return modal(
        said.TITLE,
        blocks,
        form=Form.BULK,
        submit=said.PREVIEW,
        close=said.CANCEL,
        slip=written(slip),
    )


def _description() -> Block:
    element = PlainTextInputElement(
        action_id=Field.DESCRIPTION,
        max_length=TEXT_LIMIT,
        placeholder=plain_text(said.EXAMPLE, PLACEHOLDER_TEXT),
    )
    return field(Field.DESCRIPTION, said.DESCRIPTION, element, hint=MEMBER_MAY_SEE, optional=True)


def _whom() -> Iterator[Block]:
    options = [option(said.ALL, ALL), option(said.NAMED, NAMED)]
    radio = RadioButtonsElement(action_id=Field.FOR, options=options, initial_option=options[0])
    yield field(Field.FOR, said.FOR, radio)
    for name, label, hint in (
        (Field.OF_TYPE, said.OF_TYPE, ""),
        (Field.BY_LINE, said.BY_LINE, said.BY_LINE_HINT),
        (Field.CATEGORY, said.CATEGORY, ""),
    ):
        yield field(name, label, menu_by_typing(name, said.ANY), hint=hint, optional=True)
    yield _number(Field.AT_LEAST, said.AT_LEAST, None)
    yield _names(Field.BY_HAND, said.BY_HAND, said.BY_HAND_HINT)
    yield _names(Field.LEFT_OUT, said.LEFT_OUT)


def _number(name: Field, label: str, initial: str | None) -> Block:
    element = NumberInputElement(action_id=name, is_decimal_allowed=True, initial_value=initial)
    return field(name, label, element, optional=initial is None)


def _names(name: Field, label: str, hint: str = "") -> Block:
    menu = ExternalDataMultiSelectElement(
        action_id=name,
        placeholder=plain_text(said.TYPE_NAMES, PLACEHOLDER_TEXT),
        min_query_length=0,
    )
    return field(name, label, menu, hint=hint, optional=True)


def bulk_preview(slip: BulkSlip, shown: BulkContent) -> View:
    """Who would be recorded and who refused; its button records all, or those that can be."""
    can, refused = len(shown.outcome.recorded), len(shown.outcome.refused)
    submit = said.RECORD_OTHERS if refused else said.RECORD_ALL
    what = _described(_what(shown), shown)
    blocks: list[Block] = [section(what), section(_summary(can, refused))]
    blocks += _refusals(shown, VIEW_ROOM)
    if can:
        blocks.append(section(said.RECORDED_NAMES.format(names=_recorded_names(shown))))
    blocks.append(context(said.NOT_YET))
    return modal(
        said.TITLE,
        blocks,
        form=Form.BULK_PREVIEW,
        submit=submit.format(count=can) if can else "",
        close=said.BACK,
        slip=written(slip),
    )


def bulk_recorded(shown: BulkContent, *, repeated: bool) -> Message:
    """What was recorded for whom, and for whom not; with Undo for all of it."""
    recorded = shown.outcome.recorded
    count = counted(len(recorded), "member")
    text = said.RECORDED.format(what=_what(shown), count=count)
    above: list[Block] = [section(_described(text, shown)), context(_recorded_names(shown))]
    if repeated:
        above.append(section(said.REPEATED))
    if shown.outcome.refused:
        above.append(section(said.NOT_FOR.format(count=len(shown.outcome.refused))))
        above += _refusals(shown, REFUSED_ROOM)
    above.append(row(undo_button(recorded[0].key, UndoFrom.BULK)))
    return Message(text, tuple(above))


def bulk_recorded_in_form(message: Message) -> View:
    """The same in place of the preview; closing it closes the form below too."""
    return modal(said.TITLE, message.blocks[:-1], close=said.DONE, closes_all=True)


def _what(shown: BulkContent) -> str:
    request = shown.request
    assert request.used_on is not None
    return said.WHAT.format(
        quantity=plain(request.quantity), benefit=bold(shown.benefit.name), on=day(request.used_on)
    )


def _described(what: str, shown: BulkContent) -> str:
    about = escaped(" ".join(shown.request.description.split()))
    return f"{what}\n{said.ABOUT.format(about=about)}" if about else what


def _summary(can: int, refused: int) -> str:
    if not refused:
        return said.ALL_CAN.format(count=counted(can, "member"))
    count = counted(can + refused, "member")
    if not can:
        return said.NONE_CAN.format(count=count)
    return said.SOME_CAN.format(can=can, count=count, refused=refused)


def _refusals(shown: BulkContent, room: int) -> list[Block]:
    return paragraphs(
        [_refusal(shown, each) for each in shown.outcome.refused], said.AND_MORE, room
    )


def _refusal(shown: BulkContent, each: Refusal) -> str:
    name = escaped(cut(shown.names.get(each.contact, each.contact), NAME))
    return said.REFUSED_LINE.format(name=name.strip(), reason=_reason(each, shown.zone))


def _reason(each: Refusal, zone: tzinfo) -> str:
    if isinstance(each.error, LooksRecordedTwice):
        when = f"{each.error.at.astimezone(zone):%H:%M on %d %b %Y}"
        return said.TWICE.format(who=who_acted(each.error.actor), when=when)
    if isinstance(each.error, OverageUnconfirmed):
        return said.OVERAGE.format(shortage=escaped(each.error.shortage))
    return escaped(cut(each.reason, REASON))


def _recorded_names(shown: BulkContent) -> str:
    codes = [usage.entries[0].holder or "" for usage in shown.outcome.recorded]
    names = [escaped(cut(shown.names.get(code, code), NAME)) for code in codes[:NAMES_SHOWN]]
    more = len(codes) - NAMES_SHOWN
    return ", ".join(names) + (f" {said.AND_MORE.format(count=more)}" if more > 0 else "")
