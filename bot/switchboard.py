"""The switchboard: from what Slack tells to whoever listens, and from what they raise to an answer.

Bolt asks its listeners one by one whether something is meant for them, so it has one for each kind
here, and who is meant is looked up. Bolt's own error path is not used either: where a listener
raises within a hundredth of a second after its acknowledgement, Bolt takes the acknowledgement
back, and Slack tells the person that the app is silent.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from slack_bolt import Ack, App
from slack_sdk.models.blocks import Option

from bot.calls import EVENT, MENU, SUBMIT, Body, Call, read_call
from bot.owed import Owed
from bot.refusals import Refusals
from bot.turns import Turns
from core.errors import BenefitError

Listener: TypeAlias = Callable[[Call], None]
FormListener: TypeAlias = Callable[[Call, Ack], None]
OptionsListener: TypeAlias = Callable[[Call], Sequence[Option]]
QUIET: Final = frozenset({EVENT, MENU})
"""Acts that change nothing."""


ANY: Final = re.compile("")
EVENTS: Final = 1000
"""How many events are remembered, so that one that comes again is known."""


class OutOfDate(BenefitError):
    """A button or a form that an earlier version of the bot showed."""

    def __init__(self) -> None:
        super().__init__(
            "This was shown before Benefit Desk was updated. Please open it anew with /benefits."
        )


class Switchboard:
    """Where intents say what they listen to."""

    def __init__(
        self,
        app: App,
        refusals: Refusals,
        owed: Owed,
        turns: Turns,
        done: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`done` is told who acted, once their act is over and answered."""
        self._app = app
        self._refusals = refusals
        self._owed = owed
        self._turns = turns
        self._done = done
        self._listeners: dict[tuple[str, str], FormListener] = {}
        self._events: OrderedDict[str, None] = OrderedDict()
        # Bolt asks in this order: first whoever is waited for longest while an entry is written.
        app.view(ANY)(self._taking(lambda body: ("form", body["view"]["callback_id"])))
        app.command(ANY)(self._taking(lambda body: ("command", body["command"])))
        app.action(ANY)(self._taking(lambda body: ("action", body["actions"][0]["action_id"])))
        app.options(ANY)(self._taking(lambda body: ("options", body["action_id"])))
        app.shortcut(ANY)(self._taking(lambda body: ("shortcut", body["callback_id"])))

    def command(self, name: str, listener: Listener) -> None:
        """A slash command; Slack is answered at once, the person by the listener."""
        self._listeners["command", name] = _at_once(listener)

    def action(self, name: str, listener: Listener) -> None:
        """A button, or a choice in a menu."""
        self._listeners["action", name] = _at_once(listener)

    def shortcut(self, name: str, listener: Listener) -> None:
        """An entry of the lightning menu or of a message's menu."""
        self._listeners["shortcut", name] = _at_once(listener)

    def event(self, name: str, listener: Listener) -> None:
        """Something that happened in the workspace; one that Slack tells again is left alone."""
        self._listeners["event", name] = _at_once(listener)
        take = self._taking(lambda _: ("event", name))

        def once(ack: Ack, body: Body) -> None:
            if self._is_new(str(body.get("event_id") or "")):
                take(ack, body)
            else:
                ack()

        self._app.event(name)(once)

    def form(self, name: str, listener: FormListener) -> None:
        """The submit of a modal, which the listener answers itself, for the answer changes it."""
        self._listeners["form", name] = listener

    def options(self, name: str, listener: OptionsListener) -> None:
        """What somebody types into a menu; the answer is its choices."""

        def offer(call: Call, ack: Ack) -> None:
            ack(options=listener(call))

        self._listeners["options", name] = offer

    def _taking(self, named: Callable[[Body], tuple[str, str]]) -> Callable[[Ack, Body], None]:
        def listen(ack: Ack, body: Body) -> None:
            listener = self._listeners.get(named(body), _nobody)
            call = read_call(body)
            with self._owed.hand(), self._turns.take(ack):
                try:
                    listener(call, ack)
                    if call.kind not in QUIET:
                        self._done(call.user)
                except Exception as error:  # noqa: BLE001 - whatever broke, the person is told
                    self._refusals.answer(error, call, ack)

        return listen

    def _is_new(self, event: str) -> bool:
        """Whether this event comes for the first time, as far as is remembered."""
        if event in self._events:
            return False
        if event:
            self._events[event] = None
        while len(self._events) > EVENTS:
            self._events.popitem(last=False)
        return True


def _at_once(listener: Listener) -> FormListener:
    def listen(call: Call, ack: Ack) -> None:
        ack()
        listener(call)

    return listen


def _nobody(call: Call, ack: Ack) -> None:
    """Somebody used what is not there any more."""
    if call.kind not in {SUBMIT, MENU}:
        ack()
    raise OutOfDate
