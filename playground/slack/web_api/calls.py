"""One call of the Web API: its arguments, the right to make it, and its refusal."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from playground.slack.block_kit import Problem
from playground.slack.conversations import Channel, ChannelKind
from playground.slack.json_shapes import JsonObject
from playground.slack.people import User
from playground.slack.workspace import Workspace

LARGEST_PAGE = 1000
USUAL_PAGE = 100
_Item = TypeVar("_Item")


class ApiError(Exception):
    """A call that Slack refuses; ``answer`` is what it says beside ``ok`` and ``error``."""

    def __init__(self, error: str, **answer: Any) -> None:
        """Keep Slack's word for it."""
        self.error = error
        self.answer: JsonObject = answer
        super().__init__(error)

    @classmethod
    def of_problems(cls, error: str, problems: Sequence[Problem]) -> "ApiError":
        """Name the places that are wrong, as Slack does."""
        sentences = [str(problem) for problem in problems]
        messages = [f"[ERROR] {sentence}" for sentence in sentences]
        return cls(error, errors=sentences, response_metadata={"messages": messages})

    @classmethod
    def of_argument(cls, sentence: str) -> "ApiError":
        """Say what is wrong with an argument."""
        return cls("invalid_arguments", response_metadata={"messages": [f"[ERROR] {sentence}"]})


class RateLimited(Exception):
    """Too many calls; ``seconds`` is the ``Retry-After``."""

    def __init__(self, seconds: int) -> None:
        """Keep the pause that is asked for."""
        self.seconds = seconds
        super().__init__(f"retry after {seconds} seconds")


@dataclass(frozen=True, slots=True)
class Call:
    """A call by the app, with a token that was found right."""

    workspace: Workspace
    arguments: JsonObject

    def text(self, name: str, default: str = "") -> str:
        """Read an argument as a string."""
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def needed(self, name: str) -> str:
        """Read an argument that has to be there.

        Raises:
            ApiError: it is missing.
        """
        value = self.text(name)
        if not value:
            raise ApiError.of_argument(f"missing required field: {name}")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Read a yes or no in any of the ways in which it is sent."""
        value = self.text(name)
        return default if value == "" else value.lower() in {"1", "true"}

    def structure(self, name: str, error: str) -> Any:
        """Read an argument that is JSON, or a string with JSON in it.

        Raises:
            ApiError: with ``error`` where it is no JSON.
        """
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError as cause:
            raise ApiError(error) from cause

    def page(self, items: Sequence[_Item], *, usual: int = USUAL_PAGE) -> tuple[list[_Item], str]:
        """Cut out the page that ``limit`` and ``cursor`` ask for, and give the next cursor.

        Raises:
            ApiError: the limit or the cursor is none.
        """
        begin = _position(self.text("cursor"))
        limit = self._limit(usual)
        end = begin + limit
        following = _cursor(end) if end < len(items) else ""
        return list(items[begin:end]), following

    def _limit(self, usual: int) -> int:
        given = self.text("limit")
        if given in {"", "0"}:
            return usual
        if not given.isdecimal() or int(given) > LARGEST_PAGE:
            raise ApiError("invalid_limit")
        return int(given)

    def need_scope(self, *scopes: str) -> None:
        """Refuse the call where the app was not installed with one of these scopes.

        Raises:
            ApiError: ``missing_scope``, with what is needed and what is there.
        """
        provided = self.workspace.manifest.scopes
        if not provided.intersection(scopes):
            raise ApiError(
                "missing_scope", needed=",".join(scopes), provided=",".join(sorted(provided))
            )

    def channel(self, *, scope: str = "") -> Channel:
        """Find the channel that the call names by its id.

        ``scope`` is ``read`` or ``history``; the scope of that channel's kind is then needed.

        Raises:
            ApiError: there is none that the app can see, or the scope is missing.
        """
        channel = self.workspace.channels.get(self.needed("channel"))
        if channel is None or not self.sees(channel):
            raise ApiError("channel_not_found")
        if scope:
            self.need_scope(f"{SCOPE_WORDS[channel.kind]}:{scope}")
        return channel

    def sees(self, channel: Channel) -> bool:
        """Tell whether the app can know of a channel: public ones and its own."""
        return channel.kind == "public" or self.is_inside(channel)

    def is_inside(self, channel: Channel) -> bool:
        """Tell whether the app's bot is a member of a channel."""
        return self.workspace.bot_user.id in channel.members

    def user(self, name: str = "user") -> User:
        """Find the user that the call names.

        Raises:
            ApiError: there is none.
        """
        user = self.workspace.users.get(self.needed(name))
        if user is None:
            raise ApiError("user_not_found")
        return user


SCOPE_WORDS: dict[ChannelKind, str] = {"public": "channels", "private": "groups", "direct": "im"}


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the Web API: what it does, who may call it, and with which scopes."""

    run: Callable[[Call], JsonObject]
    scopes: tuple[str, ...] = ()
    caller: Literal["bot", "app", "anybody"] = "bot"


def _cursor(position: int) -> str:
    return base64.b64encode(f"next:{position}".encode()).decode()


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ApiError("invalid_cursor") from error
    if word != "next" or not number.isdecimal():
        raise ApiError("invalid_cursor")
    return int(number)
