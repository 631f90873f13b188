"""The switchboard: from what Slack tells to whoever listens, and from what they raise to an answer.

Bolt's own error path is not used: where a listener raises within a hundredth of a second after its
acknowledgement, Bolt takes the acknowledgement back, and Slack tells the person that the app is
silent.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from slack_bolt import Ack, App
from slack_sdk.models.blocks import Option

from bot.calls import Body, Call, read_call
from bot.owed import Owed
from bot.refusals import Refusals

Listener: TypeAlias = Callable[[Call], None]
FormListener: TypeAlias = Callable[[Call, Ack], None]
OptionsListener: TypeAlias = Callable[[Call], Sequence[Option]]


class Switchboard:
    """Where intents say what they listen to."""

    def __init__(self, app: App, refusals: Refusals, owed: Owed) -> None:
        self._app = app
        self._refusals = refusals
        self._owed = owed

    def command(self, name: str, listener: Listener) -> None:
        """A slash command; Slack is answered at once, the person by the listener."""
        self._app.command(name)(self._at_once(listener))

    def action(self, name: str, listener: Listener) -> None:
        """A button, or a choice in a menu."""
        self._app.action(name)(self._at_once(listener))

    def shortcut(self, name: str, listener: Listener) -> None:
        """An entry of the lightning menu or of a message's menu."""
        self._app.shortcut(name)(self._at_once(listener))

    def event(self, name: str, listener: Listener) -> None:
        """Something that happened in the workspace."""
        self._app.event(name)(self._at_once(listener))

    def form(self, name: str, listener: FormListener) -> None:
        """The submit of a modal, which the listener answers itself, for the answer changes it."""
        self._app.view(name)(self._guarded(listener))

    def options(self, name: str, listener: OptionsListener) -> None:
        """What somebody types into a menu; the answer is its choices."""

        def offer(call: Call, ack: Ack) -> None:
            ack(options=listener(call))

        self._app.options(name)(self._guarded(offer))

    def _at_once(self, listener: Listener) -> Callable[[Ack, Body], None]:
        def listen(call: Call, ack: Ack) -> None:
            ack()
            listener(call)

        return self._guarded(listen)

    def _guarded(self, listener: FormListener) -> Callable[[Ack, Body], None]:
        def listen(ack: Ack, body: Body) -> None:
            call = read_call(body)
            with self._owed.hand():
                try:
                    listener(call, ack)
                except Exception as error:  # noqa: BLE001 - whatever broke, the person is told
                    self._refusals.answer(error, call, ack)

        return listen
