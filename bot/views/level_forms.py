"""The forms about one benefit level: convey units, recall them, change what it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    NumberInputElement,
    PlainTextInputElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.drafts.levels import LevelDraft
from bot.explaining import EVERY
from bot.names import Field, Form
from bot.slips import LevelDeed, written
from bot.views import parts
from bot.views.custom_fields import custom_field
from bot.views.parts import bold, context, date_picker, menu_by_typing, modal, option, section
from bot.views.sentences import levels as said
from bot.views.sentences import number_of, quantity_of
from bot.views.usage_form import contact_option
from core.adjusting import SOURCE_LIMIT
from core.catalogue import Period
from core.contact import Contact
from core.custom import CustomField
from core.errors import day
from core.level import BenefitLevel
from core.quantity import Unlimited, plain
from core.recording import TEXT_LIMIT
from core.statement import LevelLine

MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelFormContent:
    """What is shown beside the draft: the owner, what can be chosen, and the level chosen.

    `choices` are texts by what a choice sends: a level's key, with the holder's code where units
    are recalled.
    """

    owner: Contact | None = None
    organisation: Contact | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    chosen: str = ""
    line: LevelLine | None = None
    fields: Mapping[str, CustomField] = field(default_factory=dict)


def level_form(draft: LevelDraft, content: LevelFormContent) -> View:
    """The form of the deed that the draft's slip names."""
    title, form, submit = _TITLES[draft.slip.deed]
    nothing = content.owner is not None and not content.choices
    return modal(
        title,
        [*_owner(content, alone=nothing), *_about_owner(draft, content)],
        form=form,
        submit="" if nothing else submit,
        close=said.CANCEL,
        slip=written(draft.slip),
    )


_TITLES: Final = {
    LevelDeed.CONVEY: (said.CONVEY_TITLE, Form.CONVEY, said.CONVEY),
    LevelDeed.RECALL: (said.RECALL_TITLE, Form.RECALL, said.RECALL),
    LevelDeed.ADJUST: (said.ADJUST_TITLE, Form.ADJUST, said.ADJUST),
}
_NOTHING: Final = {
    LevelDeed.CONVEY: said.NOTHING_TO_CONVEY,
    LevelDeed.RECALL: said.NOTHING_TO_RECALL,
    LevelDeed.ADJUST: said.NOTHING_TO_CHANGE,
}


def _owner(content: LevelFormContent, *, alone: bool) -> Sequence[Block]:
    """The menu of owners; `alone` where nothing else can be chosen, and so nothing submitted."""
    owner = content.owner
    chosen = contact_option(owner, content.organisation) if owner else None
    menu = menu_by_typing(Field.OWNER, said.TYPE_A_NAME, chosen)
    if alone:
        return parts.menu_alone(said.OWNER, menu)
    field = parts.field(Field.OWNER, said.OWNER, menu, hint=said.OWNER_HINT, tells_choice=True)
    return (field,)


def _about_owner(draft: LevelDraft, content: LevelFormContent) -> Iterator[Block]:
    deed = draft.slip.deed
    if content.owner is None:
        yield context(said.CHOOSE_OWNER)
        return
    if not content.choices:
        yield section(_NOTHING[deed].format(name=bold(content.owner.name)))
        return
    yield _choice_field(deed, content, content.owner)
    if len(content.choices) > MOST:
        yield context(said.MORE)
    yield from _REST[deed](draft, content)


def _choice_field(deed: LevelDeed, content: LevelFormContent, owner: Contact) -> Block:
    name, label, hint = Field.LEVEL, said.BENEFIT, said.CHOOSE_BENEFIT
    if deed is LevelDeed.RECALL:
        name, label, hint = Field.HELD, said.HELD, said.CHOOSE_HELD
    options = {value: option(text, value) for value, text in [*content.choices.items()][:MOST]}
    menu = StaticSelectElement(
        action_id=name,
        placeholder=hint,
        options=list(options.values()),
        initial_option=options.get(content.chosen),
    )
    tells = deed is LevelDeed.ADJUST
    return parts.field(name, label, menu, only_for=owner.code, tells_choice=tells)


def _convey_fields(draft: LevelDraft, _: LevelFormContent) -> Iterator[Block]:
    to = menu_by_typing(Field.TO, said.TYPE_A_NAME)
    yield parts.field(Field.TO, said.CONVEY_TO, to, hint=said.CONVEY_TO_HINT)
    yield _quantity("1")
    yield parts.field(Field.USED_ON, said.DATE, date_picker(Field.USED_ON, draft.on))
    yield _text(Field.NOTE, said.NOTE, hint=said.NOTE_HINT)


def _recall_fields(_: LevelDraft, __: LevelFormContent) -> Iterator[Block]:
    yield _quantity(None, hint=said.ALL_UNUSED)
    yield _text(Field.NOTE, said.NOTE, hint=said.NOTE_HINT)


def _level_fields(_: LevelDraft, content: LevelFormContent) -> Iterator[Block]:
    """Everything that can be changed about a level; nothing before one is chosen."""
    line = content.line
    if line is None:
        return
    level = line.level
    if line.benefit.tracked and not isinstance(line.balance.number, Unlimited):
        yield _number_field(line, plain(line.balance.number))
    yield _state_field(level)
    yield _text(Field.COMMENT, said.COMMENT, level.comment, of=level)
    yield _text(
        Field.SOURCE, said.SOURCE, level.source, of=level, hint=said.SOURCE_HINT, most=SOURCE_LIMIT
    )
    for slot, each in content.fields.items():
        yield custom_field(each, level.custom.get(slot, ""), str(level.key))
    yield _text(Field.REASON, said.REASON, hint=said.REASON_HINT)


_REST: Final = {
    LevelDeed.CONVEY: _convey_fields,
    LevelDeed.RECALL: _recall_fields,
    LevelDeed.ADJUST: _level_fields,
}


def _number_field(line: LevelLine, number: str) -> Block:
    hint = said.NUMBER_HINT.format(used=quantity_of(line.balance.used, line.benefit))
    if line.level.period is not Period.TERM:
        hint = f"{hint} {said.NUMBER_ANEW.format(period=EVERY[line.level.period])}"
    element = NumberInputElement(
        action_id=Field.NUMBER, is_decimal_allowed=True, initial_value=number
    )
    key = str(line.level.key)
    return parts.field(Field.NUMBER, said.NUMBER, element, hint=hint, only_for=key)


def _state_field(level: BenefitLevel) -> Block:
    options = [option(said.ACCEPTED, "accepted"), option(said.ACTIVE, "active")]
    now = (level.accepted, level.active)
    chosen = [each for each, holds in zip(options, now, strict=True) if holds]
    boxes = CheckboxesElement(
        action_id=Field.STATE, options=options, initial_options=chosen or None
    )
    return parts.field(Field.STATE, said.STATE, boxes, optional=True, only_for=str(level.key))


def _quantity(initial: str | None, hint: str = "") -> Block:
    element = NumberInputElement(
        action_id=Field.QUANTITY, is_decimal_allowed=True, initial_value=initial
    )
    optional = initial is None
    return parts.field(Field.QUANTITY, said.QUANTITY, element, hint=hint, optional=optional)


def _text(
    name: Field,
    label: str,
    now: str = "",
    *,
    of: BenefitLevel | None = None,
    hint: str = "",
    most: int = TEXT_LIMIT,
) -> Block:
    element = PlainTextInputElement(
        action_id=name, initial_value=now[:most] or None, max_length=most
    )
    only_for = str(of.key) if of else ""
    return parts.field(name, label, element, hint=hint, optional=True, only_for=only_for)


def level_choices(lines: Sequence[LevelLine], deed: LevelDeed) -> Mapping[str, str]:
    """Texts for levels by their keys: what is left to convey, or what there is to change."""
    return {str(line.level.key): _choice(line, deed) for line in lines}


def _choice(line: LevelLine, deed: LevelDeed) -> str:
    held, end = line.balance, day(line.level.ends_on)
    number = held.number if deed is LevelDeed.ADJUST or held.live else held.available
    if isinstance(number, Unlimited) or not line.benefit.tracked:
        state = said.UNLIMITED.format(end=end) if line.benefit.tracked else said.NOT_COUNTED
    elif deed is LevelDeed.ADJUST:
        state = said.OF_NUMBER.format(
            used=number_of(held.used, line.benefit),
            number=quantity_of(number, line.benefit),
            end=end,
        )
    else:
        state = said.TO_CONVEY.format(
            left=number_of(held.available, line.benefit),
            number=quantity_of(number, line.benefit),
            end=end,
        )
    room = max(1, parts.OPTION_TEXT - len(state) - 3)
    return f"{parts.cut(line.benefit.name, room)} — {state}"
