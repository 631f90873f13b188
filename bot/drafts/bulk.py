"""What stands in the form that records for many, and whom it means."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from pydantic import TypeAdapter

from bot.calls import Call
from bot.drafts.forms import BenefitMissing, QuantityUnreadable, date_in, must_fit, view_of
from bot.drafts.kept import keep, kept
from bot.names import Field
from bot.slips import BulkSlip, read_slip
from bot.views.sentences import bulk as said
from core.bulk import BulkRequest, candidates
from core.desk import Desk
from core.errors import BenefitError
from core.quantity import ONE, ZERO, decimal_of

ALL: Final = "all"
NAMED: Final = "named"
KIND: Final = "bulk"
_requests: Final = TypeAdapter(BulkRequest)


class LeastUnreadable(QuantityUnreadable):
    """The least that has to be left isn't a number."""

    field = Field.AT_LEAST


class NobodyFits(BenefitError):
    """The filters and the choice by hand come to nobody."""

    field = Field.BY_HAND

    def __init__(self) -> None:
        super().__init__(said.NOBODY)


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkDraft:
    """What stands in the form."""

    slip: BulkSlip
    benefit_type: str
    used_on: date | None
    quantity: Decimal
    description: str
    everybody: bool
    membership_type: str
    line: str
    category: str
    at_least: Decimal
    by_hand: tuple[str, ...]
    left_out: tuple[str, ...]

    def request(self, desk: Desk, idempotency_key: str, today: date) -> BulkRequest:
        """What is asked for, with everybody whom it means by code.

        Raises:
            BenefitMissing, NobodyFits: no benefit is chosen, or nobody has it.
        """
        if not self.benefit_type:
            raise BenefitMissing
        on = self.used_on or today
        fitting = self._fitting(desk, on) if self.everybody else []
        chosen = dict.fromkeys([*fitting, *self.by_hand])
        contacts = tuple(code for code in chosen if code not in self.left_out)
        if not contacts:
            raise NobodyFits
        return BulkRequest(
            contacts=contacts,
            benefit_type=self.benefit_type,
            idempotency_key=idempotency_key,
            used_on=on,
            quantity=self.quantity,
            description=self.description,
        )

    def _fitting(self, desk: Desk, on: date) -> list[str]:
        found = candidates(
            desk,
            self.benefit_type,
            membership_type=self.membership_type or None,
            line=self.line or None,
            category=self.category or None,
            at_least=self.at_least,
            on=on,
        )
        return [each.contact.code for each in found]


def read_bulk(call: Call) -> BulkDraft:
    """What stands in the form.

    Raises:
        QuantityUnreadable, LeastUnreadable, NumberOutOfRange: a number can't be read.
    """
    return BulkDraft(
        slip=read_slip(BulkSlip, view_of(call).slip),
        benefit_type=call.one(Field.BULK_BENEFIT),
        used_on=date_in(call, Field.USED_ON),
        quantity=_number(call, Field.QUANTITY, QuantityUnreadable, ONE),
        description=call.one(Field.DESCRIPTION),
        everybody=call.one(Field.FOR) != NAMED,
        membership_type=call.one(Field.OF_TYPE),
        line=call.one(Field.BY_LINE),
        category=call.one(Field.CATEGORY),
        at_least=_number(call, Field.AT_LEAST, LeastUnreadable, ZERO),
        by_hand=call.several(Field.BY_HAND),
        left_out=call.several(Field.LEFT_OUT),
    )


def _number(
    call: Call, name: Field, unreadable: type[QuantityUnreadable], otherwise: Decimal
) -> Decimal:
    typed = call.one(name)
    if not typed:
        return otherwise
    number = decimal_of(typed)
    if number is None:
        raise unreadable(typed)
    must_fit(number, name)
    return number


def keep_request(desk: Desk, request: BulkRequest) -> None:
    """Keep what was previewed, so that just that is recorded, after a restart too."""
    keep(desk, KIND, request.idempotency_key, _requests.dump_python(request, mode="json"))


def kept_request(desk: Desk, idempotency_key: str) -> BulkRequest:
    """The request that was previewed.

    Raises:
        FormOutOfDate: there is none, or it was cleared away.
    """
    return _requests.validate_python(kept(desk, KIND, idempotency_key))
