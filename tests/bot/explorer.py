"""An explorer of everything that Slack offers: runs each command, presses what it sees, submits.

It knows no view by name: whoever adds a button, a menu or a form finds it pressed, and what cannot
be reached this way is told by the tests that want every entry point.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bot.app import _intents
from bot.intents.panel import Panel
from bot.names import Act, Command, Shortcut
from bot.office import Office
from bot.slack.homes import Homes
from bot.slack.switchboard import Switchboard
from core.custom import CustomField
from core.event import Event, RegistrationType
from playground.slack import Message, PersonSync, User, View
from playground.slack.recorder import Delivery
from tests.bot.catalogue import many_lines, more_for
from tests.bot.office import SlackOffice

Container = Message | View
OFFERING: Final = {
    "static_select",
    "multi_static_select",
    "overflow",
    "radio_buttons",
    "checkboxes",
}
TEXTS: Final = (
    "",
    "acme",
    "acme pass 1 today Tour",
    "acme fair",
    "ac pass 1 today Tour",
    "acme pass 1 today Tour",
    "b",
    "2026-01-01",
)
"""What is typed behind a command: nothing, a name, a usage, a doubtful one, the same once more."""
OFTEN: Final = 2
"""How often the same entry point is used, for what it shows may differ."""
PAGES: Final = 4
"""How often the same form is submitted: one of two pages, forwards and back, twice."""
EVENTS: Final = (
    Event(code="FAIR", name="Spring fair & <market>", held_on=date(2026, 9, 1)),
    RegistrationType(event="FAIR", code="STD", name="Standard", price=Decimal(20)),
    RegistrationType(event="FAIR", code="VIP", name="At the table", price=Decimal(99)),
)
MOST_STEPS: Final = 800
BY_TYPING: Final = {"external_select", "multi_external_select"}


class Listed(Switchboard):
    """A switchboard that only notes what is listened to."""

    def __init__(self) -> None:
        self.entries: set[str] = set()

    def command(self, name: str, _: object) -> None:
        """Note a slash command."""
        self.entries.add(f"command {name}")

    def action(self, name: str, _: object) -> None:
        """Note a button or menu."""
        self.entries.add(f"action {name}")

    def shortcut(self, name: str, _: object) -> None:
        """Note a shortcut."""
        self.entries.add(f"shortcut {name}")

    def event(self, name: str, _: object) -> None:
        """Note an event."""
        self.entries.add(f"event {name}")

    def form(self, name: str, _: object) -> None:
        """Note a form."""
        self.entries.add(f"form {name}")

    def options(self, name: str, _: object) -> None:
        """Note a menu whose choices come while somebody types."""
        self.entries.add(f"options {name}")


def entry_points(office: SlackOffice) -> set[str]:
    """Every way into the bot, as the switchboard has them; subcommands one by one."""
    nothing: Any = None
    desk = Office(office.desk, nothing, nothing, office.settings, homes=Homes(office.desk))
    listed = Listed()
    for intent in _intents(desk, nothing):
        intent.listen(listed)
        if isinstance(intent, Panel):
            listed.entries |= {f"command {Command.PANEL} {word}" for word in intent._subcommands}
    return listed.entries


def entry_of(delivery: Delivery) -> str:
    """The entry point that a payload came in by."""
    payload = delivery.payload
    kind = str(payload.get("type") or "command")
    if kind == "command":
        word, _, _ = payload["text"].partition(" ")
        subcommand = f" {word}" if payload["command"] == Command.PANEL and word else ""
        return f"command {payload['command']}{subcommand}"
    if kind == "event_callback":
        return f"event {payload['event']['type']}"
    if kind == "block_actions":
        return f"action {payload['actions'][0]['action_id']}"
    if kind == "block_suggestion":
        return f"options {payload['action_id']}"
    if kind == "view_submission":
        return f"form {payload['view']['callback_id']}"
    return f"shortcut {payload['callback_id']}"


def furnish(office: SlackOffice, lines: int = 60, uses: int = 15) -> None:
    """Give Acme so much that what is shown of it comes in pages."""
    office.put(many_lines(lines))
    office.enroll("ACME", "MANY")
    office.put(more_for("GOLD", 30))
    field = CustomField(slot="text1", label="Greeting & <words>")
    office.desk.policy = replace(office.desk.policy, custom_fields={"text1": field})
    organiser = office.desk_actor(office.manager)
    for number in range(uses):
        taken = office.use("ACME", "PASS").key
        office.desk.void(taken, reason="No", idempotency_key=f"back-{number}", actor=organiser)
    office.convey("ANN")
    office.put(EVENTS)
    room = office.desk.read(lambda books: books.membership_benefits["G2"])
    office.put([replace(room, overage=True)])
    office.enroll("ZED")
    for number in range(OFTEN + 1):
        told = office.says(office.staff, Command.USE, f"zed room {90 + number} today Fair {number}")
        office.sam.click(told, Act.RECORD_TYPED)
        office.settle()
    for number in range(OFTEN + 1):
        office.torn.tear(f"C{number}")
        office.tabs.left_alone.append(f"Tab {number}")


@dataclass
class Explorer:
    """Somebody who tries everything."""

    office: SlackOffice
    user: User
    used: Counter[str] = field(default_factory=Counter)
    steps: int = 0

    @property
    def person(self) -> PersonSync:
        """The somebody."""
        return self.office.person(self.user)

    def explore(self) -> list[Delivery]:
        """Try everything; gives what Slack told the bot, in order."""
        recorder = self.office.slack.workspace.recorder
        before = len(recorder.deliveries)
        for shown, _ in list(self._shown()):
            self._look_at(shown)
        for command, text in self._commands():
            self._act(lambda command=command, text=text: self._say(command, text))
        self._act(self.person.open_home)
        for shortcut in self.office.slack.workspace.manifest.shortcuts:
            self._act(lambda shortcut=shortcut: self._choose(shortcut.callback_id))
        return recorder.deliveries[before:]

    def _commands(self) -> Iterator[tuple[str, str]]:
        words = sorted(
            entry.removeprefix(f"command {Command.PANEL}").strip()
            for entry in entry_points(self.office)
            if entry.startswith(f"command {Command.PANEL}")
        )
        for text in TEXTS:
            yield from (
                (Command.PANEL, f"{word} {text}".strip()) for word in words if word or not text
            )
            yield Command.USE, text
            yield Command.CHECK, text

    def _say(self, command: str, text: str) -> None:
        self.person.run_command(self.office.channel, command, text)

    def _choose(self, shortcut: str) -> None:
        if shortcut == Shortcut.RECORD_FROM_MESSAGE:
            said = self.person.say(self.office.channel, "A message <!channel> & more")
            self.person.message_shortcut(said, shortcut)
        else:
            self.person.global_shortcut(shortcut)

    def _act(self, act: Any) -> None:
        """Do something, wait for what it shows, and go on from there."""
        if self.steps >= MOST_STEPS:
            return
        self.steps += 1
        before = self._looks()
        act()
        self.office.slack.perform(self.office.slack.workspace.line.settle())
        self.office.settle()
        for shown, look in self._shown():
            if look not in before:
                self._look_at(shown)

    def _looks(self) -> set[str]:
        return {look for _, look in self._shown()}

    def _shown(self) -> Iterator[tuple[Container, str]]:
        """What the person has before them, each with what makes it another than before."""
        direct = self.office.slack.workspace.direct_channel(self.user)
        for channel in (self.office.channel, direct):
            for message in self.person.sees(channel):
                if message.bot_id:
                    yield message, f"{message.ts} {message.blocks}"
        for view in (self.person.home, self.person.modal):
            if view:
                yield view, f"{view.id} {view.hash}"

    def _look_at(self, shown: Container) -> None:
        for block in list(shown.blocks):
            for element in _elements(block):
                self._use(shown, block, element)
        if isinstance(shown, View) and shown is self.person.modal:
            self._finish(shown)

    def _use(self, shown: Container, block: dict[str, Any], element: dict[str, Any]) -> None:
        name, kind, place = element["action_id"], element["type"], block["block_id"]
        if not self._is_there(shown, place):
            return
        if kind in BY_TYPING and self._may(f"options {name}"):
            self.person.suggest(shown, name, "", block_id=place)
            self.office.settle()
        sends = block["type"] != "input" or block.get("dispatch_action")
        if not sends or not self._may(f"action {name}"):
            return
        value = self._choice(shown, element, place)
        if kind == "button" or value is not None:
            self._act(lambda: self.person.click(shown, name, block_id=place, value=value))

    def _is_there(self, shown: Container, place: str) -> bool:
        return any(block["block_id"] == place for block in shown.blocks) and (
            not isinstance(shown, View)
            or shown.kind == "home"
            or shown.id in self.office.slack.workspace.views
        )

    def _may(self, entry: str) -> bool:
        self.used[entry] += 1
        return self.used[entry] <= (PAGES if entry.startswith("form ") else OFTEN)

    def _choice(self, shown: Container, element: dict[str, Any], place: str) -> Any:
        """What is chosen or typed in an element that acts at once or has to be filled."""
        kind = element["type"]
        if kind in BY_TYPING:
            found = self.person.suggest(shown, element["action_id"], "", block_id=place).values
            return _chosen(kind, found)
        if kind in OFFERING:
            return _chosen(kind, [one["value"] for one in element.get("options", [])])
        usual = {
            "conversations_select": self.office.channel.id,
            "number_input": "1",
            "checkboxes": [one["value"] for one in element.get("options", [])[:1]],
            "datepicker": element.get("initial_date") or "2026-12-30",
        }
        return usual.get(kind)

    def _finish(self, form: View) -> None:
        """Fill the form in and submit it; then close it, if it is still there."""
        has_submit = bool(form.definition.get("submit"))
        if has_submit and self._may(f"form {form.callback_id}"):
            self._act(lambda: self._submit(form))
        if form.id in self.office.slack.workspace.views:
            self.person.close_view(form)

    def _submit(self, form: View) -> None:
        typed: dict[str, dict[str, Any]] = {}
        for block in form.blocks:
            if block["type"] == "input":
                element = block["element"]
                value = self._answer(form, block, element)
                if value is not None:
                    typed[block["block_id"]] = {element["action_id"]: value}
        self.person.submit_view(form, typed)

    def _answer(self, form: View, block: dict[str, Any], element: dict[str, Any]) -> Any:
        if block.get("optional") or any(name.startswith("initial_") for name in element):
            return None
        if form.typed.get(block["block_id"], {}).get(element["action_id"]):
            return None
        if element["type"] == "plain_text_input":
            return "Words <!here>"
        return self._choice(form, element, block["block_id"])


def _elements(block: dict[str, Any]) -> Iterable[dict[str, Any]]:
    parts = [block.get("accessory"), block.get("element"), *block.get("elements", [])]
    return [part for part in parts if isinstance(part, dict) and "action_id" in part]


def _chosen(kind: str, found: list[str]) -> str | list[str] | None:
    """Acme where it is offered, or what comes first."""
    one = "ACME" if "ACME" in found else next(iter(found), None)
    if one is None:
        return None
    return [one] if kind.startswith("multi_") or kind == "checkboxes" else one
