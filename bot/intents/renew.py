"""Renewing a membership: a form, a dry run that tells what is lost, and then the act."""

from collections.abc import Sequence
from dataclasses import replace

from slack_bolt import Ack
from slack_sdk.models.views import View

from bot.calls import Call
from bot.forms import AmountUnreadable, TransactionMissing, date_in, must_fit, view_of
from bot.meaning import contact_meant
from bot.names import Act, Field, Form
from bot.office import Office
from bot.slips import RenewalSlip, read_slip, request_key
from bot.switchboard import Switchboard
from bot.views.parts import Message
from bot.views.renewal import (
    RenewalContent,
    RenewalTold,
    renewal_form,
    renewal_preview,
    renewed,
    renewed_in_form,
)
from bot.views.sentences import renewing as said
from core.actor import Action, Actor
from core.books import Books
from core.clock import Key
from core.desk import Renewal
from core.errors import BenefitError, LooksEnrolledTwice
from core.level import BenefitLevel
from core.membership import Membership, Transaction, TransactionKind
from core.quantity import decimal_of
from core.renewing import Ending, RenewRequest


class MembershipMissing(BenefitError):
    """The form was submitted before a membership was chosen."""

    field = Field.RENEWS

    def __init__(self) -> None:
        super().__init__(said.MEMBERSHIP_MISSING)


class RenewMembership:
    """Listens to what opens the form, to its choice, and to the submits of form and preview."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def listen(self, to: Switchboard) -> None:
        """Take the button, the choice and the forms."""
        to.action(Act.RENEW, lambda call: self.open(call, ""))
        to.action(Field.RENEWS, self.choose)
        to.form(Form.RENEW, self.preview)
        to.form(Form.RENEW_PREVIEW, self.renew)

    def open(self, call: Call, text: str) -> None:
        """Open the form, for the contact that is named or for none."""
        self._office.allowed(call, Action.ENROLL)
        code = contact_meant(self._office, call, text, "renew")
        if code is not None:
            slip = RenewalSlip(reply_to=call.reply_to)
            self._office.answers.open(call, lambda: self._form(slip, code))

    def choose(self, call: Call) -> None:
        """Show the memberships of the contact that was chosen."""
        self._office.allowed(call, Action.ENROLL)
        slip = read_slip(RenewalSlip, view_of(call).slip)
        self._office.answers.change(call, self._form(slip, call.one(Field.RENEWS)))

    def preview(self, call: Call, ack: Ack) -> None:
        """Show what would be made, roll over and be lost; nothing is written."""
        actor = self._office.allowed(call, Action.ENROLL)
        slip = _read(call)
        self._office.answers.push(ack, lambda: self._preview(slip, call.user, actor))

    def renew(self, call: Call, ack: Ack) -> None:
        """Renew, then say what became of what was left."""
        actor = self._office.people.actor(call.user)
        slip = read_slip(RenewalSlip, view_of(call).slip)
        told: list[Message] = []

        def done() -> View:
            request = _request(slip, call.user)
            try:
                made = self._office.desk.renew(request, actor=actor)
            except LooksEnrolledTwice:
                return self._preview(slip, call.user, actor)
            told.append(self._told(made, request))
            return renewed_in_form(told[0])

        self._office.answers.update(call, ack, done)
        for message in told:
            self._office.answers.confirm(call.user, message, reply_to=slip.reply_to)

    def _form(self, slip: RenewalSlip, code: str) -> View:
        def form(books: Books) -> View:
            theirs = sorted(books.memberships_of(code), key=lambda each: each.ends_on, reverse=True)
            named = [(each, books.membership_types[each.membership_type].name) for each in theirs]
            return renewal_form(slip, RenewalContent(books.contacts.get(code), named))

        return self._office.desk.read(form)

    def _preview(self, slip: RenewalSlip, user: str, actor: Actor) -> View:
        desk, question = self._office.desk, ""
        try:
            plan = desk.plan_renewal(_request(slip, user), actor=actor)
        except LooksEnrolledTwice as twice:
            question, slip = str(twice), replace(slip, again=True)
            plan = desk.plan_renewal(_request(slip, user), actor=actor)
        told = self._in_names(plan.membership, plan.old, plan.levels, plan.endings)
        return renewal_preview(slip, told, question)

    def _told(self, made: Renewal, request: RenewRequest) -> Message:
        new = made.enrolment
        old = self._office.desk.read(lambda books: books.memberships[request.membership])
        told = self._in_names(new.membership, old, new.levels, made.endings)
        return renewed(told, repeated=new.repeated)

    def _in_names(
        self,
        new: Membership,
        old: Membership,
        levels: Sequence[BenefitLevel],
        endings: Sequence[Ending],
    ) -> RenewalTold:
        def named(books: Books) -> RenewalTold:
            kinds = books.benefit_types
            return RenewalTold(
                contact=books.contacts[new.contact],
                kind=books.membership_types[new.membership_type],
                new=new,
                old=old,
                levels=len(levels),
                endings=[(each, kinds[each.balance.level.benefit_type]) for each in endings],
                currency=self._office.settings.organisation.currency,
            )

        return self._office.desk.read(named)


def _read(call: Call) -> RenewalSlip:
    """What stands in the form.

    Raises:
        MembershipMissing, AmountUnreadable, NumberOutOfRange, TransactionMissing: it isn't whole.
    """
    key, typed = call.one(Field.MEMBERSHIP), call.one(Field.AMOUNT)
    if not key.isdecimal():
        raise MembershipMissing
    amount = decimal_of(typed) if typed else None
    if typed and amount is None:
        raise AmountUnreadable(typed)
    if amount is not None:
        must_fit(amount, Field.AMOUNT)
    transaction, paid_on = call.one(Field.TRANSACTION), date_in(call, Field.PAID_ON)
    if not transaction and (typed or paid_on):
        raise TransactionMissing
    # Each preview is a request of its own: what is changed after going back is another one.
    return RenewalSlip(
        reply_to=read_slip(RenewalSlip, view_of(call).slip).reply_to,
        membership=Key(int(key)),
        membership_type=call.one(Field.RENEWED_AS),
        starts_on=date_in(call, Field.STARTS_ON),
        ends_on=date_in(call, Field.ENDS_ON),
        transaction=transaction,
        transaction_kind=TransactionKind(call.one(Field.TRANSACTION_KIND) or TransactionKind.DUES),
        amount=amount,
        paid_on=paid_on,
    )


def _request(slip: RenewalSlip, user: str) -> RenewRequest:
    assert slip.membership is not None
    paid = Transaction(
        code=slip.transaction,
        kind=slip.transaction_kind,
        amount=slip.amount,
        paid_on=slip.paid_on,
    )
    return RenewRequest(
        membership=slip.membership,
        idempotency_key=request_key(user, slip.nonce),
        membership_type=slip.membership_type or None,
        starts_on=slip.starts_on,
        ends_on=slip.ends_on,
        transaction=paid if slip.transaction else None,
        again=slip.again,
    )
