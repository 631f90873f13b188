"""What stands in the forms that renew a membership, and the request that it makes."""

from dataclasses import replace

from bot.calls import Call
from bot.drafts.benefits import BenefitsDraft, kept_draft
from bot.drafts.forms import date_in, read_payment, view_of
from bot.names import Field
from bot.slips import RenewalSlip, read_slip, request_key
from bot.views.sentences import renewing as said
from core.books import Books
from core.clock import Key
from core.desk import Desk
from core.enrolling import membership_of
from core.errors import BenefitError
from core.renewing import RenewRequest, carried_over


class MembershipMissing(BenefitError):
    """The form was submitted before a membership was chosen."""

    field = Field.RENEWS

    def __init__(self) -> None:
        super().__init__(said.MEMBERSHIP_MISSING)


def read_renewal(call: Call) -> RenewalSlip:
    """What stands in the form.

    Raises:
        MembershipMissing, AmountUnreadable, NumberOutOfRange, TransactionMissing: it isn't whole.
    """
    key = call.one(Field.MEMBERSHIP)
    if not key.isdecimal():
        raise MembershipMissing
    # Each preview is a request of its own: what is changed after going back is another one.
    return RenewalSlip(
        reply_to=read_slip(RenewalSlip, view_of(call).slip).reply_to,
        membership=Key(int(key)),
        membership_type=call.one(Field.RENEWED_AS),
        starts_on=date_in(call, Field.STARTS_ON),
        ends_on=date_in(call, Field.ENDS_ON),
        payment=read_payment(call),
    )


def renewal_request(desk: Desk, slip: RenewalSlip, user: str) -> RenewRequest:
    """What `user` asks for; what was chosen of the benefits is part of it.

    Raises:
        FormOutOfDate: what was chosen was cleared away.
    """
    assert slip.membership is not None
    request = RenewRequest(
        membership=slip.membership,
        idempotency_key=request_key(user, slip.nonce),
        membership_type=slip.membership_type or None,
        starts_on=slip.starts_on,
        ends_on=slip.ends_on,
        transaction=slip.payment.transaction,
        again=slip.again,
    )
    if not slip.benefits.draft:
        return request
    draft = kept_draft(desk, user, slip.benefits, BenefitsDraft())
    return replace(request, declined=draft.declined, optional=draft.optional, numbers=draft.numbers)


def renewed_type(books: Books, slip: RenewalSlip) -> str:
    """The type that the membership is renewed as, by code."""
    assert slip.membership is not None
    return slip.membership_type or membership_of(books, slip.membership).membership_type


def so_far(books: Books, slip: RenewalSlip) -> BenefitsDraft:
    """What was chosen for the old membership, as far as it is offered today."""
    assert slip.membership is not None
    old = membership_of(books, slip.membership)
    choices = carried_over(books, old, renewed_type(books, slip))
    return BenefitsDraft(declined=choices.declined, optional=choices.optional)
