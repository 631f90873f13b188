"""/benefits: the panel, and the subcommands that lead to everything else."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from bot.calls import Call
from bot.names import Command
from bot.office import Office
from bot.switchboard import Switchboard
from bot.views.panel import USAGE, help_text, panel
from core.actor import Action
from core.errors import BenefitError

Subcommand = Callable[[Call, str], None]


class NoSuchSubcommand(BenefitError):
    """A word behind /benefits that means nothing."""

    def __init__(self, word: str) -> None:
        close = get_close_matches(word, USAGE, n=1)
        hint = f"Did you mean {Command.PANEL} {close[0]}?" if close else ""
        more = f"{Command.PANEL} help lists what there is."
        super().__init__(f"There is no {Command.PANEL} {word}. {hint or more}")


class Panel:
    """Listens to /benefits. `subcommands` take the call and the text behind their name."""

    def __init__(self, office: Office, subcommands: Mapping[str, Subcommand]) -> None:
        self._office = office
        self._subcommands = {**subcommands, "help": self.help}

    def listen(self, to: Switchboard) -> None:
        """Take the command."""
        to.command(Command.PANEL, self.command)

    def command(self, call: Call) -> None:
        """/benefits, with or without a subcommand."""
        word, _, text = call.text.partition(" ")
        if not word:
            actor = self._office.allowed(call, Action.READ)
            self._office.answers.tell(call.user, panel(actor), reply_to=call.reply_to)
            return
        subcommand = self._subcommands.get(word.casefold())
        if subcommand is None:
            raise NoSuchSubcommand(word)
        subcommand(call, text.strip())

    def help(self, call: Call, _text: str) -> None:
        """List the subcommands."""
        actor = self._office.allowed(call, Action.READ)
        self._office.answers.tell(call.user, help_text(actor), reply_to=call.reply_to)
