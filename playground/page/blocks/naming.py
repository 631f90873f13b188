"""The name by which a field is read aloud, and the words in it while it is empty."""

from nicegui.element import Element

from playground.page.words.reader import label
from playground.slack.forms import Field


def name_field(drawn: Element, field: Field) -> None:
    """Name a field after its block's label, or after its own placeholder."""
    placeholder = label(field.element.get("placeholder"))
    if placeholder:
        drawn.props["placeholder"] = placeholder
    drawn.props["aria-label"] = label(field.block.get("label")) if field.is_input else placeholder
