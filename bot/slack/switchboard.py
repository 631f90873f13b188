"""The switchboard: from what Slack tells to whoever listens, and from what they raise to an answer.

It stands before Bolt's own listeners, which Bolt asks one by one, and in a thread that looks every
hundredth of a second whether they have acknowledged. Here a command, a click, a shortcut and an
event are acknowledged where they come in, before anybody works on them, so that no acknowledgement
waits for other people's acts.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware
from slack_sdk.models.blocks import Option

from bot.calls import EVENT, MENU, SUBMIT, Body, Call, read_call
from bot.slack.acknowledging import Acknowledgement
from bot.slack.answers import Answers
from bot.slack.owed import Hand, Owed
from bot.slack.refusals import Refusals
from core.errors import BenefitError

Listener: TypeAlias = Callable[[Call], None]
FormListener: TypeAlias = Callable[[Call, Ack], None]
OptionsListener: TypeAlias = Callable[[Call], Sequence[Option]]
QUIET: Final = frozenset({EVENT, MENU})
"""Acts that change nothing."""
_KINDS: Final[Mapping[str, tuple[str, Callable[[Body], str]]]] = {
    "view_submission": ("form", lambda body: body["view"]["callback_id"]),
    "block_actions": ("action", lambda body: body["actions"][0]["action_id"]),
    "block_suggestion": ("options", lambda body: body["action_id"]),
    "shortcut": ("shortcut", lambda body: body["callback_id"]),
    "message_action": ("shortcut", lambda body: body["callback_id"]),
}
"""By what a payload says that it is: the kind of its entry point, and where its name stands."""
EVENTS: Final = 1000
"""How many events are remembered, so that one that comes again is known."""


class OutOfDate(BenefitError):
    """A button or a form that an earlier version of the bot showed."""

    def __init__(self) -> None:
        super().__init__(
            "This was shown before Benefit Desk was updated. Please open it anew with /benefits."
        )


class Switchboard(Middleware):
    """Where intents say what they listen to."""

    def __init__(
        self,
        app: App,
        answers: Answers,
        owed: Owed,
        done: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`done` is told who acted, once their act is over and answered."""
        self._answers = answers
        self._refusals = Refusals(answers)
        self._owed = owed
        self._done = done
        self._listeners: dict[tuple[str, str], FormListener] = {}
        self._events: OrderedDict[str, None] = OrderedDict()
        self._executor = app.listener_runner.listener_executor
        app.use(self)

    def command(self, name: str, listener: Listener) -> None:
        """A slash command; Slack is answered at once, the person by the listener."""
        self._listeners["command", name] = _answered(listener)

    def action(self, name: str, listener: Listener) -> None:
        """A button, or a choice in a menu."""
        self._listeners["action", name] = _answered(listener)

    def shortcut(self, name: str, listener: Listener) -> None:
        """An entry of the lightning menu or of a message's menu."""
        self._listeners["shortcut", name] = _answered(listener)

    def event(self, name: str, listener: Listener) -> None:
        """Something that happened in the workspace; one that Slack tells again is left alone."""
        self._listeners["event", name] = _answered(listener)

    def form(self, name: str, listener: FormListener) -> None:
        """The submit of a modal, which the listener answers itself, for the answer changes it."""
        self._listeners["form", name] = listener

    def options(self, name: str, listener: OptionsListener) -> None:
        """What somebody types into a menu; the answer is its choices."""

        def offer(call: Call, ack: Ack) -> None:
            ack(options=listener(call))

        self._listeners["options", name] = offer

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,
        next: Callable[[], BoltResponse],  # noqa: A002 - Bolt's own name
    ) -> BoltResponse:
        """Answer what Slack tells of, as Bolt asks for it; Bolt says so where nobody listens."""
        named = _named(req.body)
        if named is None or (named[0] == "event" and named not in self._listeners):
            next()
            return resp
        if named[0] == "event" and not self._is_new(str(req.body.get("event_id") or "")):
            return BoltResponse(status=200)
        return self._answer(self._listeners.get(named, _nobody), read_call(req.body))

    def _answer(self, listener: FormListener, call: Call) -> BoltResponse:
        ack = Acknowledgement(lambda answer: self._answers.answer_late(call, answer))
        hand = self._owed.begin()
        if call.kind == MENU:
            self._carry_out(listener, call, ack, hand)
            return ack.in_time()
        if call.kind != SUBMIT:
            ack()
        self._executor.submit(self._carry_out, listener, call, ack, hand)
        return ack.in_time()

    def _carry_out(
        self, listener: FormListener, call: Call, ack: Acknowledgement, hand: Hand
    ) -> None:
        with self._owed.carrying_out(hand), self._answers.turns.take(ack):
            try:
                listener(call, ack)
                if call.kind not in QUIET:
                    self._done(call.user)
            except Exception as error:  # noqa: BLE001 - whatever broke, the person is told
                self._refusals.answer(error, call, ack)

    def _is_new(self, event: str) -> bool:
        """Whether this event comes for the first time, as far as is remembered."""
        if event in self._events:
            return False
        if event:
            self._events[event] = None
        while len(self._events) > EVENTS:
            self._events.popitem(last=False)
        return True


def _named(body: Body) -> tuple[str, str] | None:
    """The entry point that a payload comes in by; None where nobody ever listens to its kind."""
    if "command" in body:
        return "command", body["command"]
    if "event" in body:
        return "event", body["event"]["type"]
    kind = str(body.get("type"))
    return (_KINDS[kind][0], _KINDS[kind][1](body)) if kind in _KINDS else None


def _answered(listener: Listener) -> FormListener:
    """A listener to what is acknowledged before it is carried out."""
    return lambda call, _: listener(call)


def _nobody(_: Call, __: Ack) -> None:
    """Somebody used what is not there any more."""
    raise OutOfDate
