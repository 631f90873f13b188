"""Recording usage in a form: opened, filled with the contact's benefits, submitted."""

import html
from collections.abc import Callable
from dataclasses import replace

from slack_bolt import Ack
from slack_sdk.models.views import View

from bot.calls import Call
from bot.drafts import forms
from bot.drafts.choices import benefit_choices, holders
from bot.drafts.forms import UsageDraft
from bot.intents.approve import ApproveOverage
from bot.names import Act, Field, Form, Shortcut
from bot.office import Office
from bot.receipts import receipt_of
from bot.slack.switchboard import Switchboard
from bot.slips import UsageSlip
from bot.views.approval import can_ask, waiting, waiting_in_form
from bot.views.receipt import recorded_before, usage_recorded, usage_recorded_in_form
from bot.views.sentences import recording as said
from bot.views.usage_form import (
    UsageFormContent,
    recorded_twice,
    usage_form,
    who_acted,
)
from core.actor import Action, Actor
from core.clock import Key
from core.errors import LooksRecordedTwice, OverageUnconfirmed
from core.recording import TEXT_LIMIT


class RecordUsage:
    """Listens to everything that opens, changes or submits the form."""

    def __init__(self, office: Office, approve: ApproveOverage) -> None:
        self._office = office
        self._approve = approve

    def listen(self, to: Switchboard) -> None:
        """Take the shortcuts, the Record buttons and the form."""
        to.shortcut(Shortcut.RECORD, self.open)
        to.shortcut(Shortcut.RECORD_FROM_MESSAGE, self.open_from_message)
        to.action(Act.RECORD, self.open_by_button)
        to.action(Field.CONTACT, self.choose_contact)
        to.form(Form.RECORD, self.submit)

    def open_from_message(self, call: Call) -> None:
        """A message's menu: its text becomes the description."""
        text = " ".join(html.unescape(call.message).split())
        self.open(call, lambda: UsageDraft(description=text[:TEXT_LIMIT]))

    def open_by_button(self, call: Call) -> None:
        """A Record button: of the panel, or of one line of a contact's benefits."""
        self.open(call, lambda: self._draft_of_line(call.value))

    def open(self, call: Call, drafted: Callable[[], UsageDraft] = UsageDraft) -> None:
        """Open the form, dated today where the person is."""
        actor = self._office.allowed(call, Action.RECORD)

        def form() -> View:
            draft = drafted()
            slip = replace(draft.slip, reply_to=call.reply_to)
            dated = replace(draft, used_on=self._office.desk.today(actor), slip=slip)
            return usage_form(dated, self._content(dated, actor))

        self._office.answers.open(call, form)

    def choose_contact(self, call: Call) -> None:
        """Show the benefits of the contact that was chosen, and keep what was typed."""
        actor = self._office.allowed(call, Action.RECORD)
        draft = replace(forms.read_usage(call), benefit_type="", holder="")
        self._office.answers.change(call, usage_form(draft, self._content(draft, actor)))

    def submit(self, call: Call, ack: Ack) -> None:
        """Record, then confirm. A question is asked in the form; an error goes under its field."""
        actor = self._office.people.actor(call.user)
        draft = forms.read_usage(call)
        request = draft.request(call.user)
        meant = draft.slip.over == draft.sameness
        approver = actor if meant and actor.may(Action.CONFIRM_OVERAGE) else None
        try:
            usage = self._office.desk.record(request, actor=actor, approver=approver)
        except LooksRecordedTwice as twice:
            question = self._question(twice, draft, actor)
            content = self._content(draft, actor, question)
            ack(response_action="update", view=usage_form(draft.asked_about(), content))
        except OverageUnconfirmed as over:
            if meant:
                self._ask_managers(call, ack, draft, actor, over)
                return
            content = self._content(draft, actor, *can_ask(over.shortage, actor))
            ack(response_action="update", view=usage_form(draft.told_over(), content))
        else:
            receipt = receipt_of(self._office.desk, usage)
            ack(response_action="update", view=usage_recorded_in_form(receipt))
            told = (recorded_before if receipt.repeated else usage_recorded)(receipt)
            self._office.answers.confirm(call.user, told, reply_to=draft.slip.reply_to)

    def _ask_managers(
        self, call: Call, ack: Ack, draft: UsageDraft, actor: Actor, over: OverageUnconfirmed
    ) -> None:
        request = replace(
            draft.request(call.user), used_on=draft.used_on or self._office.desk.today(actor)
        )
        post = self._approve.ask(request, actor, over.shortage)
        asked = self._approve.asked(request, actor)
        ack(response_action="update", view=waiting_in_form(asked))
        self._office.answers.confirm(call.user, waiting(asked), reply_to=draft.slip.reply_to)
        post()

    def _content(
        self, draft: UsageDraft, actor: Actor, question: str = "", submit: str = said.RECORD_AGAIN
    ) -> UsageFormContent:
        desk = self._office.desk
        contact = self._office.contact(draft.contact)
        if contact is None:
            return UsageFormContent(question=question, submit=submit)
        today = desk.today(actor)
        return UsageFormContent(
            contact=contact,
            organisation=self._office.contact(contact.affiliated_to or ""),
            choices=desk.read(lambda books: benefit_choices(books, contact, today)),
            holders=desk.read(lambda books: holders(books, contact)),
            question=question,
            submit=submit,
        )

    def _question(self, twice: LooksRecordedTwice, draft: UsageDraft, actor: Actor) -> str:
        when = f"at {twice.at.astimezone(actor.zone):%H:%M on %d %b %Y}"
        used_on = draft.used_on or self._office.desk.today(actor)
        return recorded_twice(who_acted(twice.actor), when, used_on)

    def _draft_of_line(self, value: str) -> UsageDraft:
        """The draft that a Record button of one line means: its benefit, drawn on that level.

        A button that stands for no line has nothing to say; the form is empty then.
        """
        key, _, contact = value.partition(":")
        if not key.isdecimal():
            return UsageDraft()
        level = self._office.desk.read(lambda books: books.levels.get(Key(int(key))))
        if level is None:
            return UsageDraft()
        meant = (level.contact, level.benefit_type)
        return UsageDraft(
            contact=level.contact,
            benefit_type=level.benefit_type,
            holder="" if contact == level.contact else contact,
            slip=UsageSlip(level=level.key, meant=meant),
        )
