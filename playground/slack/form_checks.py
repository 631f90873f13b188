"""What Slack's own client refuses in a modal before it asks the app."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from playground.slack import forms
from playground.slack.forms import Field
from playground.slack.json_shapes import JsonObject
from playground.slack.views import View

REQUIRED = "Please complete this required field."


def problems(view: View) -> dict[str, str]:
    """Find a sentence for each input block that can't be sent as it is."""
    values = view.values()
    found: dict[str, str] = {}
    for field in forms.fields(view.blocks):
        if field.is_input and forms.is_stateful(field):
            given = forms.given_value(values[field.block_id][field.action_id])
            sentence = _problem(field, given)
            if sentence:
                found[field.block_id] = sentence
    return found


def _problem(field: Field, given: Any) -> str:
    if not given:
        return "" if field.block.get("optional") else REQUIRED
    check = _CHECKS.get(field.type)
    return "" if check is None else check(field.element, given)


def _text(element: JsonObject, given: str) -> str:
    shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
    if len(given) < shortest:
        return f"Please enter at least {shortest} characters."
    if len(given) > longest:
        return f"Please enter at most {longest} characters."
    return ""


def _number(element: JsonObject, given: str) -> str:
    try:
        number = Decimal(given)
    except InvalidOperation:
        return "Please enter a valid number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return ""


def _email(_element: JsonObject, given: str) -> str:
    name, at, domain = given.partition("@")
    return "" if name and at and "." in domain else "Please enter a valid email address."


def _url(_element: JsonObject, given: str) -> str:
    parts = urlsplit(given)
    return "" if parts.scheme and parts.netloc else "Please enter a valid URL."


def _choices(element: JsonObject, given: list[JsonObject]) -> str:
    most = element.get("max_selected_items")
    return f"Please choose at most {most}." if most and len(given) > most else ""


_CHECKS: dict[str, Callable[[JsonObject, Any], str]] = {
    "plain_text_input": _text,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
    "multi_static_select": _choices,
    "multi_external_select": _choices,
    "multi_users_select": _choices,
}
