"""Enrolling: the membership in one form, its benefits in the next, all made in one step."""

from collections.abc import Iterable
from dataclasses import replace

from slack_bolt import Ack
from slack_sdk.models.views import View

from bot import forms
from bot.calls import Call
from bot.forms import BenefitAnswers
from bot.meaning import contact_meant
from bot.names import PART, Act, Field, Form
from bot.office import Office
from bot.slips import MembershipSlip
from bot.switchboard import Switchboard
from bot.views.membership_form import (
    EnrolledBenefit,
    OfferLine,
    about_membership,
    benefits_form,
    enrolled,
    enrolled_in_form,
    enrolled_twice,
    membership_form,
)
from bot.views.parts import Message
from bot.views.sentences import enrolling as said
from core.actor import Action
from core.books import Books
from core.catalogue import MembershipBenefit
from core.clock import KeyMaker
from core.desk import Enrolment
from core.enrolling import EnrolRequest, enrolled_already, enrolment, offer
from core.errors import BenefitError
from core.membership import Membership


class NumberWithoutTick(BenefitError):
    """A number for an optional benefit that isn't ticked."""

    def __init__(self, code: str) -> None:
        super().__init__(said.NUMBER_WITHOUT_TICK.format(code=code))


class EnrollMember:
    """Listens to what opens the first form, and to the submits of both."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def listen(self, to: Switchboard) -> None:
        """Take the panel's button, the choice of a type, and the two forms."""
        to.action(Act.ENROLL, lambda call: self.open(call, ""))
        to.action(Field.MEMBERSHIP_TYPE, self.choose_type)
        to.form(Form.ENROLL, self.submit_membership)
        to.form(Form.ENROLL_BENEFITS, self.submit_benefits)

    def open(self, call: Call, text: str) -> None:
        """Open the first form, for the contact that is named, starting today where one is."""
        actor = self._office.allowed(call, Action.ENROLL)
        code = contact_meant(self._office, call, text, "enroll")
        if code is None:
            return
        today = self._office.desk.today(actor)
        slip = MembershipSlip(reply_to=call.reply_to, starts_on=today)
        self._office.answers.open(
            call, lambda: membership_form(slip, self._office.contact(code), None)
        )

    def choose_type(self, call: Call) -> None:
        """Ask for the end where the type that was chosen has no term; keep what was typed."""
        self._office.allowed(call, Action.ENROLL)
        slip = forms.membership_so_far(call)
        contact = self._office.contact(slip.contact)
        kind = self._office.desk.read(
            lambda books: books.membership_types.get(slip.membership_type)
        )
        self._office.answers.change(call, membership_form(slip, contact, kind))

    def submit_membership(self, call: Call, ack: Ack) -> None:
        """See that this membership could be made; then ask for its benefits."""
        self._office.allowed(call, Action.ENROLL)
        slip = forms.read_membership(call)
        request = forms.enrolment_request(slip, call.user)
        membership = self._try(request)

        def form(books: Books) -> View:
            offered = offer(books, slip.membership_type)
            return benefits_form(
                slip,
                _about(books, membership),
                _lines(books, offered.standard),
                _lines(books, offered.optional),
                question=_twin(books, membership),
            )

        ack(response_action="push", view=self._office.desk.read(form))

    def submit_benefits(self, call: Call, ack: Ack) -> None:
        """Make the membership and its levels, then confirm; errors go under their numbers."""
        actor = self._office.allowed(call, Action.ENROLL)
        slip, answers = forms.read_benefits(call)
        request = self._request(slip, answers, call.user)
        if errors := self._number_errors(request, call):
            ack(response_action="errors", errors=errors)
            return
        message = self._told(self._office.desk.enroll(request, actor=actor))
        ack(response_action="update", view=enrolled_in_form(message))
        self._office.answers.confirm(call.user, message, reply_to=slip.reply_to)

    def _request(self, slip: MembershipSlip, answers: BenefitAnswers, user: str) -> EnrolRequest:
        offered = self._office.desk.read(lambda books: offer(books, slip.membership_type))
        standard = {line.code for line in offered.standard}
        return forms.enrolment_request(
            slip,
            user,
            declined=frozenset(standard - answers.accepted),
            optional=answers.optional,
            numbers=answers.numbers,
        )

    def _number_errors(self, request: EnrolRequest, call: Call) -> dict[str, str]:
        """What is wrong with each number, tried by itself, under its own field."""
        assert call.view is not None
        errors: dict[str, str] = {}
        for code, number in request.numbers.items():
            block = f"{Field.NUMBER}{PART}{code}"
            try:
                self._try(replace(request, numbers={code: number}))
                self._must_be_ticked(request, code)
            except BenefitError as error:
                place = block if block in call.view.inputs else str(Field.NUMBERS)
                errors[place] = f"{errors[place]} {error}" if place in errors else str(error)
        return errors

    def _must_be_ticked(self, request: EnrolRequest, code: str) -> None:
        """Raise `NumberWithoutTick` for the number of an optional benefit that isn't added."""
        offered = self._office.desk.read(lambda books: offer(books, request.membership_type))
        optional = {line.code for line in offered.optional}
        if code in optional - request.optional:
            raise NumberWithoutTick(code)

    def _try(self, request: EnrolRequest) -> Membership:
        """The membership that the request would make; nothing is written."""
        return self._office.desk.read(lambda books: enrolment(books, KeyMaker(), request)[0])

    def _told(self, made: Enrolment) -> Message:
        def told(books: Books) -> Message:
            benefits = [
                EnrolledBenefit(
                    line=books.membership_benefits[level.membership_benefit],
                    benefit=books.benefit_types[level.benefit_type],
                    number=level.number,
                    accepted=level.accepted,
                )
                for level in made.levels
            ]
            return enrolled(_about(books, made.membership), benefits, repeated=made.repeated)

        return self._office.desk.read(told)


def _about(books: Books, membership: Membership) -> str:
    return about_membership(
        books.contacts[membership.contact],
        books.membership_types[membership.membership_type],
        membership.starts_on,
        membership.ends_on,
    )


def _twin(books: Books, membership: Membership) -> str:
    """What the same contact is already, or nothing."""
    twin = enrolled_already(books, membership)
    return enrolled_twice(_about(books, twin)) if twin else ""


def _lines(books: Books, lines: Iterable[MembershipBenefit]) -> list[OfferLine]:
    return [OfferLine(line, books.benefit_types[line.benefit_type]) for line in lines]
