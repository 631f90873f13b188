"""The demo as a process, the way a newcomer starts it."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, Queue

PATIENCE_SECONDS = 90.0
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


class DemoDidNotStart(Exception):
    """The demo never said that it is ready; the text is what it said instead."""


class Demo:
    """A demo that runs, and everything it said."""

    def __init__(self, *arguments: str, port: int = 0) -> None:
        """Start it on a port, or on a free one."""
        self.port = port or free_port()
        self.said: list[str] = []
        self._lines: Queue[str] = Queue()
        command = (sys.executable, "-m", "bot", "demo", "--port", str(self.port), "--no-browser")
        self.process = subprocess.Popen(
            (*command, *arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=dict(os.environ),
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_for(self, words: str) -> str:
        """Wait until it says something; give the line.

        Raises:
            DemoDidNotStart: it ended, or took too long.
        """
        while True:
            try:
                line = self._lines.get(timeout=PATIENCE_SECONDS)
            except Empty:
                line = ""
            if not line:
                raise DemoDidNotStart("".join(self.said))
            if words in line:
                return line

    def interrupt(self, number: signal.Signals = signal.SIGINT) -> int:
        """Press Ctrl-C, or send another signal; give the exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)

    def everything(self) -> str:
        """Give all that it said until it ended."""
        self._reader.join(PATIENCE_SECONDS)
        return "".join(self.said)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            self._lines.put(line)
        self._lines.put("")


@contextmanager
def a_demo() -> Iterator[tuple[Demo, str]]:
    """Start a demo and wait until it is ready; give it and its address."""
    demo = Demo()
    try:
        found = _ADDRESS.search(demo.wait_for("Ready"))
        assert found is not None
        yield demo, found[0]
    finally:
        if demo.process.poll() is None:
            demo.process.terminate()
            demo.process.wait(PATIENCE_SECONDS)


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port: int = asking.getsockname()[1]
        return port
