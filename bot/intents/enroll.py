"""Enrolling: the membership in one form, its benefits in the next, all made in one step."""

from dataclasses import replace

from slack_bolt import Ack
from slack_sdk.models.views import View

from bot.calls import Call
from bot.drafts import forms
from bot.drafts.benefits import BenefitsDraft, digest_of
from bot.drafts.opening import open_about
from bot.drafts.pages import BenefitPages
from bot.names import Act, Field, Form
from bot.office import Office
from bot.slack.switchboard import Switchboard
from bot.slips import BenefitsSlip, MembershipSlip, written
from bot.views.benefits_form import (
    ENROLLING,
    ENROLLING_AGAIN,
    BenefitsContent,
    benefits_form,
    chosen_line,
)
from bot.views.membership_form import (
    EnrolledBenefit,
    about_membership,
    enrolled,
    enrolled_in_form,
    membership_form,
)
from bot.views.parts import Message
from core.actor import Action, Actor
from core.books import Books
from core.clock import KeyMaker
from core.desk import Enrolment
from core.enrolling import EnrolRequest, enrolment
from core.errors import LooksEnrolledTwice
from core.membership import Membership


class EnrollMember:
    """Listens to what opens the first form, to choices in both, and to their submits."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._pages = BenefitPages(
            office=office,
            slips=MembershipSlip,
            membership_type=lambda _, slip: slip.membership_type,
            shown=self._benefits,
            has_fields=True,
        )

    def listen(self, to: Switchboard) -> None:
        """Take the panel's button, the choice of a type, and the two forms."""
        to.action(Act.ENROLL, lambda call: self.open(call, ""))
        to.action(Field.MEMBERSHIP_TYPE, self.choose_type)
        to.action(Field.FIELDS_OF, self.choose_fields)
        to.action(Act.ENROLL_BACK, self.page_back)
        to.form(Form.ENROLL, self.submit_membership)
        to.form(Form.ENROLL_BENEFITS, self.submit_benefits)

    def open(self, call: Call, text: str) -> None:
        """Open the first form, for the contact that is named, starting today where one is."""

        def form(code: str, actor: Actor) -> View:
            today = self._office.desk.today(actor)
            slip = MembershipSlip(reply_to=call.reply_to, starts_on=today)
            return membership_form(slip, self._office.contact(code), None)

        open_about(self._office, call, text, form, subcommand="enroll", action=Action.ENROLL)

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
        slip = replace(forms.read_membership(call), benefits=BenefitsSlip())
        ack(response_action="push", view=self._benefits(call, slip, BenefitsDraft()))

    def choose_fields(self, call: Call) -> None:
        """Show the custom fields of the benefit that was chosen; keep what was typed."""
        self._office.allowed(call, Action.ENROLL)
        page = self._pages.read(call)
        chosen = chosen_line(call.one(Field.FIELDS_OF))
        to = replace(page.slip.benefits, fields_of=chosen)
        self._pages.turn(call, page.slip, page.draft, to)

    def page_back(self, call: Call) -> None:
        """Show the page before; keep what was typed on this one."""
        self._office.allowed(call, Action.ENROLL)
        self._pages.back(call)

    def submit_benefits(self, call: Call, ack: Ack) -> None:
        """Show the next page, or make the membership and confirm; errors go under their fields."""
        actor = self._office.allowed(call, Action.ENROLL)
        if (page := self._pages.submitted(call, ack)) is None:
            return
        slip, draft = page.slip, page.draft
        request = _with_choices(forms.enrolment_request(slip, call.user), draft)
        try:
            message = self._told(self._office.desk.enroll(request, actor=actor))
        except LooksEnrolledTwice:
            slip = self._pages.keep(call, slip, draft, slip.benefits)
            ack(response_action="update", view=self._benefits(call, slip, draft))
            return
        ack(response_action="update", view=enrolled_in_form(message))
        self._office.answers.confirm(call.user, message, reply_to=slip.reply_to)

    def _benefits(self, call: Call, slip: MembershipSlip, draft: BenefitsDraft) -> View:
        request = forms.enrolment_request(slip, call.user)
        membership, lines = self._try(replace(request, again=True)), self._pages.lines(slip)
        question = self._question(replace(request, again=False))
        slip = replace(
            slip,
            again=bool(question),
            benefits=replace(slip.benefits, offered=digest_of(lines)),
        )

        def form(books: Books) -> View:
            content = BenefitsContent(
                title=_about(books, membership),
                question=question,
                lines=lines,
                draft=draft,
                place=slip.benefits,
                fields=self._office.desk.policy.custom_fields,
            )
            labels = ENROLLING_AGAIN if content.question else ENROLLING
            return benefits_form(written(slip), content, labels)

        return self._office.desk.read(form)

    def _try(self, request: EnrolRequest) -> Membership:
        """The membership that the request would make; nothing is written."""
        return self._office.desk.read(
            lambda books: enrolment(books, KeyMaker(), request, fields={})[0]
        )

    def _question(self, request: EnrolRequest) -> str:
        """What is asked before a second membership is made; blank where there is no other one."""
        try:
            self._try(request)
        except LooksEnrolledTwice as twice:
            return str(twice)
        return ""

    def _told(self, made: Enrolment) -> Message:
        here = self._office.settings.organisation

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
            title, currency = _about(books, made.membership), here.currency
            return enrolled(title, made.membership, benefits, currency, repeated=made.repeated)

        return self._office.desk.read(told)


def _about(books: Books, membership: Membership) -> str:
    return about_membership(
        books.contacts[membership.contact],
        books.membership_types[membership.membership_type],
        membership.starts_on,
        membership.ends_on,
    )


def _with_choices(request: EnrolRequest, draft: BenefitsDraft) -> EnrolRequest:
    return replace(
        request,
        declined=draft.declined,
        optional=draft.optional,
        numbers=draft.numbers,
        custom=draft.custom,
        custom_of=draft.custom_of,
    )
