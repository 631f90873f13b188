"""Whether a message says the same to who reads its blocks and to who hears its text.

Slack shows `text` in notifications and reads it out; the blocks are what is seen. Every word of the
text has to stand in the blocks, and every figure and bold name of the blocks' first paragraph in
the text.
"""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

WORD: Final = re.compile(r"[^\W_](?:[\w’'.,:/-]*\w)?")
FIGURE: Final = re.compile(r"\d(?:[\d.,:/-]*\d)?")
BOLD: Final = re.compile(r"(?<!\w)\*([^*\n]+)\*(?!\w)")
EMOJI: Final = re.compile(r":[a-z0-9_+-]+:")
LINK: Final = re.compile(r"<https?:[^|>]*\|([^>]*)>")
LIST: Final = re.compile(r"^(?:• |`)", re.MULTILINE)
"""Where a list begins: of many lines the text has the sum."""
MARKS: Final = re.compile(r"[*_~`∗ˍ∼ˋ]")
"""What formats, and what stands in its place in the words of people."""
CUT: Final = "…"


def disagreements(message: Mapping[str, Any]) -> Iterator[str]:
    """What one of the two says and the other doesn't."""
    text, blocks = str(message.get("text") or ""), message.get("blocks") or []
    if not blocks:
        return
    seen = " ".join(_texts(blocks))
    shown = set(WORD.findall(_plain(seen)))
    for word in WORD.findall(_plain(text)):
        if word not in shown and not (CUT in seen or CUT in text):
            yield f"the text says {word!r}, the blocks don't: {text[:200]!r}"
    first = next(_paragraphs(blocks), "")
    heard = _plain(text)
    if CUT in text:
        return
    for figure in FIGURE.findall(_plain(first)):
        if figure not in heard:
            yield f"the blocks begin with {figure!r}, which the text leaves out: {first[:200]!r}"
    for name in BOLD.findall(first):
        if _plain(name) not in heard:
            yield f"the blocks begin with {name!r}, which the text leaves out: {first[:200]!r}"


def _plain(text: str) -> str:
    """Words alone: no emoji, no marks of format, of a link what is seen of it."""
    seen = html.unescape(EMOJI.sub(" ", LINK.sub(r"\1", text)))
    return " ".join(MARKS.sub("", seen).split())


def _paragraphs(blocks: list[Any]) -> Iterator[str]:
    """What stands in sections, where somebody begins to read."""
    for block in blocks:
        if block.get("type") == "section" and block.get("text"):
            text = LINK.sub(r"\1", str(block["text"]["text"]))
            yield LIST.split(text, maxsplit=1)[0]


def _texts(part: Any) -> Iterator[str]:
    """Every text that somebody may see, but for the values that buttons and choices send.

    As mrkdwn has it: what stands in a plain text is nothing but itself.
    """
    if isinstance(part, Mapping) and part.get("type") == "mrkdwn":
        yield str(part["text"])
    elif isinstance(part, Mapping):
        for name, inner in part.items():
            if name not in {"value", "action_id", "block_id", "type", "url"}:
                yield from _texts(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _texts(inner)
    elif isinstance(part, str | int | float) and not isinstance(part, bool):
        yield html.escape(str(part), quote=False)
