"""Turning the pages of a form in which benefits are chosen, to enroll somebody or to renew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from slack_bolt import Ack
from slack_sdk.models.views import View

from bot.calls import Call
from bot.drafts.benefits import (
    BenefitsDraft,
    OfferLine,
    errors_of,
    is_last,
    keep_draft,
    kept_draft,
    next_page,
    offered_lines,
    read_page,
)
from bot.drafts.forms import view_of
from bot.office import Office
from bot.slips import BenefitsSlip, MembershipSlip, RenewalSlip, read_slip
from core.books import Books
from core.custom import CustomField

S = TypeVar("S", MembershipSlip, RenewalSlip)


@dataclass(frozen=True, slots=True)
class Page(Generic[S]):
    """A page as it was sent: its form's slip, and what is chosen so far, this page included."""

    slip: S
    draft: BenefitsDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitPages(Generic[S]):
    """The pages of one kind of form, whose slips are `slips`.

    `membership_type` tells by a slip what type's benefits are on offer, `shown` draws a page, and
    `has_fields` says whether custom fields stand in it.
    """

    office: Office
    slips: type[S]
    membership_type: Callable[[Books, S], str]
    shown: Callable[[Call, S, BenefitsDraft], View]
    has_fields: bool

    @property
    def fields(self) -> Mapping[str, CustomField]:
        """The custom fields that stand in a page."""
        return self.office.desk.policy.custom_fields if self.has_fields else {}

    def lines(self, slip: S) -> Sequence[OfferLine]:
        """The lines that are on offer, of all pages."""
        return self.office.desk.read(
            lambda books: offered_lines(books, self.membership_type(books, slip))
        )

    def read(self, call: Call) -> Page[S]:
        """What stands in the page that is shown.

        Raises:
            FormOutOfDate: other lines are offered by now, or what was chosen was cleared away.
            NumberUnreadable, NumberOutOfRange: what stands in a number's field can't be one.
        """
        slip: S = read_slip(self.slips, view_of(call).slip)
        before = kept_draft(self.office.desk, call.user, slip.benefits, BenefitsDraft())
        return Page(slip, read_page(call, before, self.lines(slip), slip.benefits, self.fields))

    def keep(self, call: Call, slip: S, draft: BenefitsDraft, to: BenefitsSlip) -> S:
        """Keep what is chosen for the step after this; gives the slip that leads there."""
        return replace(slip, benefits=keep_draft(self.office.desk, call.user, draft, to))

    def turn(self, call: Call, slip: S, draft: BenefitsDraft, to: BenefitsSlip) -> None:
        """Show another page, or other fields, in place of this one."""
        slip = self.keep(call, slip, draft, to)
        self.office.answers.change(call, self.shown(call, slip, draft))

    def back(self, call: Call) -> None:
        """Show the page before; keep what was typed on this one."""
        page = self.read(call)
        before = max(0, page.slip.benefits.page - 1)
        to = replace(page.slip.benefits, page=before, fields_of="")
        self.turn(call, page.slip, page.draft, to)

    def submitted(self, call: Call, ack: Ack) -> Page[S] | None:
        """The last page, where that is the one that was sent and nothing in it is wrong.

        Else the submit is answered: with what is wrong under its field, or with the next page.
        """
        page = self.read(call)
        slip, draft, lines = page.slip, page.draft, self.lines(page.slip)
        errors = self.office.desk.read(
            lambda books: errors_of(books, draft, lines, slip.benefits, self.fields)
        )
        if errors:
            ack(response_action="errors", errors=errors)
            return None
        if not is_last(lines, slip.benefits.page):
            slip = self.keep(call, slip, draft, next_page(slip.benefits))
            ack(response_action="update", view=self.shown(call, slip, draft))
            return None
        return page
