"""Block elements: buttons, menus, pickers and fields."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from playground.slack.block_kit.objects import (
    CHOICE_OPTION,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_CONFIG,
    IDENTIFIER,
    OPTION_GROUP,
    OPTIONS,
    OVERFLOW_OPTION,
    SELECT_OPTION,
    SELECTED_MOST,
    SLACK_FILE,
    URL,
    options_within,
    plain,
    unique_values,
)
from playground.slack.block_kit.rich_text import RICH_TEXT
from playground.slack.block_kit.rules import (
    Rule,
    array,
    both,
    choice,
    flag,
    matching,
    number,
    one_field,
    shape,
    text,
)

BUTTON_TEXT = 75
BUTTON_VALUE = 2000
OVERFLOW_OPTIONS = 5
CHOICES = 10
LONGEST_INPUT = 3000


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_time(value: str) -> bool:
    try:
        return time.fromisoformat(value).strftime("%H:%M") == value
    except ValueError:
        return False


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


DATE = matching(_is_date, "must be a date of the form YYYY-MM-DD")
TIME = matching(_is_time, "must be a time of the form HH:mm")
NUMBER_TEXT = matching(_is_number, "must be a number written as a string")
_TEN_DIGITS = number(1_000_000_000, 9_999_999_999, whole=True)


def _interactive(fields: Mapping[str, Rule], required: Mapping[str, Rule] | None = None) -> Rule:
    common = {"action_id": IDENTIFIER, "confirm": CONFIRM, "focus_on_load": flag}
    return shape(required, common | dict(fields))


def _menu(fields: Mapping[str, Rule], required: Mapping[str, Rule] | None = None) -> Rule:
    return _interactive({"placeholder": plain(150)} | dict(fields), required)


def _static(initial: Mapping[str, Rule]) -> Rule:
    (name,) = (key for key in initial if key.startswith("initial"))
    fields = {
        "options": array(SELECT_OPTION, OPTIONS),
        "option_groups": array(OPTION_GROUP, OPTIONS),
    }
    return both(
        _menu(fields | dict(initial)),
        one_field("options", "option_groups"),
        options_within("options", name),
        unique_values("options"),
    )


def _choices(initial: Mapping[str, Rule]) -> Rule:
    (name,) = initial
    return both(
        _interactive(initial, {"options": array(CHOICE_OPTION, CHOICES)}),
        options_within("options", name),
        unique_values("options"),
    )


def _written(fields: Mapping[str, Rule], required: Mapping[str, Rule] | None = None) -> Rule:
    common = {
        "action_id": IDENTIFIER,
        "placeholder": plain(150),
        "focus_on_load": flag,
        "dispatch_action_config": DISPATCH_CONFIG,
    }
    return shape(required, common | dict(fields))


_MANY = {"max_selected_items": SELECTED_MOST}
_WEBHOOK = {"response_url_enabled": flag}
_CONVERSATION = {"default_to_current_conversation": flag, "filter": CONVERSATION_FILTER}

BUTTON = _interactive(
    {
        "value": text(BUTTON_VALUE),
        "url": URL,
        "style": choice("primary", "danger"),
        "accessibility_label": text(75),
    },
    {"text": plain(BUTTON_TEXT)},
)
IMAGE = both(
    shape({"alt_text": text(2000)}, {"image_url": URL, "slack_file": SLACK_FILE}),
    one_field("image_url", "slack_file"),
)
OVERFLOW = both(
    _interactive({}, {"options": array(OVERFLOW_OPTION, OVERFLOW_OPTIONS)}),
    unique_values("options"),
)
RADIO_BUTTONS = _choices({"initial_option": CHOICE_OPTION})
CHECKBOXES = _choices({"initial_options": array(CHOICE_OPTION, CHOICES)})
DATEPICKER = _menu({"initial_date": DATE})
TIMEPICKER = _menu({"initial_time": TIME, "timezone": text(100)})
DATETIMEPICKER = _interactive({"initial_date_time": _TEN_DIGITS})
STATIC_SELECT = _static({"initial_option": SELECT_OPTION})
EXTERNAL_SELECT = _menu(
    {"initial_option": SELECT_OPTION, "min_query_length": number(0, whole=True)}
)
USERS_SELECT = _menu({"initial_user": IDENTIFIER})
CONVERSATIONS_SELECT = _menu({"initial_conversation": IDENTIFIER} | _CONVERSATION | _WEBHOOK)
CHANNELS_SELECT = _menu({"initial_channel": IDENTIFIER} | _WEBHOOK)
MULTI_STATIC_SELECT = _static({"initial_options": array(SELECT_OPTION, OPTIONS)} | _MANY)
MULTI_EXTERNAL_SELECT = _menu(
    {
        "initial_options": array(SELECT_OPTION, OPTIONS),
        "min_query_length": number(0, whole=True),
    }
    | _MANY
)
MULTI_USERS_SELECT = _menu({"initial_users": array(IDENTIFIER)} | _MANY)
MULTI_CONVERSATIONS_SELECT = _menu(
    {"initial_conversations": array(IDENTIFIER)} | _MANY | _CONVERSATION
)
MULTI_CHANNELS_SELECT = _menu({"initial_channels": array(IDENTIFIER)} | _MANY)
PLAIN_TEXT_INPUT = _written(
    {
        "initial_value": text(LONGEST_INPUT, shortest=0),
        "multiline": flag,
        "min_length": number(0, LONGEST_INPUT, whole=True),
        "max_length": number(1, LONGEST_INPUT, whole=True),
    }
)
EMAIL_INPUT = _written({"initial_value": text()})
URL_INPUT = _written({"initial_value": text()})
NUMBER_INPUT = _written(
    {"initial_value": NUMBER_TEXT, "min_value": NUMBER_TEXT, "max_value": NUMBER_TEXT},
    {"is_decimal_allowed": flag},
)
RICH_TEXT_INPUT = _written({"initial_value": RICH_TEXT})
FILE_INPUT = shape(
    optional={
        "action_id": IDENTIFIER,
        "filetypes": array(text()),
        "max_files": number(1, 10, whole=True),
    }
)
FEEDBACK_BUTTON = shape({"text": plain(75), "value": text(2000)}, {"accessibility_label": text(75)})
FEEDBACK_BUTTONS = shape(
    {"positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON},
    {"action_id": IDENTIFIER},
)
ICON_BUTTON = _interactive(
    {
        "value": text(2000),
        "accessibility_label": text(75),
        "visible_to_user_ids": array(IDENTIFIER),
    },
    {"icon": text(), "text": plain(75)},
)

PICKERS: dict[str, Rule] = {
    "datepicker": DATEPICKER,
    "timepicker": TIMEPICKER,
    "datetimepicker": DATETIMEPICKER,
    "static_select": STATIC_SELECT,
    "external_select": EXTERNAL_SELECT,
    "users_select": USERS_SELECT,
    "conversations_select": CONVERSATIONS_SELECT,
    "channels_select": CHANNELS_SELECT,
    "multi_static_select": MULTI_STATIC_SELECT,
    "multi_external_select": MULTI_EXTERNAL_SELECT,
    "multi_users_select": MULTI_USERS_SELECT,
    "multi_conversations_select": MULTI_CONVERSATIONS_SELECT,
    "multi_channels_select": MULTI_CHANNELS_SELECT,
    "radio_buttons": RADIO_BUTTONS,
    "checkboxes": CHECKBOXES,
}
"""What may stand in an input block as well as elsewhere."""

BUTTONS: dict[str, Rule] = {"button": BUTTON, "overflow": OVERFLOW}
WORKFLOW_BUTTON: dict[str, Any] = {
    "workflow_button": shape(
        {"text": plain(75), "workflow": lambda _value, _place: iter(())},
        {
            "action_id": IDENTIFIER,
            "style": choice("primary", "danger"),
            "accessibility_label": text(75),
        },
    )
}
INPUTS: dict[str, Rule] = PICKERS | {
    "plain_text_input": PLAIN_TEXT_INPUT,
    "email_text_input": EMAIL_INPUT,
    "url_text_input": URL_INPUT,
    "number_input": NUMBER_INPUT,
    "rich_text_input": RICH_TEXT_INPUT,
    "file_input": FILE_INPUT,
}
