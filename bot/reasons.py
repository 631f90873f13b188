"""Why Slack refused something, in Slack's own words."""

from http import HTTPStatus
from http.client import HTTPException
from typing import Final

from slack_sdk.errors import SlackApiError, SlackClientError

CALL_FAILED: Final = (SlackClientError, OSError, HTTPException)
"""Whatever a call of Slack may raise: refused, not reached, or broken off."""

_MAY_BE_DONE: Final = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)
"""Slack's words for a call that may have had its effect all the same."""


def reason_of(error: SlackApiError) -> str:
    """Slack's word for it, such as `not_in_channel`."""
    return str(error.response.get("error") or "")


def may_work_later(error: BaseException) -> bool:
    """Whether the same call may succeed some time on: Slack was busy, failing, or not there."""
    if not isinstance(error, SlackApiError) or not is_refusal(error):
        return True
    return is_pause(error)


def is_pause(error: SlackApiError) -> bool:
    """Whether Slack did nothing because there were too many calls."""
    return getattr(error.response, "status_code", None) == HTTPStatus.TOO_MANY_REQUESTS


def is_refusal(error: SlackApiError) -> bool:
    """Whether Slack refused the call for certain. A failing server may have carried it out."""
    status = getattr(error.response, "status_code", None)
    answered = status in (HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS)
    return answered and reason_of(error) not in _MAY_BE_DONE
