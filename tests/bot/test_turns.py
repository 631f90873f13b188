"""In a rush, whoever Slack waits for goes first, and a message comes a moment later."""

import threading
from collections.abc import Callable

import pytest
from slack_bolt import Ack

from bot.slack import turns
from bot.slack.turns import Turns


def an_ack() -> Ack:
    """An acknowledgement that isn't given yet."""
    return Ack()  # type: ignore[no-untyped-call]


@pytest.fixture
def told() -> tuple[threading.Event, Callable[[Turns], threading.Thread]]:
    """A flag, and how to send somebody who raises it after everybody else."""
    flag = threading.Event()

    def send(of: Turns) -> threading.Thread:
        def tell() -> None:
            of.after_you()
            flag.set()

        thread = threading.Thread(target=tell)
        thread.start()
        return thread

    return flag, send


Told = tuple[threading.Event, Callable[[Turns], threading.Thread]]


def test_a_message_waits_for_an_acknowledgement(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes as soon as the last act in hand is acknowledged, though that act isn't over."""
    monkeypatch.setattr(turns, "LONGEST", 60)
    flag, send = told
    those, first, second = Turns(), an_ack(), an_ack()
    with those.take(first), those.take(second):
        thread = send(those)
        first()
        assert not flag.wait(0.05)
        second()
        assert flag.wait(30)
        thread.join()


def test_an_act_that_ends_without_one_holds_nobody_up(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form that broke is answered by Bolt."""
    monkeypatch.setattr(turns, "LONGEST", 60)
    flag, send = told
    those = Turns()
    with those.take(an_ack()):
        thread = send(those)
        assert not flag.wait(0.05)
    assert flag.wait(30)
    thread.join()


def test_a_slow_act_holds_a_message_up_for_a_moment_only(told: Told) -> None:
    """A form that takes a second to make must not keep all other people waiting for theirs."""
    flag, send = told
    those = Turns()
    with those.take(an_ack()):
        thread = send(those)
        assert flag.wait(30)
        thread.join()


def test_nobody_waits_where_nobody_has_to(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most of the time one act is in hand, and its message goes at once."""
    monkeypatch.setattr(turns, "LONGEST", 60)
    flag, send = told
    those, ack = Turns(), an_ack()
    ack()
    with those.take(ack):
        thread = send(those)
        assert flag.wait(30)
        thread.join()
