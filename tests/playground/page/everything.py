"""A form with every element that a modal's input may hold, and a message with the others."""

from typing import Any

from tests.playground.page.front_desk_blocks import button, field, option, plain, section

Body = dict[str, Any]
DAYS = [option("Monday"), option("Tuesday"), option("Sunday")]
DESCRIBED = [*DAYS[:2], DAYS[2] | {"description": plain("all day")}]
CONFIRM = {
    "title": plain("Are you sure?"),
    "text": plain("It can't be taken back."),
    "confirm": plain("Yes, do it"),
    "deny": plain("No"),
}


def form() -> Body:
    """Write the form."""
    grouped = [{"label": plain("Week"), "options": DAYS}]
    return {
        "type": "modal",
        "callback_id": "everything",
        "title": plain("Everything"),
        "submit": plain("Send"),
        "blocks": [
            field("days", "Days", {"type": "multi_static_select", "options": DAYS}),
            field("day", "Day", {"type": "static_select", "option_groups": grouped}),
            field("contacts", "Contacts", {"type": "multi_external_select", "min_query_length": 1}),
            field(
                "member",
                "Member",
                {"type": "external_select", "min_query_length": 0},
                optional=True,
            ),
            field("person", "Person", {"type": "users_select"}),
            field("place", "Place", {"type": "conversations_select"}),
            field("at", "At", {"type": "timepicker", "initial_time": "09:30"}),
            field("one", "One of", {"type": "radio_buttons", "options": DAYS}),
            field("some", "Some of", {"type": "checkboxes", "options": DESCRIBED}),
            field("mail", "E-mail", {"type": "email_text_input"}),
            field("unit", "Unit", {"type": "plain_text_input"}, dispatch_action=True),
        ],
    }


def message() -> list[Body]:
    """Write a message with a menu behind dots, a picture, a list, a plain table and a button."""
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "First"}]}
    points = {"type": "rich_text_list", "style": "bullet", "elements": [item]}
    erase = button("Erase", "erase", style="danger", confirm=CONFIRM)
    return [
        section("Choose", accessory={"type": "overflow", "action_id": "dots", "options": DAYS}),
        {"type": "rich_text", "elements": [points]},
        {"type": "markdown", "text": "**Written** in markdown"},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "Cell"}]]},
        {"type": "actions", "elements": [erase]},
    ]
