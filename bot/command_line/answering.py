"""How a command ends: its exit status, and one sentence for whatever went wrong."""

import sys
from typing import Any, Final

import typer
from typer.core import TyperGroup

from bot.first_signals import STOPPED
from bot.opening import UNWRITABLE
from bot.settings.mistakes import SettingsWrong
from core.errors import BenefitError
from core.importing import BadRows

DONE: Final = 0
FAILED: Final = 1
WRONG_USE: Final = 2
INTERRUPTED: Final = 130
"""What typer answers when somebody presses Ctrl-C."""


class WrongUse(Exception):
    """A command was typed in a way that it can't be meant."""


class Failed(Exception):
    """The work failed; the text says what is wrong."""


class Answering(TyperGroup):
    """Commands that say on stderr, in a sentence and without a traceback, what went wrong."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command that was typed, and leave with its exit status."""
        try:
            status = super().main(*args, **{**extra, "standalone_mode": False})
        except (WrongUse, SettingsWrong) as wrong:
            sys.exit(tell(str(wrong), WRONG_USE))
        except (Failed, BenefitError) as failed:
            sys.exit(tell(str(failed), FAILED))
        except typer.TyperException as wrong:
            sys.exit(tell(_one_line(wrong.format_message()), wrong.exit_code))
        except OSError as error:
            sys.exit(tell(of_system(error), FAILED))
        if status == INTERRUPTED:
            status = tell(STOPPED, FAILED)
        sys.exit(status if isinstance(status, int) else DONE)


def tell_bad_rows(file: object, bad: BadRows) -> None:
    """List every bad row with its line and what is wrong with it."""
    for row in bad.rows:
        tell(f"{file} line {row.line}: {row.reason}")


def tell(text: str, status: int = FAILED) -> int:
    """Say it on stderr; gives back the exit status that goes with it."""
    typer.echo(text, err=True)
    return status


def of_system(error: OSError) -> str:
    """What the operating system refused, and of which file."""
    why = error.strerror or str(error)
    if error.filename:
        return f"{error.filename}: {why}."
    return f"The answer can't be shown: {why}." if error.errno in UNWRITABLE else f"{why}."


def _one_line(message: str) -> str:
    """Typer's own message on one line, ended like a sentence."""
    text = " ".join(message.replace("Value error, ", "").split())
    return text if text.endswith((".", "?", ")")) else f"{text}."
