"""How a command ends: its exit status, and one sentence for whatever went wrong."""

import sys
from collections.abc import Sequence
from typing import Any, Final

import typer
from typer.core import TyperGroup

from bot.opening import UNWRITABLE
from bot.operations.first_signals import STOPPED
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
    """List every bad row with its line and what is wrong with it; what several share, once."""
    lines: dict[str, list[int]] = {}
    for row in bad.rows:
        lines.setdefault(row.reason, []).append(row.line)
    for reason, numbers in lines.items():
        tell(f"{file} {_lines_told(numbers)}: {reason}")


def _lines_told(numbers: Sequence[int]) -> str:
    """Such as “line 2”, or “lines 2 to 5, 9”."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"line{'s' if len(numbers) > 1 else ''} {told}"


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
