"""Somebody in front of Slack: commands, clicks, modals, shortcuts, messages.

Each action is a coroutine of the server's loop and is over when Slack would show its result.
"""

import re
from collections.abc import Mapping
from typing import Any

from playground.slack import form_checks, forms, payloads, replies, submissions
from playground.slack.block_kit import problems_of_suggestions
from playground.slack.conversations import Channel, Message
from playground.slack.escaping import escape, normalise
from playground.slack.forms import Field, Typed
from playground.slack.json_shapes import JsonObject
from playground.slack.line import OPERATION_TIMEOUT
from playground.slack.outcomes import (
    NO_ANSWER,
    NO_APP,
    NO_RESULTS,
    NOT_INTERACTIVE,
    Outcome,
    Submission,
    Suggestions,
)
from playground.slack.payloads import Container
from playground.slack.people import User
from playground.slack.recorder import Ack
from playground.slack.views import View
from playground.slack.workspace import Workspace

SHORTEST_QUERY = 3


class NoSuchShortcut(LookupError):
    """The app's manifest has no shortcut of that name and kind."""


class Person:
    """One user's hands: ``Person(workspace, user)`` can be made as often as needed."""

    def __init__(self, workspace: Workspace, user: User) -> None:
        """Sit ``user`` down in front of ``workspace``."""
        self.workspace = workspace
        self.user = user

    @property
    def modal(self) -> View | None:
        """Give the modal on top, if one is open."""
        return self.workspace.modals_of(self.user).top

    @property
    def home(self) -> View | None:
        """Give the App Home as published last, if it was."""
        return self.workspace.homes.get(self.user.id)

    def sees(self, channel: Channel) -> list[Message]:
        """List the messages that this person sees in a channel, oldest first."""
        return channel.seen_by(self.user.id)

    # Words

    async def run_command(self, channel: Channel, command: str, text: str = "") -> Outcome:
        """Send ``/command text`` in a channel.

        A command that the app does not have, or an app that does not answer in time, is told by
        Slackbot in the channel, to this person only.
        """
        manifest = self.workspace.manifest
        known = manifest.command(command) if "commands" in manifest.scopes else None
        if known is None:
            return self._tell(channel.id, f"{command} is not a valid command.")
        words = self._as_command(text.strip(), names=known.should_escape)
        payload = payloads.slash_command(self.workspace, self.user, channel, command, words)
        ack = await self.workspace.line.deliver("slash_commands", payload, accepts_payload=True)
        if not ack.ok:
            error = OPERATION_TIMEOUT if ack.failure == OPERATION_TIMEOUT else "dispatch_failed"
            return self._tell(channel.id, f'{command} failed with the error "{error}"')
        try:
            typed = f"{command} {words}".strip()
            reply = replies.command_reply(self.workspace, self.user, channel, typed, ack.payload)
        except replies.ReplyRefused as refused:
            self.workspace.recorder.refusals.append(f"{command}: {refused.problems}")
            return self._tell(channel.id, f'{command} failed with the error "{refused.error}"')
        return Outcome(reply=reply)

    async def say(self, channel: Channel, text: str, *, thread_ts: str = "") -> Message:
        """Post a message, and tell the app if it asked to hear of messages there."""
        message = self.workspace.post(
            Message(
                channel=channel.id,
                ts=self.workspace.next_ts(),
                text=self._as_sent(text),
                user=self.user.id,
                thread_ts=thread_ts,
            )
        )
        for inner in self._events_of(channel, message):
            self.workspace.line.tell_event(payloads.event(self.workspace, inner))
        return message

    # Clicks and choices

    async def click(
        self,
        container: Container,
        action_id: str,
        *,
        block_id: str | None = None,
        value: Any = None,
        typed: Typed | None = None,
    ) -> Outcome:
        """Press a button, or choose ``value`` in a menu, a picker, radio buttons or checkboxes.

        ``value`` is an option's value, a list of them, a date, a time, a user or a text, as the
        element wants it. ``typed`` is what stands in the modal's other fields meanwhile. A field
        of an input block without ``dispatch_action`` is only filled in; nothing is sent.

        Raises:
            NoSuchElement: it is not shown.
            NoSuchOption: the choice is not offered.
        """
        if isinstance(container, View):
            container.fill_all(typed)
        field = forms.find(container.blocks, action_id, block_id)
        action = self._action(container, field, value)
        if field.is_input and not field.block.get("dispatch_action"):
            return Outcome()
        payload = payloads.block_actions(self.workspace, self.user, container, action)
        ack = await self._interact(payload)
        return self._after(ack, _channel_of(container))

    async def suggest(
        self, container: Container, action_id: str, typed: str, *, block_id: str | None = None
    ) -> Suggestions:
        """Type into an external select and see what it offers.

        Fewer characters than ``min_query_length`` (3 unless said) ask nothing.

        Raises:
            NoSuchElement: it is not shown.
        """
        field = forms.find(container.blocks, action_id, block_id)
        if len(typed) < field.element.get("min_query_length", SHORTEST_QUERY):
            return Suggestions()
        place = (field.action_id, field.block_id)
        payload = payloads.block_suggestion(self.workspace, self.user, container, place, typed)
        ack = await self._interact(payload, accepts_payload=True)
        if not ack.ok:
            return Suggestions(trouble=NO_RESULTS)
        problems = problems_of_suggestions(ack.payload)
        if problems:
            self.workspace.recorder.refusals.append(f"{action_id}: {problems}")
            return Suggestions(trouble=NO_RESULTS)
        found = Suggestions(
            ack.payload.get("options") or [], ack.payload.get("option_groups") or []
        )
        container.suggested[action_id] = found.all
        return found

    # Modals

    async def submit_view(self, view: View, typed: Typed | None = None) -> Submission:
        """Fill fields in and press the modal's submit button.

        What Slack's own client refuses (an empty required field, a text where a number is wanted)
        is answered without asking the app.

        Raises:
            NoSuchElement: a field is not shown.
            NoSuchOption: a choice is not offered.
        """
        view.fill_all(typed)
        view.errors = form_checks.problems(view)
        if view.errors:
            return Submission("errors", view, view.errors, was_sent=False)
        payload = payloads.view_submission(self.workspace, self.user, view)
        ack = await self._interact(payload, accepts_payload=True)
        return submissions.follow(self.workspace, view, ack)

    async def close_view(self, view: View, *, all_of_them: bool = False) -> None:
        """Close a modal with its close button, or all of them with the cross.

        A view with ``clear_on_close`` takes those below it along; the app hears of each view that
        asked for it with ``notify_on_close``.
        """
        stack = self.workspace.modals_of(self.user).views
        cleared = all_of_them or bool(view.definition.get("clear_on_close"))
        closed = list(stack) if cleared else [one for one in stack if one is view]
        self.workspace.close_views(self.user.id, closed)
        for one in reversed(closed):
            if one.definition.get("notify_on_close"):
                payload = payloads.view_closed(
                    self.workspace, self.user, one, is_cleared=all_of_them
                )
                await self._interact(payload)

    # Shortcuts and App Home

    async def global_shortcut(self, callback_id: str) -> Outcome:
        """Choose an entry of the lightning menu.

        Raises:
            NoSuchShortcut: the manifest has no such global shortcut.
        """
        self._need_shortcut(callback_id, "global")
        payload = payloads.global_shortcut(self.workspace, self.user, callback_id)
        return self._after(await self._interact(payload), "")

    async def message_shortcut(self, message: Message, callback_id: str) -> Outcome:
        """Choose an entry of a message's menu.

        Raises:
            NoSuchShortcut: the manifest has no such message shortcut.
        """
        self._need_shortcut(callback_id, "message")
        payload = payloads.message_shortcut(self.workspace, self.user, message, callback_id)
        ack = await self._interact(payload)
        return self._after(ack, message.channel)

    async def open_home(self, tab: str = "home") -> View | None:
        """Open the app's Home (or ``messages``) tab; the app publishes what it wants to show.

        Gives the home as it is now; what the app publishes comes as ``HomePublished``.
        """
        channel = self.workspace.direct_channel(self.user)
        inner: JsonObject = {
            "type": "app_home_opened",
            "user": self.user.id,
            "channel": channel.id,
            "tab": tab,
            "event_ts": self.workspace.next_ts(),
        }
        if tab == "home" and self.home is not None:
            inner["view"] = self.home.as_slack()
        if self.workspace.manifest.hears("app_home_opened"):
            self.workspace.line.tell_event(payloads.event(self.workspace, inner))
        return self.home

    async def _interact(self, payload: JsonObject, *, accepts_payload: bool = False) -> Ack:
        if not self.workspace.manifest.is_interactive:
            return Ack(failure=NOT_INTERACTIVE)
        return await self.workspace.line.deliver(
            "interactive", payload, accepts_payload=accepts_payload
        )

    def _action(self, container: Container, field: Field, value: Any) -> JsonObject:
        action: JsonObject = {
            "type": field.type,
            "action_id": field.action_id,
            "block_id": field.block_id,
        }
        shown = {name: field.element[name] for name in _SHOWN if name in field.element}
        if field.type == "overflow":
            return action | {"selected_option": forms.option(field, value, [])}
        if not forms.is_stateful(field):
            return action | (normalise(shown) if isinstance(container, Message) else shown)
        given = forms.answer(field, value, container.suggested.get(field.action_id, []))
        container.typed.setdefault(field.block_id, {})[field.action_id] = given
        shown.pop("value", None)
        return action | shown | given

    def _after(self, ack: Ack, channel: str) -> Outcome:
        if ack.ok:
            return Outcome()
        text = _TROUBLE.get(ack.failure, NO_APP)
        self.workspace.notice(self.user.id, channel, text)
        return Outcome(trouble=text)

    def _tell(self, channel: str, text: str) -> Outcome:
        self.workspace.notice(self.user.id, channel, text, post=True)
        return Outcome(trouble=text)

    def _need_shortcut(self, callback_id: str, kind: str) -> None:
        shortcut = self.workspace.manifest.shortcut(callback_id)
        if shortcut is None or shortcut.type != kind:
            raise NoSuchShortcut(f"The app has no {kind} shortcut {callback_id!r}.")

    def _as_command(self, text: str, *, names: bool) -> str:
        if names:
            return self._as_sent(text)
        return escape(text) if self.workspace.switches.escapes_commands else text

    def _as_sent(self, text: str) -> str:
        users = {user.name: f"<@{user.id}>" for user in self.workspace.users.values()}
        channels = {c.name: f"<#{c.id}|{c.name}>" for c in self.workspace.channels.values()}
        return _MENTION.sub(
            lambda found: _mention(found, users if found["sign"] == "@" else channels),
            escape(text),
        )

    def _events_of(self, channel: Channel, message: Message) -> list[JsonObject]:
        workspace = self.workspace
        if workspace.bot_user.id not in channel.members:
            return []
        kind, name = _MESSAGE_EVENTS[channel.kind]
        inner = message.as_slack() | {
            "channel": channel.id,
            "channel_type": kind,
            "event_ts": message.ts,
            "team": workspace.team.id,
        }
        events = [inner] if workspace.manifest.hears(name) else []
        mentioned = f"<@{workspace.bot_user.id}>" in message.text and kind != "im"
        if mentioned and workspace.manifest.hears("app_mention"):
            events.append(inner | {"type": "app_mention"})
        return events


_SHOWN = ("text", "value", "style", "url", "placeholder", "confirm", "initial_option")
_TROUBLE = {OPERATION_TIMEOUT: NO_ANSWER, NOT_INTERACTIVE: NOT_INTERACTIVE}
_MENTION = re.compile(r"(?P<sign>[@#])(?P<name>[a-z0-9][a-z0-9._-]*)")
_MESSAGE_EVENTS = {
    "public": ("channel", "message.channels"),
    "private": ("group", "message.groups"),
    "direct": ("im", "message.im"),
}


def _mention(found: re.Match[str], names: Mapping[str, str]) -> str:
    return names.get(found["name"], found[0])


def _channel_of(container: Container) -> str:
    return "" if isinstance(container, View) else container.channel
