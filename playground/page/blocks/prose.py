"""Blocks that are only read: each one is a piece of HTML."""

from collections.abc import Callable
from html import escape

from playground.page.words.escaping import shown
from playground.page.words.reader import Reader, label
from playground.slack.json_shapes import JsonObject

_ALERT_SIGNS = {"info": "ℹ️", "warning": "⚠️", "error": "⛔", "success": "✅"}


def section(reader: Reader, block: JsonObject) -> str:
    """Write a section's text and its fields, without what stands beside them."""
    text = f'<div class="text">{reader.words(block["text"])}</div>' if "text" in block else ""
    fields = "".join(f"<div>{reader.words(field)}</div>" for field in block.get("fields", []))
    return text + (f'<div class="fields">{fields}</div>' if fields else "")


def image(image_url: str, alt_text: str) -> str:
    """Write a picture."""
    return f'<img src="{escape(image_url)}" alt="{escape(alt_text)}">'


def _header(_reader: Reader, block: JsonObject) -> str:
    return f"<h3>{shown(block['text']['text'])}</h3>"


def _divider(_reader: Reader, _block: JsonObject) -> str:
    return "<hr>"


def _context(reader: Reader, block: JsonObject) -> str:
    return "".join(f"<span>{_context_part(reader, part)}</span>" for part in block["elements"])


def _context_part(reader: Reader, part: JsonObject) -> str:
    if part["type"] == "image":
        return image(part.get("image_url", ""), part["alt_text"])
    return reader.words(part)


def _image(_reader: Reader, block: JsonObject) -> str:
    title = f"<div>{shown(label(block['title']))}</div>" if "title" in block else ""
    return title + image(block.get("image_url", ""), block["alt_text"])


def _alert(reader: Reader, block: JsonObject) -> str:
    sign = _ALERT_SIGNS.get(block.get("level", "default"), "")
    return f'<span class="sign">{sign}</span><div>{reader.words(block["text"])}</div>'


def _rich_text(reader: Reader, block: JsonObject) -> str:
    return reader.rich_text(block)


PROSE: dict[str, Callable[[Reader, JsonObject], str]] = {
    "header": _header,
    "divider": _divider,
    "context": _context,
    "image": _image,
    "alert": _alert,
    "rich_text": _rich_text,
}
