"""A small real Bolt app for the page to talk with: one form, one report, one Home."""

import logging
import re
from typing import Any, Self

from slack_bolt import Ack, App, Respond
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient

from playground.slack import Workspace
from tests.playground.page import everything
from tests.playground.page.front_desk_blocks import Body, button, field, option, plain, section

CONTACTS = ("Acme Marine", "Acorn Books", "Cedar Works")
LEFT = 3


def usage_form(note: str = "") -> Body:
    """Write the form; ``note`` stands between its fields after the contact was chosen."""
    benefits = [option("Guest pass"), option("Conference room")]
    noted = [section(note, block_id="note")] if note else []
    return {
        "type": "modal",
        "callback_id": "usage",
        "title": plain("Record usage"),
        "submit": plain("Record"),
        "blocks": [
            field(
                "contact",
                "Contact",
                {"type": "external_select", "min_query_length": 1},
                dispatch_action=True,
            ),
            *noted,
            field("benefit", "Benefit", {"type": "static_select", "options": benefits}),
            field("used_on", "Used on", {"type": "datepicker", "initial_date": "2026-11-20"}),
            field(
                "quantity",
                "Quantity",
                {"type": "number_input", "is_decimal_allowed": True, "initial_value": "1"},
            ),
            field(
                "description",
                "Description",
                {"type": "plain_text_input", "multiline": True},
                optional=True,
            ),
            {"type": "actions", "elements": [button("More", "more")]},
        ],
    }


PAGE_TWO: Body = {
    "type": "modal",
    "callback_id": "second",
    "title": plain("More"),
    "close": plain("Back"),
    "blocks": [section("The second page")],
}
REPORT: list[Body] = [
    {"type": "header", "text": plain("Usage this week")},
    {
        "type": "data_visualization",
        "title": "Uses by benefit",
        "chart": {
            "type": "bar",
            "series": [{"name": "Uses", "data": [{"label": "Guest pass", "value": 4}]}],
            "axis_config": {"categories": ["Guest pass"]},
        },
    },
    {
        "type": "data_table",
        "caption": "Uses",
        "rows": [
            [{"type": "raw_text", "text": "Benefit"}, {"type": "raw_text", "text": "Uses"}],
            [{"type": "raw_text", "text": "Guest pass"}, {"type": "raw_number", "value": 4}],
            [{"type": "raw_text", "text": "Banner"}, {"type": "raw_number", "value": 11}],
        ],
    },
]


class FrontDesk:
    """The app, and what it was told."""

    def __init__(self, workspace: Workspace, base_url: str) -> None:
        """Connect to the stand-in at ``base_url``."""
        logger = logging.getLogger("front desk")
        logger.setLevel(logging.CRITICAL)
        self.submitted: list[Body] = []
        self.clicked: list[Body] = []
        self.app = App(
            client=WebClient(token=workspace.bot_token, base_url=base_url),
            signing_secret=workspace.signing_secret,
            logger=logger,
        )
        self._listen()
        self._line: Any = SocketModeHandler(self.app, workspace.app_token, logger=logger)

    def forget(self) -> None:
        """Forget what was told."""
        self.submitted.clear()
        self.clicked.clear()

    def __enter__(self) -> Self:
        """Connect."""
        self._line.connect()
        return self

    def __exit__(self, *_: object) -> None:
        """Go away."""
        self._line.close()

    def _listen(self) -> None:
        self.app.command("/benefit-use")(self._open_form)
        self.app.command("/benefits")(self._post_report)
        self.app.command("/silence")(lambda: None)
        self.app.options(re.compile("contacts?|member"))(self._offer)
        self.app.action("contact")(self._note_contact)
        self.app.view("usage")(self._submit)
        self.app.view("everything")(self._take)
        self.app.event("app_home_opened")(self._publish_home)
        self.app.shortcut("from_message")(self._from_message)
        self.app.action("more")(self._more)
        self.app.action(re.compile(".*"))(self._click)

    def _open_form(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=usage_form())

    def _offer(self, ack: Ack, payload: Body) -> None:
        typed = payload["value"].lower()
        ack(options=[option(name) for name in CONTACTS if typed in name.lower()])

    def _note_contact(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        chosen = body["actions"][0]["selected_option"]["text"]["text"]
        client.views_update(
            view_id=body["view"]["id"], view=usage_form(f"{LEFT} left for {chosen}")
        )

    def _submit(self, ack: Ack, body: Body, client: WebClient) -> None:
        values = {name: given[name] for name, given in body["view"]["state"]["values"].items()}
        if float(values["quantity"]["value"]) > LEFT:
            ack(response_action="errors", errors={"quantity": f"Only {LEFT} left."})
            return
        self.submitted.append(values)
        ack()
        home = client.conversations_open(users=[body["user"]["id"]])["channel"]["id"]
        blocks = [section("Recorded *1 guest pass*.", accessory=button("Undo", "undo"))]
        client.chat_postMessage(channel=home, text="1 × Guest pass recorded", blocks=blocks)

    def _take(self, ack: Ack, body: Body) -> None:
        ack()
        values = body["view"]["state"]["values"]
        self.submitted.append({name: given[name] for name, given in values.items()})

    def _post_report(self, ack: Ack, body: Body, respond: Respond, client: WebClient) -> None:
        ack()
        if body["text"] == "form":
            client.views_open(trigger_id=body["trigger_id"], view=everything.form())
            return
        if body["text"] == "message":
            respond(text="Everything", blocks=everything.message())
            return
        if body["text"] == "menu":
            blocks = [section("Choose", accessory=button("More", "more"))]
            respond(text="Choose", blocks=blocks)
            return
        client.chat_postMessage(channel=body["channel_id"], text="Usage", blocks=REPORT)
        respond("Posted the *weekly report*.")

    def _from_message(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=usage_form(body["message"]["text"]))

    def _more(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        self.clicked.append(body)
        if "view" in body:
            client.views_push(trigger_id=body["trigger_id"], view=PAGE_TWO)
        else:
            client.views_open(trigger_id=body["trigger_id"], view=usage_form())

    def _publish_home(self, event: Body, client: WebClient) -> None:
        blocks = [section(f"Good morning, <@{event['user']}>")]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    def _click(self, ack: Ack, body: Body) -> None:
        ack()
        self.clicked.append(body)
