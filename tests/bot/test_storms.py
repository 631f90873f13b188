"""Storms: the same thing many times at once, in any order, across restarts and losses.

Nothing is recorded twice, nothing that was confirmed is lost, and the person is told every time.
"""

import asyncio
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.app import build_app
from bot.names import Act, Command, Field, Form
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.stores.embedded import open_store
from playground.slack import Fault, Running, View, Workspace, payloads, running
from playground.slack.json_shapes import JsonObject
from playground.slack.recorder import Ack, Delivery
from tests.bot.explorer import Explorer, entry_of, furnish
from tests.bot.office import NEW_YEAR, SlackOffice, an_office, answers, served, usage_form, words_of
from tests.bot.sockets import connected
from tests.bot.test_enrolling import memberships, second_form

FEW, MANY = 20, 100


def few_and_many(few: int = FEW, many: int = MANY) -> pytest.MarkDecorator:
    """A small storm for every day, a whole one for `make storm`."""
    return pytest.mark.parametrize(
        "times", [few, pytest.param(many, marks=pytest.mark.storm)], ids=["few", "many"]
    )


def submission(office: SlackOffice, form: View, typed: dict[str, Any] | None = None) -> JsonObject:
    """What Slack tells of a submit, without telling it yet."""

    def fill() -> JsonObject:
        form.fill_all(typed)
        user = office.slack.workspace.users[form.user]
        return payloads.view_submission(office.slack.workspace, user, form)

    return office.slack.call_soon(fill)


def all_at_once(
    office: SlackOffice, payload: JsonObject, times: int, kind: Any = "interactive"
) -> list[Ack]:
    """Deliver the same payload so many times at once."""

    async def deliver() -> list[Ack]:
        line = office.slack.workspace.line
        each = (line.deliver(kind, payload, accepts_payload=True) for _ in range(times))
        return list(await asyncio.gather(*each))

    acks = office.slack.perform(deliver(), 60)
    office.settle()
    return acks


def shown_in_the_end(office: SlackOffice, acks: list[Ack], updates: int) -> list[str]:
    """What each submit was answered with: at once, or after the word that it takes a moment.

    `updates` of modals were made before.
    """
    assert all(ack.ok for ack in acks)
    at_once = [f"{ack.payload}" for ack in acks if "Just a moment" not in f"{ack.payload}"]
    calls = office.slack.workspace.recorder.calls_of("views.update")[updates:]
    shown = [*at_once, *(f"{call.arguments}" for call in calls)]
    assert len(shown) == len(acks)
    return shown


def updates_so_far(office: SlackOffice) -> int:
    """How often a modal was updated."""
    return len(office.slack.workspace.recorder.calls_of("views.update"))


def filled_usage_form(office: SlackOffice) -> JsonObject:
    """The submit of a filled form that records a guest pass."""
    return submission(office, usage_form(office, office.sam), answers(benefit_type="PASS"))


@few_and_many()
def test_the_same_usage_submitted_at_once_is_one(office: SlackOffice, times: int) -> None:
    """One is recorded; each of the others is told that it had been."""
    payload, before = filled_usage_form(office), updates_so_far(office)
    told = shown_in_the_end(office, all_at_once(office, payload, times), before)
    assert len(office.usages) == 1
    assert all("Guest pass" in each and "3 of 4 left" in each for each in told)
    assert sum("recorded already" not in each for each in told) == 1


@few_and_many()
def test_the_same_command_delivered_at_once_is_one(office: SlackOffice, times: int) -> None:
    """However often one press of the return key arrives."""
    workspace = office.slack.workspace
    payload = office.slack.call_soon(
        lambda: payloads.slash_command(
            workspace, office.staff, office.channel, Command.USE, "acme pass 2 today Tour"
        )
    )
    assert all(ack.ok for ack in all_at_once(office, payload, times, "slash_commands"))
    assert len(office.usages) == 1
    direct = workspace.direct_channel(office.staff)
    told = [*office.sam.sees(office.channel), *office.sam.sees(direct)]
    confirmed = [message for message in told if "2 of 4 left" in words_of(message)]
    before = [message for message in told if "nothing was recorded twice" in words_of(message)]
    assert (len(confirmed), len(before)) == (1, times - 1)


@few_and_many()
def test_the_same_undo_submitted_at_once_is_one(office: SlackOffice, times: int) -> None:
    """The units come back once."""
    told = office.says(office.staff, Command.USE, "acme pass", words="left")
    form = office.opened(office.staff, Form.UNDO, lambda: office.sam.click(told, Act.UNDO))
    payload = submission(office, form, {Field.REASON: {Field.REASON: "mistake"}})
    assert all(ack.ok for ack in all_at_once(office, payload, times))
    assert len(office.entries(EntryKind.VOID)) == 1


@few_and_many()
def test_the_same_enrolment_submitted_at_once_is_one(office: SlackOffice, times: int) -> None:
    """One membership, with its levels once."""
    payload, before = submission(office, second_form(office)), updates_so_far(office)
    told = shown_in_the_end(office, all_at_once(office, payload, times), before)
    assert all("Enrolled" in each for each in told)
    assert len(memberships(office, "BOB")) == 1
    assert len(office.desk.read(lambda books: books.levels_of(memberships(office, "BOB")[0].key)))


@contextmanager
def restarted(office: SlackOffice, folder: Path) -> Iterator[None]:
    """The bot ended and begun anew on the same store, while the block runs."""
    office.desk.store.close()
    store = open_store(folder / "office.db")
    before = office.desk
    office.desk = Desk(store, clock=office.clock, policy=office.settings.policy)
    try:
        with served(office):
            yield
    finally:
        store.close()
        office.desk = before


def entries(office: SlackOffice) -> list[Entry]:
    """The whole ledger."""
    return list(office.desk.store.entries())


@few_and_many(6, 60)
def test_every_payload_four_times_in_any_order_across_a_restart(
    slack: Running, tmp_path: Path, times: int
) -> None:
    """What everything that Slack offers wrote once, it never writes again.

    The payloads are those of somebody who pressed everything; `times` of each kind are taken.
    """
    chance = random.Random(times)
    with an_office(slack, tmp_path) as office:
        furnish(office, lines=12, uses=3)
        deliveries = Explorer(office, office.manager).explore()
        by_kind: dict[str, list[Delivery]] = {}
        for each in deliveries:
            by_kind.setdefault(entry_of(each).partition(" ")[0], []).append(each)
        chosen = [
            each for some in by_kind.values() for each in chance.sample(some, min(times, len(some)))
        ]
        storm = chance.sample(chosen * 4, len(chosen) * 4)
        before = entries(office)
        for delivery in storm[: len(storm) // 2]:
            assert office.slack.redeliver(delivery).ok
        office.settle()
        with restarted(office, tmp_path):
            for delivery in storm[len(storm) // 2 :]:
                assert office.slack.redeliver(delivery).ok
            office.settle()
            assert entries(office) == before
        assert any(entry.kind is EntryKind.USAGE for entry in before)
        slack.workspace.recorder.clear()


@few_and_many(5, 50)
def test_new_submissions_four_times_in_any_order_across_a_restart(
    slack: Running, tmp_path: Path, times: int
) -> None:
    """Forms that were open before the restart: each is recorded once, whenever it comes first."""
    chance = random.Random(times)
    with an_office(slack, tmp_path) as office:
        forms = []
        for _ in range(times):
            form = usage_form(office, office.sam)
            forms.append(submission(office, form, answers(benefit_type="NOTARY", quantity="7")))
            office.sam.close_view(form)
        # An equal usage is asked about, and so each of them is of another day.
        for day, payload in enumerate(forms):
            picked = payload["view"]["state"]["values"][Field.USED_ON][Field.USED_ON]
            picked["selected_date"] = str(NEW_YEAR + timedelta(days=day))
        storm = chance.sample(forms * 4, len(forms) * 4)
        confirmed = [all_at_once(office, each, 1)[0].payload for each in storm[: times * 2]]
        with restarted(office, tmp_path):
            confirmed += [all_at_once(office, each, 1)[0].payload for each in storm[times * 2 :]]
            assert len(office.usages) == times
            assert len({usage.on for usage in office.usages}) == times
        assert all("7 used on" in f"{answer}" for answer in confirmed)
        assert sum("recorded already" not in f"{answer}" for answer in confirmed) == times


class SlowDisk:
    """The store's port, over a disk that takes its time before and after it writes."""

    def __init__(self, store: Any, chance: random.Random) -> None:
        self._store = store
        self._chance = chance

    def append(self, written: Any) -> None:
        """Write, some time on."""
        time.sleep(self._chance.uniform(0, 0.03))
        self._store.append(written)
        time.sleep(self._chance.uniform(0, 0.03))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@pytest.fixture
def socket_office(manifest: dict[str, Any], tmp_path: Path) -> Iterator[SlackOffice]:
    """An office in a workspace of its own, whose bot is not served yet."""
    with (
        running(Workspace(manifest)) as slack,
        an_office(slack, tmp_path, serving=False) as office,
    ):
        yield office


@few_and_many(4, 100)
def test_the_socket_is_lost_in_mid_submit(socket_office: SlackOffice, times: int) -> None:
    """At any moment of it: pressed until Slack takes it, each is recorded once and told.

    Every other time Slack's Web API is gone as well for a moment.
    """
    office, chance = socket_office, random.Random(times)
    disk, office.desk.store = office.desk.store, SlowDisk(office.desk.store, chance)
    direct = office.slack.workspace.direct_channel(office.staff)
    catching_up = office.catching_up
    app = build_app(office.desk, office.settings, owed=office.owed)
    with connected(app, office.slack.workspace.app_token, greeted=catching_up.catch_up):
        for number in range(times):
            office.slack.until_connected()
            form = usage_form(office, office.sam)
            typed = answers(benefit_type="NOTARY", quantity=str(number + 1))
            loss = office.slack.hang_up if number % 2 else partial(came_back, office)
            pressed_until_taken(office, form, typed, later(loss, chance))
            assert len(office.usages) == number + 1
            office.sam.close_view(form)
        office.settle()
        catching_up.catch_up()
    office.desk.store = disk
    told = [*office.sam.sees(office.channel), *office.sam.sees(direct)]
    for number in range(times):
        words = f"{number + 1} used on 15 Jun 2026"
        assert [message for message in told if words in words_of(message)], words
    assert office.desk.store.last is not None


def later(act: Callable[[], object], chance: random.Random) -> threading.Thread:
    """What does something at some moment of the fraction of a second after its start."""
    return threading.Timer(chance.uniform(0, 0.12), act)


def came_back(office: SlackOffice) -> None:
    """Slack goes away altogether, and is there again."""
    office.slack.hang_up()
    for method in ("response_url", "chat.postMessage"):
        office.slack.workspace.faults.order(method, Fault(status=503))


def pressed_until_taken(
    office: SlackOffice, form: View, typed: Any, loss: threading.Thread
) -> None:
    """Submit a form while the line is lost, and again until it is taken, as people do."""
    loss.start()
    done = office.sam.submit_view(form, typed)
    loss.join()
    for _ in range(10):
        if done.kind == "updated":
            return
        assert done.trouble, done
        office.slack.until_connected()
        done = office.sam.submit_view(form)
    raise AssertionError(done)
