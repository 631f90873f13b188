"""Which benefits of a membership type somebody takes, as it stands in the pages of the form."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from pydantic import TypeAdapter

from bot.calls import Call
from bot.drafts.forms import NumberUnreadable, must_fit
from bot.drafts.kept import keep, kept
from bot.names import PART, Field, field_of
from bot.slips import BenefitsSlip, FormOutOfDate, new_nonce, request_key
from bot.views.sentences import enrolling as said
from core.books import Books
from core.catalogue import BenefitType, MembershipBenefit
from core.custom import CustomField, merged
from core.desk import Desk
from core.enrolling import check_number, offer
from core.errors import BenefitError
from core.quantity import Unlimited, decimal_of

PAGE: Final = 30
"""Lines of a page: with their numbers and every custom field they fit a hundred blocks."""
KIND: Final = "enrolment"


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A catalogue line and its benefit type."""

    line: MembershipBenefit
    benefit: BenefitType

    @property
    def code(self) -> str:
        """The line's code."""
        return self.line.code

    @property
    def counts(self) -> bool:
        """Whether it has a number that could be lowered."""
        return self.benefit.tracked and not isinstance(self.line.number, Unlimited)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitsDraft:
    """What is chosen: lines by code, numbers by code, texts of slots.

    `custom` are texts for every benefit, `custom_of` those that differ for one of them.
    """

    declined: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    custom: Mapping[str, str] = field(default_factory=dict)
    custom_of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def texts_of(self, code: str) -> Mapping[str, str]:
        """What stands in the slots of one line, or of every one where `code` is blank."""
        return {**self.custom, **self.custom_of.get(code, {})}


class NumberWithoutTick(BenefitError):
    """A number for an optional benefit that isn't ticked."""

    def __init__(self, benefit: str) -> None:
        super().__init__(said.NUMBER_WITHOUT_TICK.format(benefit=benefit))


_drafts: Final = TypeAdapter(BenefitsDraft)


def offered_lines(books: Books, membership_type: str) -> list[OfferLine]:
    """What a membership type comes with, and then what can be added."""
    offered = offer(books, membership_type)
    return [
        OfferLine(line, books.benefit_types[line.benefit_type])
        for line in (*offered.standard, *offered.optional)
    ]


def digest_of(lines: Sequence[OfferLine]) -> int:
    """What tells one offer from another."""
    return zlib.crc32(PART.join(each.code for each in lines).encode())


def page_of(lines: Sequence[OfferLine], page: int) -> Sequence[OfferLine]:
    """The lines of one page."""
    return lines[page * PAGE : (page + 1) * PAGE]


def is_last(lines: Sequence[OfferLine], page: int) -> bool:
    """Whether no page comes after this one."""
    return len(lines) <= (page + 1) * PAGE


def next_page(slip: BenefitsSlip) -> BenefitsSlip:
    """The slip of the page after this one."""
    return replace(slip, page=slip.page + 1, fields_of="")


def read_page(
    call: Call,
    before: BenefitsDraft,
    lines: Sequence[OfferLine],
    slip: BenefitsSlip,
    fields: Mapping[str, CustomField],
) -> BenefitsDraft:
    """The draft with what stands in the page that is shown.

    Raises:
        FormOutOfDate: other lines are offered now than when it was opened.
        NumberUnreadable, NumberOutOfRange: what stands in a number's field can't be one.
    """
    if slip.offered != digest_of(lines):
        raise FormOutOfDate
    here = page_of(lines, slip.page)
    codes = {each.code for each in here}
    standard = {each.code for each in here if each.line.standard}
    added = set(_ticked(call, Field.OPTIONAL)) & (codes - standard)
    elsewhere = {code: number for code, number in before.numbers.items() if code not in codes}
    draft = replace(
        before,
        declined=(before.declined - codes) | (standard - set(_ticked(call, Field.ACCEPTED))),
        optional=(before.optional - codes) | added,
        numbers={**elsewhere, **dict(_numbers(call))},
    )
    return _with_custom(call, draft, slip.fields_of, fields)


def _with_custom(
    call: Call, draft: BenefitsDraft, code: str, fields: Mapping[str, CustomField]
) -> BenefitsDraft:
    texts = {slot: call.one(f"{Field.CUSTOM}{PART}{slot}") for slot in fields}
    if not code:
        return replace(draft, custom={slot: text for slot, text in texts.items() if text})
    own = {slot: text for slot, text in texts.items() if text != draft.custom.get(slot, "")}
    return replace(draft, custom_of={**draft.custom_of, code: own})


def errors_of(
    books: Books,
    draft: BenefitsDraft,
    lines: Sequence[OfferLine],
    slip: BenefitsSlip,
    fields: Mapping[str, CustomField],
) -> dict[str, str]:
    """What is wrong with each number and each slot of the page that is shown, by its block.

    What is wrong with slots that aren't shown stands under the menu that would show them.
    """
    errors: dict[str, str] = {}
    for each in page_of(lines, slip.page):
        unticked = not each.line.standard and each.code not in draft.optional
        if each.code in draft.numbers:
            try:
                check_number(books, each.line, draft.numbers[each.code])
                if unticked:
                    raise NumberWithoutTick(each.benefit.name)
            except BenefitError as error:
                errors[f"{Field.NUMBER}{PART}{each.code}"] = str(error)
        if unticked and any(draft.custom_of.get(each.code, {}).values()):
            told = said.FIELDS_WITHOUT_TICK.format(benefit=each.benefit.name)
            errors[Field.FIELDS_OF] = told
    for code, texts in {"": draft.custom, **draft.custom_of}.items():
        for slot, sentence in _slot_errors(texts, fields):
            shown = code == slip.fields_of
            block = f"{Field.CUSTOM}{PART}{slot}{PART}{code}" if shown else str(Field.FIELDS_OF)
            errors.setdefault(block, sentence if shown else f"{code or said.EVERY}: {sentence}")
    return errors


def _slot_errors(
    texts: Mapping[str, str], fields: Mapping[str, CustomField]
) -> Iterator[tuple[str, str]]:
    for slot, text in texts.items():
        try:
            merged({}, {slot: text}, fields)
        except BenefitError as error:
            yield slot, str(error)


def _ticked(call: Call, name: Field) -> Iterator[str]:
    for field_name in call.answers:
        if field_of(field_name) == name:
            yield from call.several(field_name)


def _numbers(call: Call) -> Iterator[tuple[str, Decimal]]:
    for name in call.answers:
        typed = call.one(name) if field_of(name) == Field.NUMBER else ""
        if typed:
            number = decimal_of(typed)
            if number is None:
                raise NumberUnreadable(name, typed)
            must_fit(number, name)
            yield name.partition(PART)[2], number


def keep_draft(desk: Desk, user: str, draft: BenefitsDraft, slip: BenefitsSlip) -> BenefitsSlip:
    """Keep what was chosen so far for the next page; gives the slip that leads back to it."""
    slip = slip if slip.draft else replace(slip, draft=new_nonce())
    written: dict[str, Any] = _drafts.dump_python(draft, mode="json")
    keep(desk, KIND, request_key(user, slip.draft), written)
    return slip


def kept_draft(
    desk: Desk, user: str, slip: BenefitsSlip, otherwise: BenefitsDraft
) -> BenefitsDraft:
    """What was chosen on the pages before; `otherwise` where none was turned.

    Raises:
        FormOutOfDate: it was cleared away.
    """
    if not slip.draft:
        return otherwise
    return _drafts.validate_python(kept(desk, KIND, request_key(user, slip.draft)))
