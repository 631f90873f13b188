"""A small real Bolt app, the way the product's bot is built, for tests of the protocol."""

import contextlib
import logging
import time
from collections.abc import Iterator
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond, Say
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient

from playground.slack import Running
from tests.playground.slack.blocks import (
    actions,
    button,
    field,
    home,
    modal,
    option,
    plain,
    section,
    text_field,
)

Body = dict[str, Any]
PANEL = modal(
    text_field("who"),
    field("what", {"type": "external_select", "min_query_length": 1}),
    field("on", {"type": "datepicker", "initial_date": "2026-11-20"}),
    actions(button("More", "more"), block_id="extra"),
    notify_on_close=True,
)


class Desk:
    """What the app was told, in the order in which it was told."""

    def __init__(self, base_url: str, token: str, signing_secret: str) -> None:
        """Build the app and its listeners."""
        logger = logging.getLogger("desk")
        logger.setLevel(logging.CRITICAL)
        self.told: list[tuple[str, Body]] = []
        self.answers: dict[str, Any] = {}
        self.pause = 0.0
        self.app = App(
            client=WebClient(token=token, base_url=base_url),
            signing_secret=signing_secret,
            logger=logger,
        )
        self._listen()

    def bodies(self, kind: str) -> list[Body]:
        """Give the payloads of one kind."""
        return [body for name, body in self.told if name == kind]

    def forget(self) -> None:
        """Forget what was told, and answer as at the beginning."""
        self.told.clear()
        self.answers.clear()
        self.pause = 0.0

    def _listen(self) -> None:
        app = self.app
        app.command("/benefit-use")(self._command)
        app.command("/benefits")(self._shared)
        app.shortcut("panel")(self._shortcut)
        app.shortcut("record")(self._message_shortcut)
        app.action("press")(self._press)
        app.action("pick")(self._pick)
        app.action("more")(self._more)
        app.options("value")(self._suggest)
        app.view("form")(self._submit)
        app.view_closed("form")(self._closed)
        app.event("app_home_opened")(self._home)
        app.event("app_mention")(self._mentioned)
        app.message("")(self._message)

    def _note(self, kind: str, body: Body) -> None:
        self.told.append((kind, body))
        time.sleep(self.pause)

    def _command(self, ack: Ack, body: Body, client: WebClient) -> None:
        self._note("command", body)
        ack(**self.answers.get("command", {}))
        if body["text"] == "form":
            client.views_open(trigger_id=body["trigger_id"], view=PANEL)

    def _shared(self, ack: Ack, body: Body, respond: Respond) -> None:
        self._note("command", body)
        ack(text="Shared", response_type="in_channel")
        respond("Later")

    def _shortcut(self, ack: Ack, body: Body, client: WebClient) -> None:
        self._note("shortcut", body)
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=PANEL)

    def _message_shortcut(self, ack: Ack, body: Body, respond: Respond) -> None:
        self._note("message_shortcut", body)
        ack()
        respond(f"Recorded: {body['message']['text']}")

    def _press(self, ack: Ack, body: Body, respond: Respond) -> None:
        self._note("press", body)
        ack()
        respond("Done", replace_original=True)

    def _pick(self, ack: Ack, body: Body) -> None:
        self._note("pick", body)
        ack()

    def _more(self, ack: Ack, body: Body, client: WebClient) -> None:
        self._note("more", body)
        ack()
        view = body["view"]
        client.views_update(view_id=view["id"], hash=view["hash"], view=more_of(PANEL))

    def _suggest(self, ack: Ack, body: Body) -> None:
        self._note("suggest", body)
        answer = self.answers.get("suggest")
        ack(**(answer or {"options": [option(body["value"], "B1"), option("Other", "B2")]}))

    def _submit(self, ack: Ack, body: Body) -> None:
        self._note("submit", body)
        ack(**self.answers.get("submit", {}))

    def _closed(self, ack: Ack, body: Body) -> None:
        self._note("closed", body)
        ack()

    def _home(self, body: Body, client: WebClient, context: BoltContext) -> None:
        self._note("home", body)
        client.views_publish(user_id=str(context.user_id), view=home())

    def _mentioned(self, body: Body, say: Say) -> None:
        self._note("mention", body)
        say("You called?")

    def _message(self, body: Body) -> None:
        self._note("message", body)


def more_of(view: Body) -> Body:
    """Write the modal with one field more, its texts in other words."""
    return view | {"title": plain("More"), "blocks": [*view["blocks"], section("That is all")]}


def desk_of(slack: Running, base_url: str = "") -> Desk:
    """Build the app for a running workspace."""
    workspace = slack.workspace
    return Desk(base_url or slack.base_url, workspace.bot_token, workspace.signing_secret)


@contextlib.contextmanager
def connected(slack: Running, desk: Desk, *, ping: float = 1) -> Iterator[None]:
    """Connect the app by Socket Mode while the block runs; ``ping`` is in seconds."""
    handler: Any = SocketModeHandler(desk.app, slack.workspace.app_token, ping_interval=ping)
    handler.connect()
    try:
        slack.until_connected()
        yield
    finally:
        # The client looks only every 10 s whether it was closed, unless the server hangs up first.
        handler.client.auto_reconnect_enabled = False
        slack.hang_up()
        slack.until(lambda: not handler.client.is_connected())
        handler.close()
