"""The real bot as a process of its own: filling its store, starting it, ending it."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

_COMMAND = (sys.executable, "-m", "bot")
_LINES_TOLD = 12
_PATIENCE = 15.0
# A proxy of the machine's would be asked for addresses that only this machine has.
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")


class ImportFailed(Exception):
    """A file of the sample was refused."""

    def __init__(self, path: Path, said: str) -> None:
        super().__init__(f"The sample file {path.name} could not be imported:\n{said.strip()}")


class BotDied(Exception):
    """The bot ended by itself."""

    def __init__(self, status: int, log: Path) -> None:
        lines = log.read_text("utf-8", errors="replace").splitlines()[-_LINES_TOLD:]
        told = "\n".join(f"    {line}" for line in lines) or "    (nothing)"
        super().__init__(f"Benefit Desk ended with status {status}. It said last:\n{told}")


def import_file(environment: Mapping[str, str], kind: str, path: Path) -> None:
    """Let the bot's command line import one file.

    Raises:
        ImportFailed: it was refused.
    """
    command: Sequence[str] = (*_COMMAND, "import", str(path), "--kind", kind)
    done = subprocess.run(  # noqa: S603 - our own command, no shell
        command,
        env=_whole(environment),
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    if done.returncode:
        raise ImportFailed(path, done.stderr or done.stdout)


class Bot:
    """The bot, running from entering to leaving a ``with`` block; it writes into ``log``."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        """Prepare to start it with these variables added to this process's own."""
        self._environment = environment
        self._log = log

    def __enter__(self) -> Self:
        """Start it, in a session of its own: Ctrl-C in the terminal is not for it."""
        with self._log.open("wb") as log:
            self._running = subprocess.Popen(  # noqa: S603 - our own command, no shell
                (*_COMMAND, "serve"),
                env=_whole(self._environment),
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ask it to end, and end it where it does not."""
        self._running.terminate()
        try:
            self._running.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()

    def must_run(self) -> None:
        """Look whether it still runs.

        Raises:
            BotDied: it doesn't.
        """
        status = self._running.poll()
        if status is not None:
            raise BotDied(status, self._log)


def _whole(environment: Mapping[str, str]) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name.lower() not in _PROXIES}
    return own | {"PYTHONUNBUFFERED": "1"} | dict(environment)
