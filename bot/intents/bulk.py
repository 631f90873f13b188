"""Recording one use for many: a form, a preview of who would be refused, then all that can."""

from dataclasses import replace

from slack_bolt import Ack
from slack_sdk.models.views import View

from bot.calls import Call
from bot.drafts.bulk import keep_request, kept_request, read_bulk
from bot.drafts.forms import view_of
from bot.drafts.opening import open_about
from bot.meaning import benefit_meant
from bot.names import Act, Form
from bot.office import Office
from bot.slack.switchboard import Switchboard
from bot.slips import BulkSlip, read_slip, request_key
from bot.views.bulk_forms import (
    BulkContent,
    bulk_form,
    bulk_preview,
    bulk_recorded,
    bulk_recorded_in_form,
)
from core.actor import Action, Actor
from core.books import Books
from core.bulk import BulkOutcome, BulkRequest, SomeRefused, preview_bulk, record_bulk


class RecordForMany:
    """Listens to what opens the form, and to the submits of form and preview."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def listen(self, to: Switchboard) -> None:
        """Take the button and the forms."""
        to.action(Act.BULK, lambda call: self.open(call, ""))
        to.form(Form.BULK, self.preview)
        to.form(Form.BULK_PREVIEW, self.record)

    def open(self, call: Call, text: str) -> None:
        """Open the form, for the benefit that is named or for none."""

        def form(code: str, actor: Actor) -> View:
            desk = self._office.desk
            benefit = desk.read(lambda books: books.benefit_types.get(code))
            return bulk_form(BulkSlip(reply_to=call.reply_to), desk.today(actor), benefit)

        open_about(
            self._office,
            call,
            text,
            form,
            subcommand="bulk",
            action=Action.RECORD,
            meant=benefit_meant,
        )

    def preview(self, call: Call, ack: Ack) -> None:
        """Show who would be recorded and who refused; nothing is written but what is asked."""
        actor = self._office.allowed(call, Action.RECORD)
        draft, desk = read_bulk(call), self._office.desk
        # Each preview is a request of its own: what is changed after going back is another one.
        slip = BulkSlip(reply_to=draft.slip.reply_to)
        key = request_key(call.user, slip.nonce)

        def shown() -> View:
            request = draft.request(desk, key, desk.today(actor))
            outcome = preview_bulk(desk, request, actor=actor)
            keep_request(desk, request)
            return self._preview(slip, request, outcome, actor)

        self._office.answers.push(ack, shown)

    def record(self, call: Call, ack: Ack) -> None:
        """Record for all, or for those that can be; who can't be any more is previewed anew."""
        actor = self._office.allowed(call, Action.RECORD)
        slip, desk = read_slip(BulkSlip, view_of(call).slip), self._office.desk
        request = kept_request(desk, slip.request)
        try:
            outcome = record_bulk(desk, request, actor=actor, those_that_can=slip.those_that_can)
        except SomeRefused as some:
            outcome = some.outcome
        if (outcome.refused and not slip.those_that_can) or not outcome.recorded:
            ack(response_action="update", view=self._preview(slip, request, outcome, actor))
            return
        repeated = all(usage.repeated for usage in outcome.recorded)
        message = bulk_recorded(self._content(request, outcome, actor), repeated=repeated)
        ack(response_action="update", view=bulk_recorded_in_form(message))
        self._office.answers.confirm(call.user, message, reply_to=slip.reply_to)

    def _preview(
        self, slip: BulkSlip, request: BulkRequest, outcome: BulkOutcome, actor: Actor
    ) -> View:
        some = bool(outcome.refused)
        slip = replace(slip, request=request.idempotency_key, those_that_can=some)
        return bulk_preview(slip, self._content(request, outcome, actor))

    def _content(self, request: BulkRequest, outcome: BulkOutcome, actor: Actor) -> BulkContent:
        def content(books: Books) -> BulkContent:
            known = books.contacts
            return BulkContent(
                request=request,
                benefit=books.benefit_types[request.benefit_type],
                outcome=outcome,
                names={code: known[code].name for code in request.contacts if code in known},
                zone=actor.zone,
            )

        return self._office.desk.read(content)
