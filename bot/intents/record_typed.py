"""Recording usage by typing it all: /benefit-use Acme "conference room" 2 yesterday Meeting."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.calls import Call
from bot.drafts.forms import must_fit
from bot.intents.approve import ApproveOverage
from bot.intents.record import RecordUsage
from bot.meaning import how_to_add
from bot.names import Act, Command, Field
from bot.office import Office
from bot.receipts import receipt_of
from bot.slack.switchboard import Switchboard
from bot.slips import request_key
from bot.typed.rest import rest_of, unit_forms
from bot.typed.use import NamedUse, UseReader
from bot.typed.words import NotSure, Word, as_code, parts_of, words_of
from bot.views.approval import can_ask, waiting
from bot.views.choosing import ask_about_overage, did_you_mean, record_again
from bot.views.notices import notice
from bot.views.receipt import recorded_before, usage_recorded
from bot.views.sentences.recording import SHORT_OF
from bot.views.usage_form import recorded_twice, who_acted
from core.actor import Action, Actor
from core.catalogue import BenefitType
from core.contact import Contact
from core.errors import LooksRecordedTwice, NotEnoughRemaining, OverageUnconfirmed
from core.recording import UsageRequest, levels_serving
from core.search import Finder


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
            message = did_you_mean(unsure, key, how_to_add(self._office, call, unsure))
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
                asked = can_ask(self._named(request, over.shortage), actor)
                message = ask_about_overage(asked, text, key, again=meant.again)
        except NotEnoughRemaining as too_much:
            message = notice(self._named(request, str(too_much)))
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

    def _named(self, request: UsageRequest, shortage: str) -> str:
        """Whose benefit is short: what was typed may have been read in another way than meant."""
        benefit, contact = self._office.desk.read(
            lambda books: (
                books.benefit_types[request.benefit_type],
                books.contacts[request.contact],
            )
        )
        return SHORT_OF.format(benefit=benefit.name, contact=contact.name, shortage=shortage)

    def _request(
        self, words: Sequence[Word], actor: Actor, key: str, *, again: bool
    ) -> UsageRequest:
        use = self._reader().read(words)
        today, unread = self._office.desk.today(actor), _parts_unread(use)
        rest = rest_of(use.after, today, unit=use.benefit.unit, unread=unread)
        must_fit(rest.quantity, Field.QUANTITY)
        return UsageRequest(
            contact=use.contact.code,
            benefit_type=use.benefit.code,
            idempotency_key=key,
            used_on=rest.used_on,
            quantity=rest.quantity,
            description=rest.description,
            again=again,
        )

    def _reader(self) -> UseReader:
        """Reads the names of contacts and benefits as they are now."""
        desk = self._office.desk
        types = desk.read(lambda books: list(books.benefit_types.values()))

        def own(contact: Contact) -> Finder[BenefitType]:
            return desk.read(
                lambda books: Finder(
                    each for each in types if levels_serving(books, contact, each.code)
                )
            )

        units = {form for each in types for form in unit_forms(each.unit)}
        return UseReader(self._office.finder(), Finder(types), own, units)


def _parts_unread(use: NamedUse) -> set[str]:
    """The words of the benefit's name that may still be to come."""
    # Behind a code in quotes, as a suggestion has it, no more of the name is.
    if as_code(use.benefit) in use.named_by:
        return set()
    return parts_of(use.benefit.name) - {
        part for word in use.named_by for part in parts_of(word.text)
    }
