"""Taking back what was recorded, with a reason."""

from slack_bolt import Ack
from slack_sdk.models.views import View

from bot.calls import Call
from bot.drafts import forms
from bot.latest import latest_about, must_stand, recorded_act
from bot.names import Act, Form
from bot.office import Office
from bot.slack.switchboard import Switchboard
from bot.slips import UndoFrom, UndoSlip, request_key
from bot.typed.words import NotSure, the_named
from bot.views.choosing import which_contact
from bot.views.parts import Message
from bot.views.undoing import (
    acts_about,
    bulk_taken_back,
    latest_acts,
    taken_back,
    undo_form,
)
from core.actor import Action
from core.bulk import recorded_in_bulk_with, void_all
from core.clock import Key
from core.errors import AlreadyVoided, UnknownContact


class Undo:
    """Listens to the Undo buttons and to the form that asks why."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def listen(self, to: Switchboard) -> None:
        """Take the buttons and the form."""
        to.action(Act.LATEST, self.list_own)
        to.action(Act.UNDO, self.ask_why)
        to.action(Act.UNDO_ABOUT, self.choose)
        to.form(Form.UNDO, self.submit)

    def list(self, call: Call, text: str) -> None:
        """Show what the person recorded lately; to a manager who names a contact, what is theirs.

        Raises:
            NotAllowed: a contact is named, and the person may only take back their own.
        """
        if not text:
            self.list_own(call)
            return
        self._office.allowed(call, Action.VOID_ANY)
        contacts = self._office.finder()
        try:
            contact = the_named(text, contacts, "contact")
        except NotSure as unsure:
            message = which_contact(unsure, Act.UNDO_ABOUT)
        else:
            message = self._about(contact.code)
        self._office.answers.tell(call.user, message, reply_to=call.reply_to)

    def choose(self, call: Call) -> None:
        """One of the contacts that may have been meant was pressed."""
        self._office.allowed(call, Action.VOID_ANY)
        told = self._about(call.value)
        self._office.answers.tell(call.user, told, reply_to=call.reply_to, replacing=True)

    def list_own(self, call: Call) -> None:
        """Show what the person recorded lately."""
        self._office.allowed(call, Action.VOID_OWN)
        told = latest_acts(self._office.latest.of(call.user))
        self._office.answers.tell(call.user, told, reply_to=call.reply_to)

    def ask_why(self, call: Call) -> None:
        """Open the form that asks for the reason."""
        self._office.allowed(call, Action.VOID_OWN)
        place, key, contact = [*call.value.split(":", 2), ""][:3]
        slip = UndoSlip(
            key=Key(int(key)), place=UndoFrom(place), contact=contact, reply_to=call.reply_to
        )

        def form() -> View:
            act = recorded_act(self._office.desk, slip.key)
            if slip.place.of_bulk:
                return undo_form(act, slip, self._in_bulk_with(slip.key))
            must_stand(self._office.desk, act)
            return undo_form(act, slip)

        self._office.answers.open(call, form)

    def submit(self, call: Call, ack: Ack) -> None:
        """Take it back, then say so where the button was."""
        actor = self._office.people.actor(call.user)
        slip, reason = forms.read_undo(call)
        key = request_key(call.user, slip.nonce)
        act = recorded_act(self._office.desk, slip.key)
        if slip.place.of_bulk:
            keys = recorded_in_bulk_with(self._office.desk, slip.key)
            void_all(self._office.desk, keys, reason=reason, idempotency_key=key, actor=actor)
            told = bulk_taken_back(act, len(keys), reason)
        else:
            self._office.desk.void(slip.key, reason=reason, idempotency_key=key, actor=actor)
            told = taken_back(act, reason)
        ack()
        if slip.place in {UndoFrom.HOME, UndoFrom.BULK_AT_HOME}:
            # The home is drawn anew after every act, which is answer enough.
            return
        if slip.place is UndoFrom.LIST and slip.contact:
            told = self._about(slip.contact, told)
        elif slip.place in {UndoFrom.LIST, UndoFrom.BULK_IN_LIST}:
            told = latest_acts(self._office.latest.of(call.user), told)
        # A tree shows far more than what was taken back, so it stays where it is.
        replacing = slip.place is not UndoFrom.TREE
        self._office.answers.confirm(call.user, told, reply_to=slip.reply_to, replacing=replacing)

    def _in_bulk_with(self, key: Key) -> int:
        """How many uses of one bulk recording still count.

        Raises:
            AlreadyVoided: none does.
        """
        keys = recorded_in_bulk_with(self._office.desk, key)
        if not keys:
            raise AlreadyVoided
        return len(keys)

    def _about(self, code: str, news: Message | None = None) -> Message:
        contact = self._office.contact(code)
        if contact is None:
            raise UnknownContact(code)
        return acts_about(contact, latest_about(self._office.desk, code), news)
