"""Renewing a membership: a form, a dry run that tells what is lost, and then the act."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from slack_bolt import Ack
from slack_sdk.models.views import View

from bot.calls import Call
from bot.drafts.benefits import BenefitsDraft, digest_of, kept_draft
from bot.drafts.forms import view_of
from bot.drafts.opening import open_about
from bot.drafts.pages import BenefitPages
from bot.drafts.renewals import read_renewal, renewal_request, renewed_type, so_far
from bot.names import Act, Field, Form
from bot.office import Office
from bot.slack.switchboard import Switchboard
from bot.slips import RenewalSlip, new_nonce, read_slip, written
from bot.views.benefits_form import RENEWING, BenefitsContent, benefits_form
from bot.views.parts import Message
from bot.views.renewal import (
    RenewalContent,
    RenewalTold,
    renewal_form,
    renewal_preview,
    renewed,
    renewed_in_form,
)
from bot.views.sentences import dates
from bot.views.sentences import renewing as said
from core.actor import Action, Actor
from core.books import Books
from core.desk import Renewal
from core.errors import BenefitError, LooksEnrolledTwice
from core.level import BenefitLevel
from core.membership import Membership
from core.renewing import RENEW, Ending, NotBegunYet, RenewRequest


class RenewedAlready(NotBegunYet):
    """The membership that would be renewed is itself the renewal, and lies in the future."""

    def __init__(self, name: str, new: Membership) -> None:
        term = dates(new.starts_on, new.ends_on)
        BenefitError.__init__(self, said.RENEWED_ALREADY.format(name=name, term=term))


class RenewMembership:
    """Listens to what opens the form, to its choices, and to the submits of all its steps."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._pages = BenefitPages(
            office=office,
            slips=RenewalSlip,
            membership_type=renewed_type,
            shown=self._benefits,
            has_fields=False,
        )

    def listen(self, to: Switchboard) -> None:
        """Take the button, the choice and the forms."""
        to.action(Act.RENEW, lambda call: self.open(call, ""))
        to.action(Field.RENEWS, self.choose)
        to.action(Act.RENEW_CHOOSE, self.choose_benefits)
        to.action(Act.RENEW_BACK, self.page_back)
        to.form(Form.RENEW, self.preview)
        to.form(Form.RENEW_BENEFITS, self.submit_benefits)
        to.form(Form.RENEW_PREVIEW, self.renew)

    def open(self, call: Call, text: str) -> None:
        """Open the form, for the contact that is named or for none."""
        self._allowed(call)

        def form(code: str, _: Actor) -> View:
            return self._form(RenewalSlip(reply_to=call.reply_to), code)

        open_about(self._office, call, text, form, subcommand="renew", action=Action.ENROLL)

    def choose(self, call: Call) -> None:
        """Show the memberships of the contact that was chosen."""
        self._allowed(call)
        slip = read_slip(RenewalSlip, view_of(call).slip)
        self._office.answers.change(call, self._form(slip, call.one(Field.RENEWS)))

    def preview(self, call: Call, ack: Ack) -> None:
        """Show what would be made, roll over and be lost; nothing is written."""
        actor = self._allowed(call)
        slip = read_renewal(call)
        self._office.answers.push(ack, lambda: self._preview(slip, call.user, actor))

    def choose_benefits(self, call: Call) -> None:
        """Show what is declined and added so far, in a form that changes it."""
        self._allowed(call)
        slip, desk = read_slip(RenewalSlip, view_of(call).slip), self._office.desk
        so_far_chosen = desk.read(lambda books: so_far(books, slip))
        draft = kept_draft(desk, call.user, slip.benefits, so_far_chosen)
        self._pages.turn(call, slip, draft, replace(slip.benefits, page=0))

    def page_back(self, call: Call) -> None:
        """Show the page before; keep what was typed on this one."""
        self._allowed(call)
        self._pages.back(call)

    def submit_benefits(self, call: Call, ack: Ack) -> None:
        """Show the next page, or the preview with what was chosen; errors go under their fields."""
        actor = self._allowed(call)
        if (page := self._pages.submitted(call, ack)) is None:
            return
        kept = self._pages.keep(call, page.slip, page.draft, page.slip.benefits)
        again = replace(kept, nonce=new_nonce(), again=False)
        ack(response_action="update", view=self._preview(again, call.user, actor))

    def renew(self, call: Call, ack: Ack) -> None:
        """Renew, then say what became of what was left."""
        actor, desk = self._office.people.actor(call.user), self._office.desk
        slip = read_slip(RenewalSlip, view_of(call).slip)
        request = renewal_request(desk, slip, call.user)
        try:
            made = desk.renew(request, actor=actor)
        except LooksEnrolledTwice:
            ack(response_action="update", view=self._preview(slip, call.user, actor))
            return
        message = self._told(made, request, actor)
        ack(response_action="update", view=renewed_in_form(message))
        self._office.answers.confirm(call.user, message, reply_to=slip.reply_to)

    def _allowed(self, call: Call) -> Actor:
        return self._office.allowed(call, Action.ENROLL, RENEW)

    def _benefits(self, _: Call, slip: RenewalSlip, draft: BenefitsDraft) -> View:
        lines = self._pages.lines(slip)
        slip = replace(slip, benefits=replace(slip.benefits, offered=digest_of(lines)))
        place = slip.benefits
        content = BenefitsContent(title=said.CHOOSE, lines=lines, draft=draft, place=place)
        return benefits_form(written(slip), content, RENEWING)

    def _form(self, slip: RenewalSlip, code: str) -> View:
        def form(books: Books) -> View:
            theirs = sorted(books.memberships_of(code), key=lambda each: each.ends_on, reverse=True)
            named = [(each, books.membership_types[each.membership_type].name) for each in theirs]
            return renewal_form(slip, RenewalContent(books.contacts.get(code), named))

        return self._office.desk.read(form)

    def _preview(self, slip: RenewalSlip, user: str, actor: Actor) -> View:
        desk, question = self._office.desk, ""
        try:
            plan = desk.plan_renewal(renewal_request(desk, slip, user), actor=actor)
        except NotBegunYet as early:
            if renewed_already := desk.read(lambda books: _renewed_already(books, slip)):
                raise renewed_already from early
            raise
        except LooksEnrolledTwice as twice:
            question, slip = str(twice), replace(slip, again=True)
            plan = desk.plan_renewal(renewal_request(desk, slip, user), actor=actor)
        told = self._in_names(plan.membership, plan.old, plan.levels, plan.endings, actor)
        return renewal_preview(slip, told, question)

    def _told(self, made: Renewal, request: RenewRequest, actor: Actor) -> Message:
        new = made.enrolment
        old = self._office.desk.read(lambda books: books.memberships[request.membership])
        told = self._in_names(new.membership, old, new.levels, made.endings, actor)
        return renewed(told, repeated=new.repeated)

    def _in_names(
        self,
        new: Membership,
        old: Membership,
        levels: Sequence[BenefitLevel],
        endings: Sequence[Ending],
        actor: Actor,
    ) -> RenewalTold:
        today = self._office.desk.today(actor)

        def named(books: Books) -> RenewalTold:
            kinds = books.benefit_types
            return RenewalTold(
                contact=books.contacts[new.contact],
                kind=books.membership_types[new.membership_type],
                new=new,
                old=old,
                levels=sum(level.accepted for level in levels),
                declined=[kinds[each.benefit_type].name for each in levels if not each.accepted],
                added=[
                    kinds[each.benefit_type].name
                    for each in levels
                    if each.accepted and not each.standard
                ],
                endings=[(each, kinds[each.balance.level.benefit_type]) for each in endings],
                currency=self._office.settings.organisation.currency,
                today=today,
            )

        return self._office.desk.read(named)


def _renewed_already(books: Books, slip: RenewalSlip) -> RenewedAlready | None:
    """The refusal of a membership that follows another one of the contact's without a gap."""
    assert slip.membership is not None
    new = books.memberships[slip.membership]
    ends = {each.ends_on for each in books.memberships_of(new.contact)}
    if new.starts_on - timedelta(days=1) not in ends:
        return None
    return RenewedAlready(books.contacts[new.contact].name, new)
