"""Rich text: sections, lists, quotes and preformatted text of styled pieces."""

from playground.slack.block_kit.rules import (
    Rule,
    array,
    by_type,
    choice,
    flag,
    number,
    shape,
    text,
)

_ID = text(255)
_STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "unlink")
_STYLE = shape(optional=dict.fromkeys((*_STYLES, "client_highlight"), flag))
_STYLED: dict[str, Rule] = {"style": _STYLE}
_PIECE = by_type(
    {
        "text": shape({"text": text()}, _STYLED),
        "link": shape({"url": text()}, _STYLED | {"text": text(), "unsafe": flag}),
        "emoji": shape(
            {"name": text()}, _STYLED | {"unicode": text(), "skin_tone": number(1, 6, whole=True)}
        ),
        "user": shape({"user_id": _ID}, _STYLED),
        "usergroup": shape({"usergroup_id": _ID}, _STYLED),
        "channel": shape({"channel_id": _ID}, _STYLED),
        "broadcast": shape({"range": choice("here", "channel", "everyone")}, _STYLED),
        "color": shape({"value": text()}, _STYLED),
        "date": shape(
            {"timestamp": number(whole=True), "format": text()},
            _STYLED | {"url": text(), "fallback": text()},
        ),
    }
)
_PIECES = {"elements": array(_PIECE, least=0)}
_BORDER: dict[str, Rule] = {"border": number(0, 1, whole=True)}
_SECTION = by_type({"rich_text_section": shape(_PIECES)})
_PART = by_type(
    {
        "rich_text_section": shape(_PIECES),
        "rich_text_preformatted": shape(_PIECES, _BORDER | {"language": text()}),
        "rich_text_quote": shape(_PIECES, _BORDER),
        "rich_text_list": shape(
            {"style": choice("bullet", "ordered"), "elements": array(_SECTION)},
            _BORDER | {"indent": number(0, 8, whole=True), "offset": number(0, whole=True)},
        ),
    }
)
RICH_TEXT_FIELDS = shape({"elements": array(_PART, least=0)}, {"block_id": _ID})
RICH_TEXT = by_type({"rich_text": RICH_TEXT_FIELDS})
