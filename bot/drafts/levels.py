"""What stands in the forms about one benefit level, and the requests that it makes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.calls import Call
from bot.drafts.forms import QuantityUnreadable, date_in, must_fit, view_of
from bot.names import PART, Field
from bot.slips import LevelSlip, read_slip, request_key
from bot.views.sentences import levels as said
from core.adjusting import LevelChange
from core.clock import Key
from core.columns import Cell
from core.conveying import ConveyRequest, RecallRequest
from core.custom import CustomField, merged
from core.errors import BenefitError
from core.level import BenefitLevel
from core.quantity import ONE, decimal_of, plain


class LevelMissing(BenefitError):
    """The form was submitted before a benefit was chosen."""

    field = Field.LEVEL

    def __init__(self) -> None:
        super().__init__(
            "Please choose a benefit in the list, and submit again; where there is no list, choose"
            " somebody else."
        )


class ChangedMeanwhile(BenefitError):
    """Somebody changed the level after the form was opened."""

    def __init__(self) -> None:
        super().__init__(said.CHANGED_MEANWHILE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelDraft:
    """What stands in such a form, complete or not; `holder` is to whom, or from whom."""

    slip: LevelSlip
    owner: str = ""
    level: Key | None = None
    holder: str = ""
    quantity: Decimal | None = None
    on: date | None = None
    note: str = ""

    def conveyance(self, user: str) -> ConveyRequest:
        """The units that `user` asks to convey.

        Raises:
            LevelMissing: no benefit is chosen.
        """
        return ConveyRequest(
            level=self.the_level,
            holder=self.holder,
            quantity=ONE if self.quantity is None else self.quantity,
            idempotency_key=request_key(user, self.slip.nonce),
            conveyed_on=self.on,
            note=self.note,
        )

    def recall(self, user: str) -> RecallRequest:
        """The units that `user` asks to recall.

        Raises:
            LevelMissing: nothing is chosen.
        """
        return RecallRequest(
            level=self.the_level,
            holder=self.holder,
            quantity=self.quantity,
            idempotency_key=request_key(user, self.slip.nonce),
            note=self.note,
        )

    @property
    def the_level(self) -> Key:
        """The level that is chosen. Raises `LevelMissing` where none is."""
        if self.level is None:
            raise LevelMissing
        return self.level


def read_level_draft(call: Call) -> LevelDraft:
    """What stands in the form.

    Raises:
        QuantityUnreadable, NumberOutOfRange, DateUnreadable: a field can't be read.
    """
    level, _, holder = (call.one(Field.LEVEL) or call.one(Field.HELD)).partition(PART)
    typed = call.one(Field.QUANTITY)
    quantity = decimal_of(typed) if typed else None
    if typed and quantity is None:
        raise QuantityUnreadable(typed)
    if quantity is not None:
        must_fit(quantity, Field.QUANTITY)
    return LevelDraft(
        slip=read_slip(LevelSlip, view_of(call).slip),
        owner=call.one(Field.OWNER),
        level=Key(int(level)) if level.isdecimal() else None,
        holder=holder or call.one(Field.TO),
        quantity=quantity,
        on=date_in(call, Field.USED_ON),
        note=call.one(Field.NOTE),
    )


def read_change(call: Call, level: BenefitLevel, fields: Mapping[str, CustomField]) -> LevelChange:
    """What the form says should become of the level; what stays as it is, is None.

    Raises:
        QuantityUnreadable, NumberOutOfRange: the number can't be read.
    """
    typed = call.one(Field.NUMBER)
    number = decimal_of(typed) if typed else None
    if typed and number is None:
        raise QuantityUnreadable(typed)
    if number is not None:
        must_fit(number, Field.NUMBER)
    state = call.several(Field.STATE)
    return LevelChange(
        level=level.key,
        number=number,
        active="active" in state,
        accepted="accepted" in state,
        comment=call.one(Field.COMMENT),
        source=call.one(Field.SOURCE),
        custom=dict(_custom(call, level, fields)),
        reason=call.one(Field.REASON),
    )


def slot_errors(
    call: Call, change: LevelChange, fields: Mapping[str, CustomField]
) -> dict[str, str]:
    """What is wrong with each custom field, tried by itself, under its own field."""
    errors: dict[str, str] = {}
    blocks = {block.rpartition(PART)[0]: block for block in view_of(call).inputs}
    for slot, text in change.custom.items():
        try:
            merged({}, {slot: text}, fields)
        except BenefitError as error:
            errors[blocks[f"{Field.CUSTOM}{PART}{slot}"]] = str(error)
    return errors


def _custom(
    call: Call, level: BenefitLevel, fields: Mapping[str, CustomField]
) -> Iterator[tuple[str, str]]:
    for slot, each in fields.items():
        text = call.one(f"{Field.CUSTOM}{PART}{slot}")
        if text != slot_text(each, level.custom.get(slot, "")):
            yield slot, text


def slot_text(each: CustomField, text: str) -> str:
    """A slot's text as a form has it: a number without its thousands' commas."""
    if each.cell in (Cell.MONEY, Cell.QUANTITY):
        number = decimal_of(text)
        return "" if number is None else plain(number)
    return text.casefold() if each.cell is Cell.FLAG else text
