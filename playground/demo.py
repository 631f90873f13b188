"""The demo: pretend servers, a sample organisation, the real bot between them, and a page."""

import os
import signal
import sys
import tempfile
import threading
import time
import webbrowser
from pathlib import Path

from playground.bot_process import Bot, BotDied, ImportFailed, import_file
from playground.sample import write_sample
from playground.scene import Scene, found_scene
from playground.server import PortTaken, Server

_WRONG_USE = 2
_PATIENCE = 60.0


class NotConnected(Exception):
    """The bot runs, but does not come."""

    def __init__(self) -> None:
        super().__init__(f"Benefit Desk did not connect within {_PATIENCE:.0f} seconds.")


def run(port: int, *, servers_only: bool, open_browser: bool) -> None:
    """Run the demo until Ctrl-C.

    Raises:
        SystemExit: 2 where the port is in use, 1 where the bot does not run.
    """
    stop = _stop_on_signals()
    try:
        with tempfile.TemporaryDirectory(prefix="benefit-desk-") as folder:
            scene = found_scene(Path(folder))
            if servers_only:
                _serve_only(scene, port, stop)
            else:
                _serve_with_bot(scene, port, stop, open_browser=open_browser)
    except PortTaken as taken:
        _fail(str(taken), _WRONG_USE)
    except (ImportFailed, BotDied, NotConnected) as failed:
        _fail(str(failed), 1)
    _say("Stopped.")


def _serve_only(scene: Scene, port: int, stop: threading.Event) -> None:
    with Server(scene.workspace, scene.drive, scene.account, port=port) as server:
        _say(f"A pretend Slack and a pretend Google Sheets listen on {server.address}.")
        _say("A bot needs these variables:\n")
        for name, value in scene.environment(server.address).items():
            _say(f"export {name}='{value}'")
        _say("\nCtrl-C stops both.")
        stop.wait()


def _serve_with_bot(scene: Scene, port: int, stop: threading.Event, *, open_browser: bool) -> None:
    _say("Starting a pretend Slack and a pretend Google Sheets on this machine…")
    page = scene.playground()
    with Server(scene.workspace, scene.drive, scene.account, page=page, port=port) as server:
        _say("Filling in a sample organisation, a chamber of commerce with a year behind it…")
        _import_sample(scene, stop)
        _say("Starting Benefit Desk…")
        with Bot(scene.environment(server.address), scene.folder / "bot.log") as bot:
            _await_connection(scene, bot, stop)
            if not stop.is_set():
                _say(f"\nReady. Open {server.address} in a browser; Ctrl-C stops everything.")
            if not stop.is_set() and open_browser and _has_display():
                webbrowser.open(server.address)
            while not stop.wait(0.5):
                bot.must_run()
            _say("\nStopping…")


def _import_sample(scene: Scene, stop: threading.Event) -> None:
    for kind, path in write_sample(scene.folder, scene.today()):
        if not stop.is_set():
            import_file(scene.store_environment(), kind, path)


def _await_connection(scene: Scene, bot: Bot, stop: threading.Event) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not scene.workspace.line.is_app_there and not stop.wait(0.1):
        bot.must_run()
        if time.monotonic() > deadline:
            raise NotConnected


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda _number, _frame: stop.set())
    return stop


def _has_display() -> bool:
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _fail(sentence: str, status: int) -> None:
    print(sentence, file=sys.stderr, flush=True)
    raise SystemExit(status)
