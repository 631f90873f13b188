"""Checked: parts of views as Slack takes them, each seen to keep the SDK's limits.

The SDK looks through every attribute of every object for its checks, which takes longer than all
the rest of an answer. Here they are looked up once for each class; a test holds what comes out to
what the SDK writes.
"""

from functools import cache
from typing import Any, Final

from slack_sdk.models.basic_objects import JsonObject

Json = dict[str, Any]


def as_json(part: JsonObject) -> Json:
    """The part and all within it, written in its own way where it has one, as choices have.

    Raises:
        SlackObjectFormationError: one of them breaks a limit of Slack's.
    """
    return part.to_dict() if _writes_itself(type(part)) else checked(part)


def checked(part: JsonObject) -> Json:
    """The same, by its attributes.

    Raises:
        SlackObjectFormationError: one of them breaks a limit of Slack's.
    """
    kind = type(part)
    for check in _checks(kind):
        getattr(part, check)()
    names = _names.get(kind) or _names.setdefault(kind, tuple(sorted(part.attributes)))
    return {
        name: _within(value) for name in names if not _is_blank(value := getattr(part, name, None))
    }


_names: Final[dict[type[JsonObject], tuple[str, ...]]] = {}
"""What objects of each class are made of, which the SDK puts together anew for each object."""


def _within(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_within(each) for each in value]
    # Asking whether it is one of the SDK's objects takes much longer.
    return as_json(value) if hasattr(value, "to_dict") else value


def _is_blank(value: Any) -> bool:
    """Whether there is nothing in it; a number and a no are something."""
    return not value and not isinstance(value, int | float)


@cache
def _writes_itself(kind: type[JsonObject]) -> bool:
    return kind.to_dict is not JsonObject.to_dict


@cache
def _checks(kind: type[JsonObject]) -> tuple[str, ...]:
    """The methods that the SDK marked as checks of this class."""
    return tuple(name for name in dir(kind) if hasattr(getattr(kind, name, None), "validator"))
