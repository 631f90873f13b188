"""Slack's ``rich_text`` blocks as HTML."""

from collections.abc import Callable
from datetime import UTC, tzinfo

from playground.page.words import dates
from playground.page.words.escaping import emoji, literal
from playground.page.words.mrkdwn import link
from playground.page.words.names import Names
from playground.slack.json_shapes import JsonObject

_STYLES = {
    "bold": "strong",
    "italic": "em",
    "strike": "s",
    "code": "code",
    "underline": "u",
    "highlight": "mark",
}
_PARTS = {
    "rich_text_section": "div",
    "rich_text_quote": "blockquote",
    "rich_text_preformatted": "pre",
}


class RichText:
    """Writes HTML for one reader, in their time zone."""

    def __init__(self, names: Names, zone: tzinfo = UTC) -> None:
        """Look mentions up in ``names`` and write dates in ``zone``."""
        self._names = names
        self._zone = zone
        self._pieces: dict[str, Callable[[JsonObject], str]] = {
            "text": lambda piece: literal(piece["text"]),
            "link": lambda piece: link(piece["url"], literal(piece.get("text") or piece["url"])),
            "emoji": lambda piece: literal(emoji(piece["name"])),
            "user": lambda piece: self._mention("@", names.user(piece["user_id"])),
            "channel": lambda piece: self._mention("#", names.channel(piece["channel_id"])),
            "usergroup": lambda piece: self._mention("@", names.group(piece["usergroup_id"])),
            "broadcast": lambda piece: self._mention("@", piece["range"]),
            "color": lambda piece: literal(piece["value"]),
            "date": self._date,
        }

    def html(self, block: JsonObject) -> str:
        """Write a whole block."""
        return "".join(self._part(part) for part in block["elements"])

    def _part(self, part: JsonObject) -> str:
        if part["type"] == "rich_text_list":
            tag = "ol" if part["style"] == "ordered" else "ul"
            items = "".join(f"<li>{self._row(item)}</li>" for item in part["elements"])
            return f'<{tag} class="indent-{part.get("indent", 0)}">{items}</{tag}>'
        tag = _PARTS[part["type"]]
        return f"<{tag}>{self._row(part)}</{tag}>"

    def _row(self, part: JsonObject) -> str:
        return "".join(self._styled(piece) for piece in part["elements"])

    def _styled(self, piece: JsonObject) -> str:
        html = self._pieces[piece["type"]](piece)
        for style, tag in _STYLES.items():
            if piece.get("style", {}).get(style):
                html = f"<{tag}>{html}</{tag}>"
        return html

    def _date(self, piece: JsonObject) -> str:
        return literal(dates.written(piece["format"], piece["timestamp"], self._zone))

    def _mention(self, sign: str, name: str) -> str:
        return f'<span class="mention">{sign}{literal(name)}</span>'
