"""Whatever Slack refuses: what the person sees of it, what goes on all the same, what is logged.

The stand-in refuses here by its own rules wherever it has one, not on order.
"""

import threading
import time
from collections.abc import Iterator

import pytest

from bot.app import slack_client
from bot.names import Command, Form, Shortcut
from bot.schedule.posting import PostRefused
from bot.schedule.weekly import post_weekly_report
from bot.settings import Reports
from core.contact import Contact
from playground.slack import Fault
from tests.bot.office import SlackOffice, answers, choose_contact, usage_form, words_of


@pytest.fixture
def without_posts(office: SlackOffice) -> Iterator[None]:
    """A workspace that installed the app without the scope for messages."""
    manifest = office.slack.workspace.manifest
    scopes, manifest.scopes = manifest.scopes, manifest.scopes - {"chat:write"}
    yield
    manifest.scopes = scopes


def test_an_expired_trigger_is_told(office: SlackOffice) -> None:
    """The person reads that they may just try again; the next try works."""
    office.slack.workspace.switches.trigger_seconds = -1
    office.says(office.staff, Command.USE, words="took too long for Slack")
    office.slack.workspace.switches.trigger_seconds = 3
    assert usage_form(office, office.sam).callback_id == Form.RECORD


def test_a_used_trigger_opens_no_second_form_and_bothers_nobody(office: SlackOffice) -> None:
    """The same shortcut delivered twice: one modal, and no word about the other."""
    office.opened(office.staff, Form.RECORD, lambda: office.sam.global_shortcut(Shortcut.RECORD))
    before = len(office.slack.workspace.recorder.calls_of("views.open"))
    office.slack.redeliver(office.slack.workspace.recorder.deliveries_of("shortcut")[-1])
    office.settle()
    opened = office.slack.workspace.recorder.calls_of("views.open")
    assert (len(opened), opened[-1].error) == (before + 1, "exchanged_trigger_id")
    assert len(office.slack.workspace.modals_of(office.staff).views) == 1
    assert office.sam.sees(office.slack.workspace.direct_channel(office.staff)) == []


def test_a_stale_hash_leaves_the_newer_form_alone(office: SlackOffice) -> None:
    """An earlier choice that comes in late: what was typed since stays as it is."""
    form = usage_form(office, office.sam, "ACME")
    early = office.slack.workspace.recorder.deliveries_of("block_actions")[-1]
    choose_contact(office, office.sam, form, "ANN", {"description": {"description": "Typed"}})
    newest = form.hash
    office.slack.redeliver(early)
    office.settle()
    assert office.slack.workspace.recorder.calls_of("views.update")[-1].error == "hash_conflict"
    assert form.hash == newest
    assert form.values()["description"]["description"]["value"] == "Typed"
    assert office.sam.modal is form


@pytest.mark.usefixtures("without_posts")
def test_a_missing_scope_is_told_with_what_to_do(office: SlackOffice) -> None:
    """A post says to install the app anew."""
    with pytest.raises(PostRefused, match="install it again"):
        post_weekly_report(office.desk, office.settings, slack_client(office.settings))


@pytest.mark.usefixtures("without_posts")
def test_a_missing_scope_loses_no_entry(
    office: SlackOffice, caplog: pytest.LogCaptureFixture
) -> None:
    """What is recorded stays; the form confirms it, and the log says why no message came."""
    form = usage_form(office, office.sam)
    office.slack.workspace.switches.hook_uses = 0
    assert office.sam.submit_view(form, answers(benefit_type="PASS")).kind == "updated"
    office.settle()
    assert "3 of 4 left" in words_of(form)
    assert len(office.usages) == 1
    assert "missing_scope" in caplog.text
    assert office.owed.take() == []


def test_a_scope_that_keeps_roles_unknown_fails_closed(
    office: SlackOffice, caplog: pytest.LogCaptureFixture
) -> None:
    """Without `users:read` nobody knows who somebody is: nothing is done, the log says why."""
    manifest = office.slack.workspace.manifest
    scopes, manifest.scopes = manifest.scopes, manifest.scopes - {"users:read"}
    try:
        office.says(office.staff, Command.USE, "acme pass", words="Slack did not say who you are")
    finally:
        manifest.scopes = scopes
    assert "missing_scope" in caplog.text
    assert office.usages == []


def test_an_unknown_channel_is_told(office: SlackOffice) -> None:
    """To whoever asked for the post, with what to look at."""
    nowhere = office.settings.model_copy(update={"reports": Reports(channel="C0NOWHERE")})
    with pytest.raises(PostRefused, match=r"channel_not_found.*/invite"):
        post_weekly_report(office.desk, nowhere, slack_client(nowhere))


def test_a_view_that_slack_refuses_is_told(office: SlackOffice) -> None:
    """A fault of ours is told in one sentence, and the reason is in the log."""
    office.slack.workspace.faults.order("views.open", Fault(error="invalid_arguments"))
    office.says(office.staff, Command.USE, words="Sorry, something went wrong")


def test_an_answer_that_slack_does_not_show_is_trouble_and_nothing_twice(
    office: SlackOffice,
) -> None:
    """Slack may refuse the answer to a submit: pressed again, the same usage is confirmed."""
    form = usage_form(office, office.sam)
    delivered = office.sam.submit_view(form, answers(benefit_type="PASS"))
    again = office.slack.redeliver(
        office.slack.workspace.recorder.deliveries_of("view_submission")[-1]
    )
    assert delivered.kind == "updated"
    assert "recorded already" in f"{again.payload}"
    assert len(office.usages) == 1


@pytest.mark.parametrize("method", ["views.open", "users.info", "usergroups.users.list"])
def test_a_short_pause_is_waited_out(office: SlackOffice, method: str) -> None:
    """One second is less than a trigger lives: the form opens, and nobody notices."""
    office.slack.workspace.faults.order(method, Fault(retry_after=1))
    began = time.monotonic()
    assert usage_form(office, office.may).callback_id == Form.RECORD
    assert time.monotonic() - began >= 1
    assert [call.status for call in office.slack.workspace.recorder.calls_of(method)][:2] == [
        429,
        200,
    ]


def test_a_long_pause_before_a_form_is_told(office: SlackOffice) -> None:
    """Its trigger would be dead by then."""
    office.slack.workspace.faults.order("views.open", Fault(retry_after=30))
    office.says(office.staff, Command.USE, words="Slack is busy")


def test_a_confirmation_comes_after_the_pause_that_slack_asks_for(office: SlackOffice) -> None:
    """Neither the entry nor the word about it is lost, and no listener waits for it meanwhile."""
    office.slack.workspace.switches.hook_uses = 0
    office.slack.workspace.faults.order("chat.postMessage", Fault(retry_after=2), times=2)
    office.sam.run_command(office.channel, Command.USE, "acme pass")
    office.settle()
    assert len(office.usages) == 1
    direct = office.slack.workspace.direct_channel(office.staff)
    assert office.sam.sees(direct) == []
    began = time.monotonic()
    office.catching_up.catch_up()
    assert time.monotonic() - began >= 2
    assert "3 of 4 left" in words_of(office.sam.sees(direct)[-1])
    assert len(office.usages) == 1


def test_posts_keep_slack_s_pace(office: SlackOffice) -> None:
    """About one a second in a channel: each of several is waited for, and none is lost."""
    switches = office.slack.workspace.switches
    switches.keeps_pace, switches.post_burst = True, 1
    slack = slack_client(office.settings, patience=30)
    began = time.monotonic()
    for number in range(3):
        slack.chat_postMessage(channel=office.reports.id, text=f"Post {number}")
    assert time.monotonic() - began >= 1.5
    posts = [message.text for message in office.may.sees(office.reports) if message.bot_id]
    assert posts == ["Post 0", "Post 1", "Post 2"]


def test_patience_ends(office: SlackOffice) -> None:
    """Pauses are counted together: three of one second are more than two."""
    office.slack.workspace.faults.order("chat.postMessage", Fault(retry_after=1), times=3)
    slack = slack_client(office.settings, patience=2)
    began = time.monotonic()
    with pytest.raises(Exception, match="ratelimited"):
        slack.chat_postMessage(channel=office.reports.id, text="Hello")
    assert 2 <= time.monotonic() - began < 3


def test_many_answers_at_once_keep_nobody_from_acting(office: SlackOffice) -> None:
    """While twenty answers wait for Slack, a form opens as long as its trigger lives."""
    office.slack.workspace.faults.order("response_url", Fault(pause=2), times=20)
    threads = [
        threading.Thread(
            target=office.person(office.manager).run_command,
            args=(office.channel, Command.CHECK, "acme"),
        )
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    form = usage_form(office, office.sam)
    assert form.callback_id == Form.RECORD
    for thread in threads:
        thread.join()
    office.settle()


def test_choices_come_in_time_among_a_hundred_thousand(office: SlackOffice) -> None:
    """The first question too, for which names are sorted; each has at most a hundred choices.

    In time is half of what Slack gives, in this process's own time: the machine may be busy.
    """
    office.slack.workspace.switches.ack_seconds = 60
    office.put(
        Contact(code=f"M{n}", name=f"Member {n * 7919 % 100_000:05} of the Chamber")
        for n in range(100_000)
    )
    form = usage_form(office, office.sam)
    for typed in ("", "m", "member 012", "chamber", "membr 04711 of the chambr", "acm", "zzzzzz"):
        began = time.process_time()
        found = office.sam.suggest(form, "contact", typed)
        assert time.process_time() - began < 1.5
        assert found.trouble == ""
        assert len(found.values) <= 100
    assert "ACME" in office.sam.suggest(form, "contact", "acm").values
