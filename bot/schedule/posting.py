"""Posting to a channel once: claimed before, confirmed after, looked up where nobody knows.

What was posted is kept beside the ledger, one document for each report, channel and period.
"""

import logging
import secrets
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.reasons import CALL_FAILED, is_pause, is_refusal, reason_of
from bot.views.parts import Message
from core.desk import Desk
from core.errors import BenefitError

EVENT_TYPE: Final = "benefit_desk_post"
SENDING: Final = timedelta(minutes=2)
"""How long another process may take to send a post that it claimed."""
CLOCKS_DIFFER: Final = timedelta(days=1)
"""How far a clock may have been wrong when something was claimed: so much earlier one looks."""
HISTORY_PAGE: Final = 200
THIS_PROCESS: Final = secrets.token_hex(8)
_posting: Final = threading.Lock()
_log: Final = logging.getLogger(__name__)


class PostRefused(BenefitError):
    """Slack doesn't take the post, so it isn't there."""

    def __init__(self, error: str) -> None:
        self.reason = error
        what_to_do = (
            "An administrator has to paste app_manifest.yml into the Slack app anew and install it"
            " again."
            if error == "missing_scope"
            else "Please see that Benefit Desk is a member of the channel for reports: /invite it"
            " there."
        )
        super().__init__(f"Slack did not take the post ({error}). {what_to_do}")


class SlackBusy(BenefitError):
    """Slack asks for a longer pause than somebody can wait for."""

    def __init__(self) -> None:
        super().__init__("Slack takes no more posts just now. Please try again in a minute.")


class PostUnderWay(BenefitError):
    """Another process is sending this post."""

    def __init__(self) -> None:
        super().__init__("This report is being posted at this moment.")


class PostUncertain(BenefitError):
    """Nobody knows whether the post arrived, and the channel could not be looked through."""

    def __init__(self) -> None:
        super().__init__(
            "It isn't known yet whether this report arrived in its channel. It will be looked up"
            " before it is sent again."
        )


class State(StrEnum):
    """What is known of a post."""

    CLAIMED = "claimed"
    POSTED = "posted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PostKey:
    """What is posted only once: a report, to a channel, for a period."""

    report: str
    channel: str
    period: str

    def __str__(self) -> str:
        return f"post:{self.report}:{self.channel}:{self.period}"


@dataclass(frozen=True, slots=True)
class Post:
    """A message that stands in a channel. `fresh` says that it was posted just now."""

    channel: str
    ts: str
    fresh: bool


def post_once(desk: Desk, slack: WebClient, key: PostKey, message: Message) -> Post:
    """Post the message, unless this report stands in the channel for this period already.

    Raises:
        PostRefused, SlackBusy: Slack did not take it; the next try may.
        PostUnderWay: another process is at it.
        PostUncertain: it may be there or not, and can't be looked up now.
    """
    with _posting:
        earlier = _claim(desk, key)
        if earlier is None:
            return _send(desk, slack, key, message)
        if earlier["state"] == State.POSTED:
            return Post(key.channel, earlier["ts"], fresh=False)
        if ts := _looked_up(slack, key, earlier, desk.clock.now()):
            _keep(desk, key, State.POSTED, ts=ts)
            return Post(key.channel, ts, fresh=False)
        _claim_again(desk, key, earlier)
        return _send(desk, slack, key, message)


def _claim(desk: Desk, key: PostKey) -> Mapping[str, Any] | None:
    """Claim the post, or give what an earlier try left behind."""
    with desk.store.deciding():
        earlier = desk.store.document(str(key))
        if earlier is None or earlier["state"] == State.REFUSED:
            _keep(desk, key, State.CLAIMED)
            return None
        if earlier["state"] == State.CLAIMED and _is_sending(desk, earlier):
            raise PostUnderWay
        return earlier


def _is_sending(desk: Desk, claim: Mapping[str, Any]) -> bool:
    age = desk.clock.now() - datetime.fromisoformat(claim["at"])
    return claim["process"] != THIS_PROCESS and age < SENDING


def _keep(desk: Desk, key: PostKey, state: State, *, ts: str = "") -> None:
    document = {"state": state.value, "at": desk.clock.now().isoformat(), "process": THIS_PROCESS}
    desk.store.keep(str(key), document | {"ts": ts})


def _claim_again(desk: Desk, key: PostKey, earlier: Mapping[str, Any]) -> None:
    with desk.store.deciding():
        if desk.store.document(str(key)) != earlier:
            raise PostUnderWay
        _keep(desk, key, State.CLAIMED)


def _looked_up(slack: WebClient, key: PostKey, claim: Mapping[str, Any], now: datetime) -> str:
    """The timestamp of the post that an unconfirmed try made; blank where it made none."""
    since = min(datetime.fromisoformat(claim["at"]), now) - CLOCKS_DIFFER
    try:
        messages = _messages(slack, key.channel, since)
        return next((str(found["ts"]) for found in messages if _is_post(found, key)), "")
    except CALL_FAILED as error:
        raise PostUncertain from error


def _messages(slack: WebClient, channel: str, since: datetime) -> Iterator[Mapping[str, Any]]:
    cursor = ""
    while True:
        page = slack.conversations_history(
            channel=channel,
            oldest=f"{since.timestamp():.6f}",
            limit=HISTORY_PAGE,
            cursor=cursor,
            include_all_metadata=True,
        )
        yield from page["messages"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _is_post(message: Mapping[str, Any], key: PostKey) -> bool:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return metadata.get("event_type") == EVENT_TYPE and payload.get("post") == str(key)


def _send(desk: Desk, slack: WebClient, key: PostKey, message: Message) -> Post:
    try:
        ts = _post(slack, key, message)
    except SlackApiError as error:
        if not is_refusal(error):
            raise PostUncertain from error
        _keep(desk, key, State.REFUSED)
        raise (SlackBusy() if is_pause(error) else PostRefused(reason_of(error))) from error
    except CALL_FAILED as error:
        raise PostUncertain from error
    _keep(desk, key, State.POSTED, ts=ts)
    return Post(key.channel, ts, fresh=True)


def _post(slack: WebClient, key: PostKey, message: Message) -> str:
    metadata = {"event_type": EVENT_TYPE, "event_payload": {"post": str(key)}}
    try:
        answer = slack.chat_postMessage(
            channel=key.channel, metadata=metadata, **message.as_arguments()
        )
    except SlackApiError as error:
        if message.otherwise is None or reason_of(error) != "invalid_blocks":
            raise
        _log.info("This workspace draws no charts or tables yet; the report goes out as text.")
        return _post(slack, key, message.otherwise)
    return str(answer["ts"])
