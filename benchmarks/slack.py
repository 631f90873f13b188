"""A slash command and a submission in Slack, against a bare Bolt app with as many listeners.

Both apps get the same payloads in one process and send as many answers to the same Slack, which
is another process. The bare one decides nothing and records nothing. Answers go over plain HTTP,
where they cost least, and over TLS, as Slack takes them.
"""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final
from unittest import mock

from rich.console import Console
from rich.table import Table
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from benchmarks.certificate import make_certificate
from benchmarks.timing import goal
from benchmarks.world import World
from bot.app import AT_ONCE, build_app
from bot.names import Act, Command, Form, Shortcut
from bot.settings import Environment, Roles, Settings
from bot.slack.owed import Owed
from bot.slips import UsageSlip, written
from core.desk import Desk
from core.snapshot import remembered
from core.stores.embedded import open_store

USER: Final = "U0BENCH"
BLOCKS, PER_BLOCK = 8, 40
GOAL_CPU, GOAL_MS = 1.5, 50.0
TOGETHER, ROUNDS = 32, 20
SHOWN: Final = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Usage recorded"},
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Recorded."}}],
}
LISTENERS: Final = len(Command) + len(Shortcut) + len(Form) + len(Act)
_numbers = count(time.time_ns() // 1_000_000 % 10_000_000)
"""Never the same ones, so that nothing looks like something recorded before."""


@contextmanager
def slack(*certificate: str) -> Iterator[str]:
    """The address of a Slack that says yes, while the block runs; by TLS with a certificate."""
    command = [sys.executable, "-m", "benchmarks.fake_slack", *certificate]
    scheme = "https" if certificate else "http"
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"{scheme}://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


@contextmanager
def trusted(folder: Path) -> Iterator[str]:
    """A new certificate's file; while the block runs, whoever connects trusts it and no other."""
    path = folder / "slack.pem"
    make_certificate(path)
    with mock.patch.dict(os.environ, {"SSL_CERT_FILE": str(path)}):
        yield str(path)


def typed(where: str, members: int) -> dict[str, Any]:
    """A slash command that records a use."""
    number = next(_numbers)
    text = f"M{number % members} PASS {1 + number % 499} today Guest {number}"
    return {
        "command": "/benefit-use",
        "text": text,
        "user_id": USER,
        "team_id": "T1",
        "trigger_id": f"{number}",
        "response_url": f"{where}/hooks/commands/{number}",
    }


def submitted(where: str, members: int) -> dict[str, Any]:
    """The submit of the form that records a use."""
    number = next(_numbers)
    contact = f"M{number % members}"
    given = {
        "contact": {"contact": {"selected_option": {"value": contact}}},
        f"benefit_type:{contact}": {"benefit_type": {"selected_option": {"value": "PASS"}}},
        "quantity": {"quantity": {"value": str(1 + number % 499)}},
        "description": {"description": {"value": f"Guest {number}"}},
    }
    slip = UsageSlip(nonce=f"n{number}", reply_to=f"{where}/hooks/commands/{number}")
    view = {
        "id": "V1",
        "type": "modal",
        "hash": "1.a",
        "callback_id": "usage_form",
        "private_metadata": written(slip),
        "blocks": [{"type": "input", "block_id": name} for name in given],
        "state": {"values": given},
    }
    return {
        "type": "view_submission",
        "user": {"id": USER},
        "team": {"id": "T1"},
        "trigger_id": f"{number}",
        "view": view,
    }


@dataclass
class Bot:
    """An app, and how to wait until it has nothing in hand."""

    app: App
    idle: Callable[[], object]

    def take(self, payload: dict[str, Any]) -> None:
        """Give it a payload, and wait for the acknowledgement only."""
        answer = self.app.dispatch(BoltRequest(body=payload, mode="socket_mode"))
        assert answer.status == 200, answer.body


def ours(desk: Desk, where: str) -> Bot:
    """Benefit Desk."""
    settings = Settings(
        roles=Roles(staff=(USER,)),
        environment=Environment.model_validate(
            {"SLACK_BOT_TOKEN": "xoxb-bench", "SLACK_API_URL": f"{where}/api/"}
        ),
    )
    owed = Owed(desk.clock)
    return Bot(build_app(desk, settings, owed=owed), lambda: owed.wait(60))


def bare(where: str, listeners: int) -> Bot:
    """Bolt with so many listeners, which acknowledge and send one answer."""
    app = App(
        client=WebClient(token="xoxb-bench", base_url=f"{where}/api/", retry_handlers=[]),
        listener_executor=ThreadPoolExecutor(AT_ONCE),
    )
    busy = _Busy()

    def take(ack: Any, body: dict[str, Any]) -> None:
        with busy:
            shown = {"response_action": "update", "view": SHOWN} if "view" in body else {}
            ack(**shown)
            to = f"{where}/hooks/commands/1"
            WebhookClient(to, retry_handlers=[]).send(text="Recorded.", blocks=SHOWN["blocks"])  # type: ignore[arg-type]

    for number in range(listeners - 2):
        if number == listeners // 2:
            app.command("/benefit-use")(take)
            app.view("usage_form")(take)
        app.action(f"button {number}")(take)
    return Bot(app, busy.wait)


class _Busy:
    """Counts listeners that run."""

    def __init__(self) -> None:
        self._running, self._changed = 0, threading.Condition()

    def __enter__(self) -> None:
        with self._changed:
            self._running += 1

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._running -= 1
            self._changed.notify_all()

    def wait(self) -> None:
        """Wait until none runs."""
        with self._changed:
            self._changed.wait_for(lambda: not self._running)


def cpu(bot: Bot, payloads: list[dict[str, Any]]) -> float:
    """Milliseconds of this process's CPU for each payload, its answers sent."""
    began = time.process_time()
    for payload in payloads:
        bot.take(payload)
    bot.idle()
    return (time.process_time() - began) * 1000 / len(payloads)


def at_once(bot: Bot, make: Callable[[], dict[str, Any]]) -> list[float]:
    """Milliseconds until each of so many at once is acknowledged, round by round."""
    took = list[float]()

    def one(payload: dict[str, Any]) -> float:
        began = time.perf_counter()
        bot.take(payload)
        return (time.perf_counter() - began) * 1000

    with ThreadPoolExecutor(TOGETHER) as people:
        for _ in range(ROUNDS):
            took += people.map(one, [make() for _ in range(TOGETHER)])
            bot.idle()
    return sorted(took)


def show(world: World, members: int, folder: Path, console: Console) -> None:
    """CPU as a ratio, and the slowest of a hundred answers."""
    with closing(open_store(world.path)) as store, trusted(folder) as certificate:
        desk = Desk(store, books=remembered(store))
        table = Table(
            "what", "CPU ms", "bare Bolt ms", "×", "goal", "32 at once, p99 ms", "bare", "goal"
        )
        for way, with_tls in (("plain HTTP", ()), ("TLS", (certificate,))):
            with slack(*with_tls) as where:
                bots = {"ours": ours(desk, where), "bare": bare(where, LISTENERS)}
                for name, kind in (("slash command", typed), ("submission", submitted)):
                    make = partial(kind, where, members)
                    table.add_row(f"{name}, {way}", *_row(bots, make))
    console.print(f"Slack over a ledger of {world.entries:,} entries")
    console.print(table, "")


def _row(bots: dict[str, Bot], make: Callable[[], dict[str, Any]]) -> list[str]:
    spent: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(BLOCKS):
        for name, bot in bots.items():
            spent[name].append(cpu(bot, [make() for _ in range(PER_BLOCK)]))
    own, peer = (statistics.median(spent[name]) for name in ("ours", "bare"))
    slowest = {name: at_once(bot, make) for name, bot in bots.items()}
    p99 = {name: took[int(len(took) * 0.99)] for name, took in slowest.items()}
    return [
        f"{own:.2f}",
        f"{peer:.2f}",
        f"{own / peer:.2f}",
        goal(own / peer, GOAL_CPU),
        f"{p99['ours']:.0f}",
        f"{p99['bare']:.0f}",
        goal(p99["ours"], GOAL_MS),
    ]
