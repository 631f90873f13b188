"""Slips: what a modal carries from its opening to its submit, out of the person's sight."""

import secrets
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from core.clock import Key
from core.errors import BenefitError
from core.membership import Transaction, TransactionKind


class FormOutOfDate(BenefitError):
    """A modal that an earlier version of the bot opened."""

    def __init__(self) -> None:
        super().__init__(
            "This form was opened before Benefit Desk was updated."
            " Please close it and open a new one."
        )


def new_nonce() -> str:
    """What nobody can guess, and nobody else has."""
    return secrets.token_urlsafe(9)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageSlip:
    """Of the form that records usage.

    `reply_to` is where to confirm; `level` narrows the draw to one level as long as contact and
    benefit are those it was opened for, in `meant`; `again` is the usage about which "record
    again?" was asked, `over` the one about which an overage was.
    """

    nonce: str = field(default_factory=new_nonce)
    reply_to: str = ""
    level: Key | None = None
    meant: tuple[str, str] | None = None
    again: tuple[str, ...] = ()
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSlip:
    """What a membership was paid with, as far as a form says so."""

    code: str = ""
    kind: TransactionKind = TransactionKind.DUES
    amount: Decimal | None = None
    paid_on: date | None = None

    @property
    def transaction(self) -> Transaction | None:
        """The transaction; None where there is none."""
        if not self.code:
            return None
        return Transaction(code=self.code, kind=self.kind, amount=self.amount, paid_on=self.paid_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitsSlip:
    """Of a page on which benefits are chosen.

    `draft` names what was chosen on other pages, blank where none was turned; `fields_of` is the
    line whose custom fields are shown, blank for those of every line; `offered` tells the offer
    that the page shows from another one.
    """

    draft: str = ""
    page: int = 0
    fields_of: str = ""
    offered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipSlip:
    """Of the two forms that enroll: the second carries what was answered in the first.

    `again` says that a second membership over the same days was asked about.
    """

    nonce: str = field(default_factory=new_nonce)
    reply_to: str = ""
    contact: str = ""
    membership_type: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    payment: PaymentSlip = PaymentSlip()
    again: bool = False
    benefits: BenefitsSlip = BenefitsSlip()


class UndoFrom(StrEnum):
    """Where an Undo button stood, and so what has to be shown anew."""

    RECEIPT = "receipt"
    LIST = "list"
    HOME = "home"
    TREE = "tree"
    BULK = "bulk"
    BULK_IN_LIST = "bulk-in-list"
    BULK_AT_HOME = "bulk-at-home"

    @property
    def of_bulk(self) -> bool:
        """Whether it takes back all that one bulk recording wrote."""
        return self in {UndoFrom.BULK, UndoFrom.BULK_IN_LIST, UndoFrom.BULK_AT_HOME}


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoSlip:
    """Of the form that asks why something is taken back; `contact` is whose list it stood in."""

    key: Key
    place: UndoFrom = UndoFrom.RECEIPT
    contact: str = ""
    nonce: str = field(default_factory=new_nonce)
    reply_to: str = ""


class LevelDeed(StrEnum):
    """What a form about one benefit level does."""

    CONVEY = "convey"
    RECALL = "recall"
    ADJUST = "adjust"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSlip:
    """Of the forms about one benefit level.

    `seen` is the last change of the level that the form shows.
    """

    deed: LevelDeed
    nonce: str = field(default_factory=new_nonce)
    reply_to: str = ""
    seen: Key | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkSlip:
    """Of the form that records for many, and of its preview.

    `request` is the idempotency key under which the previewed request is kept; `those_that_can`
    says that the preview offered to leave some out.
    """

    nonce: str = field(default_factory=new_nonce)
    reply_to: str = ""
    request: str = ""
    those_that_can: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationSlip:
    """Of the form that registers somebody for an event.

    `again` is the event and the contact about whom "register once more?" was asked.
    """

    nonce: str = field(default_factory=new_nonce)
    reply_to: str = ""
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelSlip:
    """Of the form that asks why a registration is cancelled; `listed` is whose list it stood in."""

    key: Key
    listed: str = ""
    nonce: str = field(default_factory=new_nonce)
    reply_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalSlip:
    """Of the form that renews and of its preview, which carries what was answered in the form.

    `again` says that another membership over the same days was asked about.
    """

    nonce: str = field(default_factory=new_nonce)
    reply_to: str = ""
    membership: Key | None = None
    membership_type: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    payment: PaymentSlip = PaymentSlip()
    again: bool = False
    benefits: BenefitsSlip = BenefitsSlip()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareSlip:
    """Of the form that shares a report; `look` is the report, written."""

    look: str
    nonce: str = field(default_factory=new_nonce)
    reply_to: str = ""


S = TypeVar("S")
_adapters: Final[dict[type[Any], TypeAdapter[Any]]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def written(slip: object) -> str:
    """The slip as a modal carries it."""
    return _adapter(type(slip)).dump_json(slip, exclude_defaults=True).decode()


def read_slip(kind: type[S], text: str) -> S:
    """The slip that `written` wrote.

    Raises:
        FormOutOfDate: another version of the bot wrote it.
    """
    try:
        slip: S = _adapter(kind).validate_json(text)
    except ValidationError as error:
        raise FormOutOfDate from error
    return slip


def request_key(user: str, nonce: str) -> str:
    """The idempotency key of what `user` does with something that carries this nonce, once."""
    return f"slack:{user}:{nonce}"
