"""Files that somebody shared: a picture, or a card with the first lines and a download."""

import base64
from html import escape

from nicegui import ui

from playground.page.push_buttons import sign_button
from playground.slack import SharedFile

_PREVIEW_LINES = 5
_KILO = 1024


def draw_file(file: SharedFile) -> None:
    """Draw one file."""
    with ui.element("div").classes("file"):
        with ui.element("div").classes("file-head"):
            ui.icon("description").classes("file-icon")
            with ui.element("div"):
                ui.label(file.title or file.name).classes("file-title")
                ui.label(f"{file.name} · {_size(len(file.content))}").classes("hint")
            sign_button("download", "Download", on_click=lambda: _download(file))
        if file.mimetype.startswith("image/") or file.name.endswith(".png"):
            _picture(file)
        else:
            _first_lines(file)


def _download(file: SharedFile) -> None:
    ui.download.content(file.content, file.name)


def _picture(file: SharedFile) -> None:
    kind = file.mimetype if file.mimetype.startswith("image/") else "image/png"
    inside = base64.b64encode(file.content).decode()
    html = f'<img src="data:{escape(kind)};base64,{inside}" alt="{escape(file.alt_text)}">'
    ui.html(html, sanitize=False).classes("file-picture")


def _first_lines(file: SharedFile) -> None:
    lines = file.content.decode(errors="replace").splitlines()
    if lines:
        more = ["…"] if len(lines) > _PREVIEW_LINES else []
        text = "\n".join([*lines[:_PREVIEW_LINES], *more])
        ui.html(f"<pre>{escape(text)}</pre>", sanitize=False).classes("file-preview")


def _size(characters: int) -> str:
    return f"{characters} B" if characters < _KILO else f"{characters / _KILO:.0f} kB"
