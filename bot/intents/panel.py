"""/benefits: the panel, and the subcommands that lead to everything else."""

import json
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Final

from bot.calls import Call
from bot.names import Act, Command
from bot.office import Office
from bot.slack.switchboard import Switchboard
from bot.views.panel import help_text, no_such_subcommand, panel
from core.actor import Action

Subcommand = Callable[[Call, str], None]
MOST_MEANT: Final = 3


class Panel:
    """Listens to /benefits. `subcommands` take the call and the text behind their name."""

    def __init__(self, office: Office, subcommands: Mapping[str, Subcommand]) -> None:
        self._office = office
        self._subcommands = {**subcommands, "help": self.help}

    def listen(self, to: Switchboard) -> None:
        """Take the command, and buttons that stand for a subcommand."""
        to.command(Command.PANEL, self.command)
        to.action(Act.RUN, self.run)

    def command(self, call: Call) -> None:
        """/benefits, with or without a subcommand."""
        word, _, text = call.text.partition(" ")
        if not word:
            actor = self._office.allowed(call, Action.READ)
            self._office.answers.tell(call.user, panel(actor), reply_to=call.reply_to)
            return
        subcommand = self._subcommands.get(word.casefold())
        if subcommand is None:
            self._ask_which(call, word, text.strip())
            return
        subcommand(call, text.strip())

    def run(self, call: Call) -> None:
        """A button that stands for a subcommand and the text behind it."""
        meant = json.loads(call.value)
        self._subcommands[meant["subcommand"]](call, meant["text"])

    def help(self, call: Call, text: str) -> None:
        """List the subcommands, with examples; or what is said of the one that is named."""
        actor = self._office.allowed(call, Action.READ)
        self._office.answers.tell(
            call.user, help_text(actor, text.casefold()), reply_to=call.reply_to
        )

    def _ask_which(self, call: Call, word: str, text: str) -> None:
        self._office.allowed(call, Action.READ)
        close = get_close_matches(word.casefold(), self._subcommands, n=MOST_MEANT)
        told = no_such_subcommand(word, text, close)
        self._office.answers.tell(call.user, told, reply_to=call.reply_to)
