"""The panel of /benefits: what there is, and a button for each."""

from collections.abc import Mapping
from typing import Final

from slack_sdk.models.blocks import Block

from bot.names import Act, Command
from bot.views.parts import Message, button, context, menu_by_typing, row, section
from core.actor import Action, Actor

USAGE: Final[Mapping[str, tuple[str, Action]]] = {
    "check": ("check [contact]: what a contact has, and what was used", Action.READ),
    "use": ('use [contact "benefit" quantity date description]: record usage', Action.RECORD),
    "enroll": ("enroll: make somebody a member", Action.ENROLL),
    "report": ("report [first day] [last day]: who used which benefits", Action.READ),
    "post-report": ("post-report: post the weekly report in its channel now", Action.ENROLL),
    "sync": ("sync: bring ledger and sheet together now", Action.SYNC),
    "undo": ("undo: take back what you recorded lately", Action.VOID_OWN),
    "help": ("help: this list", Action.READ),
}
"""The subcommands: how each is written, and what somebody has to be allowed for it."""
UNDO_ABOUT: Final = "undo contact: take back what anybody recorded about them"
WELCOME: Final = "What would you like to do?"
EXAMPLE_OF_CHECK: Final = f"{Command.CHECK} Acme"
EXAMPLE: Final = f'{Command.USE} Acme "conference room" 2 yesterday Board meeting'


def panel(actor: Actor) -> Message:
    """The buttons for what this person may do."""
    blocks: list[Block] = [section(WELCOME)]
    buttons = [
        button(label, act, style="primary" if act is Act.RECORD else None)
        for label, act, action in _BUTTONS
        if actor.may(action)
    ]
    if buttons:
        blocks.append(row(*buttons))
    blocks.append(row(menu_by_typing(Act.ASK_CONTACT, "Check a member's benefits")))
    example = _example(actor)
    blocks.append(context(f"Or type it: `{example}`. `{Command.PANEL} help` lists all commands."))
    return Message(WELCOME, tuple(blocks))


def help_text(actor: Actor) -> Message:
    """The subcommands that this person may use."""
    lines = [f"`{Command.PANEL} {usage}`" for usage, action in USAGE.values() if actor.may(action)]
    if actor.may(Action.VOID_ANY):
        lines.append(f"`{Command.PANEL} {UNDO_ABOUT}`")
    short = [f"`{Command.CHECK}`"]
    if actor.may(Action.RECORD):
        short.insert(0, f"`{Command.USE}`")
    are = "are shortcuts" if len(short) > 1 else "is a shortcut"
    shortcuts = f"{' and '.join(short)} {are}. An example: `{_example(actor)}`"
    return Message("What /benefits can do.", (section("\n".join([*lines, shortcuts])),))


def _example(actor: Actor) -> str:
    return EXAMPLE if actor.may(Action.RECORD) else EXAMPLE_OF_CHECK


_BUTTONS: Final = (
    ("Record usage", Act.RECORD, Action.RECORD),
    ("Enroll a member", Act.ENROLL, Action.ENROLL),
    ("Usage report", Act.REPORT, Action.READ),
    ("Undo …", Act.LATEST, Action.VOID_OWN),
    ("Sync now", Act.SYNC, Action.SYNC),
)
