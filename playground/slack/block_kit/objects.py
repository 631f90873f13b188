"""Composition objects: texts, options, confirmations, filters."""

from typing import Any

from playground.slack.block_kit.rules import (
    Place,
    Problem,
    Problems,
    Rule,
    any_field,
    array,
    both,
    by_type,
    choice,
    flag,
    number,
    one_field,
    parts,
    shape,
    text,
)

IDENTIFIER = text(255)
URL = text(3000)
OPTIONS = 100


def plain(longest: int, *, shortest: int = 1) -> Rule:
    """Want a ``plain_text`` object."""
    fields = shape({"text": text(longest, shortest=shortest)}, {"emoji": flag})
    return by_type({"plain_text": fields})


def words(longest: int) -> Rule:
    """Want a ``plain_text`` or ``mrkdwn`` object."""
    return by_type(
        {
            "plain_text": shape({"text": text(longest)}, {"emoji": flag}),
            "mrkdwn": shape({"text": text(longest)}, {"verbatim": flag}),
        }
    )


def option(label: Rule, description: Rule, *, with_url: bool = False) -> Rule:
    """Want an option: what is shown, what is sent, and a line below it."""
    optional = {"description": description} | ({"url": URL} if with_url else {})
    return shape({"text": label, "value": text(150)}, optional)


SELECT_OPTION = option(plain(75), plain(75))
CHOICE_OPTION = option(words(75), words(75))
OVERFLOW_OPTION = option(plain(75), plain(75), with_url=True)
OPTION_GROUP = shape({"label": plain(75), "options": array(SELECT_OPTION, OPTIONS)})
CONFIRM = shape(
    {"title": plain(100), "text": words(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)
DISPATCH_CONFIG = shape(
    optional={
        "trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), 2),
    }
)
CONVERSATION_FILTER = both(
    shape(
        optional={
            "include": array(choice("im", "mpim", "private", "public")),
            "exclude_external_shared_channels": flag,
            "exclude_bot_users": flag,
        }
    ),
    any_field("include", "exclude_external_shared_channels", "exclude_bot_users"),
)
SLACK_FILE = both(shape(optional={"id": IDENTIFIER, "url": URL}), one_field("id", "url"))
SELECTED_MOST = number(1, whole=True)


def options_within(field: str, chosen: str) -> Rule:
    """Want what is chosen at the start to be among the options."""

    def check(value: Any, place: Place) -> Problems:
        picked = value.get(chosen) if isinstance(value, dict) else None
        if picked is None:
            return
        offered = parts(value, field)
        for group in parts(value, "option_groups"):
            offered += parts(group, "options")
        for one in picked if isinstance(picked, list) else [picked]:
            if one not in offered:
                yield Problem(place.inside(chosen).pointer, "must be one of the provided options")

    return check


def unique_values(field: str) -> Rule:
    """Want no two options with one value."""

    def check(value: Any, place: Place) -> Problems:
        seen: set[str] = set()
        for index, one in enumerate(parts(value, field)):
            sent = one.get("value")
            if isinstance(sent, str) and sent in seen:
                pointer = place.inside(field).inside(index).pointer
                yield Problem(pointer, f"duplicate option value: {sent}")
            elif isinstance(sent, str):
                seen.add(sent)

    return check
