"""Recording usage by typing it all: /benefit-use Acme "conference room" 2 yesterday Meeting."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.calls import Call
from bot.forms import must_fit
from bot.intents.approve import ApproveOverage
from bot.intents.record import RecordUsage
from bot.names import Act, Command, Field
from bot.office import Office
from bot.receipts import receipt_of
from bot.slips import request_key
from bot.switchboard import Switchboard
from bot.typed import (
    NothingNamed,
    NotSure,
    QuantityFirst,
    Word,
    as_code,
    leading_name,
    named_by_more,
    parts_of,
    text_of,
    words_of,
)
from bot.typed_rest import rest_of
from bot.views.approval import can_ask, waiting
from bot.views.choosing import ask_about_overage, did_you_mean, record_again
from bot.views.receipt import recorded_before, usage_recorded
from bot.views.usage_form import recorded_twice, who_acted
from core.actor import Action, Actor
from core.books import Books
from core.catalogue import BenefitType
from core.contact import Contact
from core.errors import LooksRecordedTwice, OverageUnconfirmed
from core.recording import UsageRequest, levels_serving
from core.search import Finder

_NUMBER_FIRST: Final = re.compile(r"(\d+(?:\.\d+)?)[x×]?")


@dataclass(frozen=True, slots=True)
class Meant:
    """What is meant though it looks wrong: the same usage again, more than is left."""

    again: bool = False
    over: bool = False


class RecordTyped:
    """Listens to /benefit-use and to the buttons of the questions that it asks."""

    def __init__(self, office: Office, form: RecordUsage, approve: ApproveOverage) -> None:
        self._office = office
        self._form = form
        self._approve = approve

    def listen(self, to: Switchboard) -> None:
        """Take the command and the buttons."""
        to.command(Command.USE, self.command)
        to.action(Act.RECORD_TYPED, self.answer_question)

    def command(self, call: Call) -> None:
        """/benefit-use: the form, or all of it at once."""
        self.record(call, call.text)

    def record(self, call: Call, text: str) -> None:
        """Record what was typed; nothing typed opens the form."""
        if not text:
            self._form.open(call)
            return
        # A trigger belongs to one press of the return key, however often Slack delivers it.
        self._record(call, text, request_key(call.user, call.trigger), Meant())

    def answer_question(self, call: Call) -> None:
        """A button of a question; it carries the corrected text, and what is meant all the same."""
        meant = json.loads(call.value)
        said = Meant(again=meant["again"], over=meant.get("over", False))
        self._record(call, meant["text"], meant["key"], said, replacing=True)

    def _record(
        self, call: Call, text: str, key: str, meant: Meant, *, replacing: bool = False
    ) -> None:
        actor = self._office.allowed(call, Action.RECORD)
        approver = actor if meant.over and actor.may(Action.CONFIRM_OVERAGE) else None
        post: Callable[[], None] | None = None
        try:
            request = self._request(words_of(text), actor, key, again=meant.again)
            usage = self._office.desk.record(request, actor=actor, approver=approver)
        except NotSure as unsure:
            message = did_you_mean(unsure, key)
        except LooksRecordedTwice as twice:
            when = f"at {twice.at.astimezone(actor.zone):%H:%M on %d %b %Y}"
            used_on = request.used_on or self._office.desk.today(actor)
            message = record_again(recorded_twice(who_acted(twice.actor), when, used_on), text, key)
        except OverageUnconfirmed as over:
            if meant.over:
                today = self._office.desk.today(actor)
                request = replace(request, used_on=request.used_on or today)
                post = self._approve.ask(request, actor, over.shortage)
                message = waiting(self._approve.asked(request, actor))
            else:
                message = ask_about_overage(can_ask(over, actor), text, key, again=meant.again)
        else:
            receipt = receipt_of(self._office.desk, usage)
            # In a question's place stands the first confirmation, whose Undo has to stay.
            short = receipt.repeated and not replacing
            message = (recorded_before if short else usage_recorded)(receipt)
        self._office.answers.confirm(
            call.user, message, reply_to=call.reply_to, replacing=replacing
        )
        if post:
            post()

    def _request(
        self, words: Sequence[Word], actor: Actor, key: str, *, again: bool
    ) -> UsageRequest:
        contact, benefit, words, after = self._named(words)
        read = words[: len(words) - len(after)]
        # Behind a code in quotes, as a suggestion has it, no more of the name is to come.
        unread = set[str]() if as_code(benefit) in read else _parts_unread(benefit, read)
        rest = rest_of(after, self._office.desk.today(actor), unit=benefit.unit, unread=unread)
        must_fit(rest.quantity, Field.QUANTITY)
        return UsageRequest(
            contact=contact.code,
            benefit_type=benefit.code,
            idempotency_key=key,
            used_on=rest.used_on,
            quantity=rest.quantity,
            description=rest.description,
            again=again,
        )

    def _named(
        self, words: Sequence[Word]
    ) -> tuple[Contact, BenefitType, Sequence[Word], Sequence[Word]]:
        """Whose benefit is named, which one, the words from its name on, and those behind it.

        A longer name counts where the words behind the shorter one name no benefit.
        """
        finder = self._office.finder()
        contact, behind = leading_name(words, finder, "contact")
        try:
            benefit, after = self._benefit(contact, behind)
        except NotSure:
            longer = named_by_more(words, finder, "contact", len(words) - len(behind))
            if longer is None:
                raise
            contact, behind = longer
            benefit, after = self._benefit(contact, behind)
        return contact, benefit, behind, after

    def _benefit(
        self, contact: Contact, words: Sequence[Word]
    ) -> tuple[BenefitType, tuple[Word, ...]]:
        """The benefit that is named, which stands before the quantity."""
        try:
            return self._benefit_named(contact, words)
        except NotSure as unsure:
            question = self._quantity_first(contact, words)
            if question is None:
                raise
            raise question from unsure

    def _quantity_first(self, contact: Contact, words: Sequence[Word]) -> QuantityFirst | None:
        """The question about a quantity before a benefit; None where there is no such thing."""
        number = _NUMBER_FIRST.fullmatch(words[0].text)
        if number is None or words[0].quoted:
            return None
        try:
            benefit, after = self._benefit_named(contact, words[1:])
        except (NotSure, NothingNamed):
            return None
        turned = [as_code(contact), as_code(benefit), Word(number[1]), *after]
        return QuantityFirst(benefit, text_of(turned))

    def _benefit_named(
        self, contact: Contact, words: Sequence[Word]
    ) -> tuple[BenefitType, tuple[Word, ...]]:
        """The benefit that is named: one of the contact's if it can be, else any."""

        def those(books: Books) -> Finder[BenefitType]:
            types = books.benefit_types.values()
            return Finder(each for each in types if levels_serving(books, contact, each.code))

        own = self._office.desk.read(those)
        try:
            return leading_name(words, own, "benefit", [as_code(contact)])
        except NotSure as unsure:
            if unsure.candidates:
                raise
        everything = self._office.desk.read(lambda books: Finder(books.benefit_types.values()))
        return leading_name(words, everything, "benefit", [as_code(contact)])


def _parts_unread(benefit: BenefitType, words: Sequence[Word]) -> set[str]:
    return parts_of(benefit.name) - {part for word in words for part in parts_of(word.text)}
