"""The panel of /benefits: what there is, and a button for each; its help, with examples."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from slack_sdk.models.blocks import Block

from bot.names import Act, Command
from bot.views.choosing import BUTTON_VALUE, to_run
from bot.views.parts import (
    Message,
    button,
    context,
    cut,
    escaped,
    heading,
    menu_by_typing,
    row,
    section,
)
from bot.views.sentences import panel as said
from core.actor import Action, Actor

WORD: Final = 60


class Help(NamedTuple):
    """An example of a subcommand, what it does, and the right that it needs."""

    example: str
    does: str
    action: Action


USAGE: Final[Mapping[str, Help]] = {
    "check": Help(*said.CHECK_HELP, Action.READ),
    "use": Help(*said.USE_HELP, Action.RECORD),
    "bulk": Help(*said.BULK_HELP, Action.RECORD),
    "register": Help(*said.REGISTER_HELP, Action.REGISTER),
    "cancel": Help(*said.CANCEL_HELP, Action.REGISTER),
    "convey": Help(*said.CONVEY_HELP, Action.CONVEY),
    "recall": Help(*said.RECALL_HELP, Action.CONVEY),
    "adjust": Help(*said.ADJUST_HELP, Action.ADJUST),
    "enroll": Help(*said.ENROLL_HELP, Action.ENROLL),
    "renew": Help(*said.RENEW_HELP, Action.ENROLL),
    "history": Help(*said.HISTORY_HELP, Action.READ),
    "report": Help(*said.REPORT_HELP, Action.READ),
    "post-report": Help(*said.POST_REPORT_HELP, Action.ENROLL),
    "sync": Help(*said.SYNC_HELP, Action.SYNC),
    "undo": Help(*said.UNDO_HELP, Action.VOID_OWN),
    "help": Help(*said.HELP_HELP, Action.READ),
}
"""The subcommands."""
UNDO_ABOUT: Final = Help(*said.UNDO_ABOUT_HELP, Action.VOID_ANY)
EXAMPLE_OF_CHECK: Final = f"{Command.CHECK} Acme"
EXAMPLE: Final = f"{Command.USE} {said.EXAMPLE}"


def panel(actor: Actor) -> Message:
    """The buttons for what this person may do."""
    blocks: list[Block] = [section(said.WELCOME)]
    blocks += quick_actions(actor, BUTTONS)
    blocks.append(row(menu_by_typing(Act.ASK_CONTACT, said.CHECK)))
    told = said.OR_TYPE.format(example=_example(actor), help=f"{Command.PANEL} help")
    blocks.append(context(told))
    return Message(said.WELCOME, tuple(blocks))


def quick_actions(
    actor: Actor, rows: Sequence[Sequence[tuple[str, Act, Action]]]
) -> Sequence[Block]:
    """Rows of buttons, of those that this person may press."""
    allowed = (
        [
            button(label, act, style="primary" if act is Act.RECORD else None)
            for label, act, action in each
            if actor.may(action)
        ]
        for each in rows
    )
    return [row(*buttons) for buttons in allowed if buttons]


def help_text(actor: Actor, about: str = "") -> Message:
    """The subcommands that this person may use, each by an example; or one of them."""
    told = [each for each in _helps() if actor.may(each.action)]
    told = [each for each in told if each.example.partition(" ")[0] == about] or told
    lines = [f"`{Command.PANEL} {each.example}`  {each.does}" for each in told]
    blocks = (
        heading(said.HELP_TITLE.format(command=Command.PANEL)),
        section("\n".join(lines)),
        section(said.SHORT.format(example=_example(actor))),
        context(said.SHORTCUTS),
    )
    return Message(said.HELP, blocks)


def _helps() -> Iterator[Help]:
    """All of the help, what belongs together side by side."""
    for name, each in USAGE.items():
        yield each
        if name == "undo":
            yield UNDO_ABOUT


def no_such_subcommand(word: str, text: str, close: Sequence[str]) -> Message:
    """What is said of a word behind /benefits that means nothing; what it may mean, as buttons."""
    unknown = escaped(said.UNKNOWN.format(command=Command.PANEL, word=cut(word, WORD)))
    more = said.DID_YOU_MEAN if close else said.SEE_HELP.format(command=Command.PANEL)
    told = f"{unknown} {more}"
    texts = [(name, cut(f"{name} {text}".strip(), WORD)) for name in close]
    buttons = [
        row(button(f"{Command.PANEL} {label}", Act.RUN, value))
        for name, label in texts
        if len(value := to_run(name, text)) <= BUTTON_VALUE
    ]
    return Message(told, (section(told), *buttons))


def _example(actor: Actor) -> str:
    return EXAMPLE if actor.may(Action.RECORD) else EXAMPLE_OF_CHECK


BUTTONS: Final = (
    (
        (said.RECORD, Act.RECORD, Action.RECORD),
        (said.BULK, Act.BULK, Action.RECORD),
        (said.REGISTER, Act.REGISTER, Action.REGISTER),
        (said.REPORT, Act.REPORT, Action.READ),
        (said.UNDO, Act.LATEST, Action.VOID_OWN),
        (said.SYNC, Act.SYNC, Action.SYNC),
    ),
    (
        (said.ENROLL, Act.ENROLL, Action.ENROLL),
        (said.RENEW, Act.RENEW, Action.ENROLL),
        (said.CONVEY, Act.CONVEY, Action.CONVEY),
        (said.ADJUST, Act.ADJUST, Action.ADJUST),
    ),
)
"""What the panel offers: everyday acts in one row, the managers' in the next."""
