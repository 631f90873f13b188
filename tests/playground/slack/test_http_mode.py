"""The same app over signed HTTP requests."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.signature import SignatureVerifier

from playground.slack import Channel, Running, User
from playground.slack.outcomes import NO_APP
from playground.slack.signed_http import signature
from tests.playground.slack.blocks import actions, button
from tests.playground.slack.desk import Desk, desk_of

pytestmark = pytest.mark.timeout(20)


class Quiet(WSGIRequestHandler):
    """Keeps requests out of the test's output."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@contextlib.contextmanager
def listening(wsgi: Any) -> Iterator[str]:
    """Serve a WSGI app on a free port and give its address."""
    with make_server("127.0.0.1", 0, wsgi, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/slack/events"
        server.shutdown()
        thread.join()


@pytest.fixture
def desk(slack: Running) -> Iterator[Desk]:
    """Serve the app and make its address the request URL."""
    desk = desk_of(slack)
    with listening(SlackRequestHandler(desk.app, path="/slack/events")) as url:
        slack.workspace.line.request_url = url
        yield desk


def test_slack_checks_the_request_url(slack: Running, desk: Desk) -> None:
    """The challenge comes back from the app, and from nobody else."""
    assert desk.told == []
    assert slack.perform(slack.workspace.line.verify_request_url())
    slack.workspace.line.request_url = slack.base_url + "api.test"
    assert not slack.perform(slack.workspace.line.verify_request_url())


def test_the_whole_way_works_over_http(
    slack: Running, desk: Desk, ada: User, general: Channel
) -> None:
    """Command, form, suggestion, errors, click, event: signed, form-encoded and answered."""
    person = slack.person(ada)
    desk.answers["command"] = {"text": "Noted"}
    reply = person.run_command(general, "/benefit-use", "form").reply
    assert reply is not None
    assert reply.text == "Noted"
    view = person.wait_for_modal("form")
    assert person.suggest(view, "value", "Parking", block_id="what").values == ["B1", "B2"]
    desk.answers["submit"] = {"response_action": "errors", "errors": {"who": "No"}}
    typed = {"who": {"value": "Acme"}, "what": {"value": "B1"}}
    assert person.submit_view(view, typed).errors == {"who": "No"}
    desk.answers.clear()
    assert person.submit_view(view).kind == "closed"
    desk.app.client.chat_postMessage(channel=general.id, text="?", blocks=[actions(button())])
    assert person.click(general.messages[-1], "press").ok
    person.open_home()
    slack.until(lambda: person.home)
    assert {one.transport for one in slack.workspace.recorder.deliveries} == {"http"}


def test_an_app_with_another_secret_refuses(
    slack: Running, desk: Desk, ada: User, general: Channel
) -> None:
    """A signature that the app can't verify ends as a failed dispatch."""
    slack.workspace.line.signing_secret = "another"
    outcome = slack.person(ada).run_command(general, "/benefit-use")
    assert 'failed with the error "dispatch_failed"' in outcome.trouble
    assert desk.told == []


def test_an_app_that_takes_too_long_is_given_up(
    slack: Running, desk: Desk, ada: User, general: Channel
) -> None:
    """The answer after the time is up is not waited for."""
    slack.workspace.switches.ack_seconds = 0.2
    desk.pause = 0.5
    outcome = slack.person(ada).run_command(general, "/benefit-use")
    assert 'failed with the error "operation_timeout"' in outcome.trouble


def test_nobody_at_the_request_url(slack: Running, ada: User) -> None:
    """A refused connection is told at once."""
    with listening(None) as url:
        pass
    slack.workspace.line.request_url = url
    assert slack.person(ada).global_shortcut("panel").trouble == NO_APP


@pytest.mark.parametrize(("headers", "attempts"), [([], 3), ([("X-Slack-No-Retry", "1")], 1)])
def test_a_refused_event_is_sent_again_unless_the_app_says_not_to(
    slack: Running, ada: User, general: Channel, headers: list[tuple[str, str]], attempts: int
) -> None:
    """Each attempt carries its number and the reason; one header stops them."""
    slack.workspace.switches.event_retry_seconds = (0.0, 0.0)
    seen: list[tuple[str | None, str | None]] = []

    def refuse(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        number = environ.get("HTTP_X_SLACK_RETRY_NUM")
        seen.append((number, environ.get("HTTP_X_SLACK_RETRY_REASON")))
        start_response("500 Internal Server Error", headers)
        return [b""]

    with listening(refuse) as url:
        slack.workspace.line.request_url = url
        slack.person(ada).say(general, "hello")
        slack.perform(slack.workspace.line.settle())
    assert seen == [(None, None), ("1", "http_error"), ("2", "http_error")][:attempts]


def test_a_plain_text_answer_is_an_ephemeral_message(
    slack: Running, ada: User, general: Channel
) -> None:
    """An app may answer a command with nothing but text."""

    def greet(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"Hello"]

    with listening(greet) as url:
        slack.workspace.line.request_url = url
        reply = slack.person(ada).run_command(general, "/benefit-use").reply
    assert reply is not None
    assert (reply.text, reply.ephemeral_to) == ("Hello", ada.id)


@pytest.mark.parametrize("body", [b"{", b"[1]"])
def test_an_answer_that_only_says_it_is_json(
    slack: Running, ada: User, general: Channel, body: bytes
) -> None:
    """Broken JSON is shown as text, a list is no answer; either way the command was taken."""

    def mumble(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [body]

    with listening(mumble) as url:
        slack.workspace.line.request_url = url
        assert slack.person(ada).run_command(general, "/benefit-use").ok
    assert [message.text for message in general.messages] == (["{"] if body == b"{" else [])


def test_a_server_that_speaks_no_http(slack: Running, ada: User) -> None:
    """Whatever answers there, the dispatch failed."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_grumble, args=(listener,), daemon=True)
        thread.start()
        slack.workspace.line.request_url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        assert slack.person(ada).global_shortcut("panel").trouble == NO_APP
        thread.join()


def _grumble(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(b"220 mail.example.org ready\r\n")


def test_the_signature_is_slacks(slack: Running) -> None:
    """It is the one that Slack's own verifier computes."""
    secret = slack.workspace.signing_secret
    body = b"token=x&team_id=T1"
    theirs = SignatureVerifier(secret).generate_signature(timestamp="1795341614", body=body)
    assert signature(secret, "1795341614", body) == theirs
