"""Slack's ``mrkdwn`` as HTML: styles, code, quotes, links, mentions, dates, emoji."""

import re
from datetime import UTC, tzinfo
from html import escape

from playground.page.words import dates
from playground.page.words.escaping import emoji, literal, shown, unescaped
from playground.page.words.names import Names

_FENCE = re.compile(r"```\n?(?P<code>.*?)\n?```", re.DOTALL)
_QUOTE = re.compile(r"^(?:&gt;|>) ?")
# A style begins after a space or a mark and ends before one, as Slack reads it.
_STYLE = r"(?<![\w{mark}])[{mark}](?=\S)(?P<{name}>[^\n]*?\S)[{mark}](?![\w{mark}])"
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<reference>[^<>\n]+)>"
    r"|:(?P<emoji>[a-z0-9_+\-]+):"
    rf"|{_STYLE.format(mark='*', name='bold')}"
    rf"|{_STYLE.format(mark='_', name='italic')}"
    rf"|{_STYLE.format(mark='~', name='strike')}"
)
_TAGS = {"bold": "strong", "italic": "em", "strike": "s"}
_SCHEMES = ("http://", "https://", "mailto:")
_BROADCASTS = {"here", "channel", "everyone"}


class Mrkdwn:
    """Writes HTML for one reader, in their time zone."""

    def __init__(self, names: Names, zone: tzinfo = UTC) -> None:
        """Look mentions up in ``names`` and write dates in ``zone``."""
        self._names = names
        self._zone = zone

    def html(self, text: str) -> str:
        """Write a whole text."""
        parts: list[str] = []
        at = 0
        for fence in _FENCE.finditer(text):
            parts.append(self._lines(text[at : fence.start()]))
            parts.append(f"<pre>{escape(unescaped(fence['code']), quote=False)}</pre>")
            at = fence.end()
        parts.append(self._lines(text[at:]))
        return "".join(parts)

    def _lines(self, text: str) -> str:
        """Put neighbouring quoted lines together; the others are parted by line breaks."""
        parts: list[str] = []
        quoted: list[str] = []
        plain: list[str] = []
        for line in text.split("\n"):
            is_quote = bool(_QUOTE.match(line))
            if is_quote:
                self._close(parts, plain, "")
                quoted.append(_QUOTE.sub("", line, count=1))
            else:
                self._close(parts, quoted, "blockquote")
                plain.append(line)
        self._close(parts, quoted, "blockquote")
        self._close(parts, plain, "")
        return "".join(parts)

    def _close(self, parts: list[str], lines: list[str], tag: str) -> None:
        if lines:
            html = "<br>".join(self._inline(line) for line in lines)
            parts.append(f"<{tag}>{html}</{tag}>" if tag else html)
            lines.clear()

    def _inline(self, text: str) -> str:
        parts: list[str] = []
        at = 0
        for found in _INLINE.finditer(text):
            parts.append(shown(text[at : found.start()]))
            parts.append(self._piece(found))
            at = found.end()
        parts.append(shown(text[at:]))
        return "".join(parts)

    def _piece(self, found: re.Match[str]) -> str:
        kind = str(found.lastgroup)
        inside = found[kind]
        if kind == "code":
            return f"<code>{literal(unescaped(inside))}</code>"
        if kind == "emoji":
            return literal(emoji(inside))
        if kind == "reference":
            return self._reference(inside)
        return f"<{_TAGS[kind]}>{self._inline(inside)}</{_TAGS[kind]}>"

    def _reference(self, inside: str) -> str:
        target, _, label = inside.partition("|")
        sign, name = target[:1], target[1:]
        if sign == "@":
            return _mention("@", label or self._names.user(name))
        if sign == "#":
            return _mention("#", label or self._names.channel(name))
        if sign == "!":
            return self._special(name, label)
        if not target.startswith(_SCHEMES):
            return literal(f"<{inside}>")
        return link(unescaped(target), shown(label) or shown(target))

    def _special(self, name: str, label: str) -> str:
        kind, _, rest = name.partition("^")
        if kind == "subteam":
            return _mention("", label or "@" + self._names.group(rest))
        if kind == "date":
            return self._date(rest, label)
        return _mention("@", kind) if kind in _BROADCASTS else shown(label or f"<{name}>")

    def _date(self, rest: str, fallback: str) -> str:
        timestamp, _, pattern = rest.partition("^")
        pattern, _, address = pattern.partition("^")
        if not timestamp.isdigit():
            return shown(fallback)
        text = literal(dates.written(pattern, int(timestamp), self._zone))
        return link(address, text) if address else text


def link(address: str, html: str) -> str:
    """Write a link that opens beside the page; other schemes than the web's stay text."""
    if not address.startswith(_SCHEMES):
        return html
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{html}</a>'


def _mention(sign: str, name: str) -> str:
    return f'<span class="mention">{sign}{shown(name)}</span>'
