"""A list of blocks that changes without being drawn anew.

Blocks that stay as they were keep their elements, so a cursor stays where it stands and what was
typed stays typed.
"""

from collections.abc import Callable

from nicegui import ui
from nicegui.element import Element

from playground.page.blocks import figures, prose
from playground.page.blocks.fields import element, input_block
from playground.page.blocks.surface import Surface
from playground.slack.json_shapes import JsonObject


class BlockList:
    """The blocks of one message or view."""

    def __init__(self, surface: Surface) -> None:
        """Begin an empty list in the current slot."""
        self._surface = surface
        self._drawn: list[tuple[JsonObject, Element]] = []
        self._frame = ui.element("div").classes("blocks")

    def show(self, blocks: list[JsonObject]) -> None:
        """Show these blocks: draw what is new, move what stayed, remove what went."""
        before = self._drawn
        self._drawn = []
        for index, block in enumerate(blocks):
            kept = next((one for one in before if one[0] == block), None)
            if kept is None:
                drawn = self._draw(block)
            else:
                before.remove(kept)
                drawn = kept[1]
            if drawn.parent_slot is not None and _place(drawn) != index:
                drawn.move(target_index=index)
            # A copy: the app's own object may be changed later under the same name.
            self._drawn.append((dict(block), drawn))
        for _, gone in before:
            gone.delete()
        self._surface.show_errors()

    def _draw(self, block: JsonObject) -> Element:
        kind = block["type"]
        with self._frame, ui.element("div").classes(f"bk bk-{kind}") as drawn:
            draw = _DRAWN.get(kind)
            if draw is not None:
                draw(self._surface, block)
            elif kind in prose.PROSE:
                ui.html(prose.PROSE[kind](self._surface.reader, block), sanitize=False)
            else:
                ui.label(f"The playground does not draw {kind} blocks.").classes("hint")
        return drawn


def _place(drawn: Element) -> int:
    assert drawn.parent_slot is not None
    return drawn.parent_slot.children.index(drawn)


def _section(surface: Surface, block: JsonObject) -> None:
    with ui.element("div").classes("beside"):
        ui.html(prose.section(surface.reader, block), sanitize=False).classes("section-text")
        accessory = block.get("accessory")
        if accessory is not None and accessory["type"] == "image":
            picture = prose.image(accessory.get("image_url", ""), accessory["alt_text"])
            ui.html(picture, sanitize=False).classes("accessory")
        elif accessory is not None:
            with ui.element("div").classes("accessory"):
                element(surface, block, accessory)


def _actions(surface: Surface, block: JsonObject) -> None:
    for given in block["elements"]:
        element(surface, block, given)


def _markdown(_surface: Surface, block: JsonObject) -> None:
    ui.markdown(block["text"])


_DRAWN: dict[str, Callable[[Surface, JsonObject], None]] = {
    "section": _section,
    "actions": _actions,
    "input": input_block,
    "markdown": _markdown,
    "data_table": figures.data_table,
    "table": figures.table,
    "data_visualization": figures.data_visualization,
}
