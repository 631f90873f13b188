"""The question that an element may ask before it does anything."""

from nicegui import ui

from playground.page.push_buttons import push_button
from playground.page.words.reader import Reader, label
from playground.slack.forms import Field


async def is_confirmed(reader: Reader, field: Field) -> bool:
    """Ask what the element wants to be asked; without a question the answer is yes."""
    question = field.element.get("confirm")
    if question is None:
        return True
    with ui.dialog() as dialog, ui.card().classes("confirm"):
        ui.label(label(question["title"])).classes("confirm-title")
        ui.html(reader.words(question["text"]), sanitize=False)
        with ui.row().classes("confirm-buttons"):
            push_button(label(question["deny"]), on_click=dialog.close)
            confirm = push_button(label(question["confirm"]), question.get("style", "primary"))
            confirm.on_click(lambda: dialog.submit("confirmed"))
    answer = await dialog
    dialog.delete()
    return bool(answer == "confirmed")
