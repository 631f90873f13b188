"""The bot killed while people record: each entry is there once, and each person was told of it."""

import random
import threading
import time
from typing import Any

import pytest

from playground.slack import Channel, PersonSync, Running, User
from tests.bot.command_line.test_running import serving
from tests.bot.command_line.typing_in import CommandLine

WAIT = 40.0


def words_of_all(person: PersonSync, *channels: Channel) -> str:
    """Everything that the person was told."""
    return " ".join(f"{said.blocks}" for channel in channels for said in person.sees(channel))


@pytest.mark.parametrize("times", [1, pytest.param(12, marks=pytest.mark.storm)])
@pytest.mark.timeout(600)
def test_a_killed_bot_tells_what_it_recorded(
    staffed: CommandLine, slack: Running, sam: User, front: Channel, times: int
) -> None:
    """After kill -9 at any moment, the next start tells what was recorded and may be untold."""
    chance, person = random.Random(times), slack.person(sam)
    staffed.done("adjust", "ACME", "GUEST", "--number", "900000", "--reason", "A storm is coming")
    sent = 0
    for _ in range(times):
        with serving(staffed) as bot:
            slack.until_connected()
            sent += 1
            person.run_command(front, "/benefit-use", f"ACME GUEST {sent} today Guest-{sent}.")
            person.wait_for_message(front, f"Guest-{sent}.", seconds=WAIT)
            killing = threading.Timer(chance.uniform(0, 1.5), bot.kill)
            killing.start()
            while killing.is_alive() and sent < 900:
                sent += 1
                person.run_command(front, "/benefit-use", f"ACME GUEST {sent} today Guest-{sent}.")
            bot.wait(10)
        slack.until(lambda: slack.workspace.line.sockets.count == 0)
    with serving(staffed):
        slack.until_connected()
        direct = slack.call_soon(lambda: slack.workspace.direct_channel(sam))
        rows: list[dict[str, Any]] = [
            row for row in staffed.rows("history") if row["kind"] == "usage"
        ]
        described = [row["description"] for row in rows]
        until = time.monotonic() + WAIT
        while untold := [
            each for each in described if each not in words_of_all(person, front, direct)
        ]:
            assert time.monotonic() < until, untold
            time.sleep(0.1)
    assert len(set(described)) == len(described)
    assert described
