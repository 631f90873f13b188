"""Brings the API's objects into the form in which Google gives them back."""

from __future__ import annotations

from typing import Any

from playground.google.cells import Json

_BOUNDS = frozenset({"startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"})
_COLOUR_PARTS = frozenset({"red", "green", "blue", "alpha"})
#: flags that are left out when they are false (others, like bold, say false out loud)
_PLAIN_FLAGS = frozenset(
    {
        "hidden", "rightToLeft", "hideGridlines", "warningOnly", "strict", "showCustomUi",
        "collapsed", "hiddenByUser", "hiddenByFilter", "rowGroupControlAfter",
        "columnGroupControlAfter",
    }
)  # fmt: skip
_PLAIN_COUNTS = frozenset({"frozenRowCount", "frozenColumnCount"})
_PLACES = frozenset({"range", "source", "destination"})
_THEME: dict[str, Json] = {
    "TEXT": {},
    "BACKGROUND": {"red": 1, "green": 1, "blue": 1},
    "ACCENT1": {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275},
    "ACCENT2": {"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314},
    "ACCENT3": {"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275},
    "ACCENT4": {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902},
    "ACCENT5": {"red": 1, "green": 0.42745098, "blue": 0.003921569},
    "ACCENT6": {"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706},
    "LINK": {"red": 0.06666667, "green": 0.33333334, "blue": 0.8},
}


def canonical(given: Any) -> Any:
    """A copy without what stands for nothing: false flags, zero counts, empty lists, sheet 0.

    Colours come back both ways: `backgroundColor` brings `backgroundColorStyle`, and the reverse.
    """
    if isinstance(given, list):
        return [canonical(item) for item in given]
    if not isinstance(given, dict):
        return given
    if given and given.keys() <= _COLOUR_PARTS:
        return colour(given)
    result = {
        name: canonical(value) for name, value in given.items() if not _is_nothing(name, value)
    }
    if result.get("sheetId") == 0 and (result.keys() & _BOUNDS or "dimension" in result):
        del result["sheetId"]
    for name in _PLACES & result.keys():
        if result[name] == {"sheetId": 0}:
            result[name] = {}
    if "rowsProperties" in result:  # a table's colours come as ColorStyle only
        styles = result["rowsProperties"].items()
        result["rowsProperties"] = {name: v for name, v in styles if name.endswith("Style")}
    return with_colour_twins(result)


def _is_nothing(name: str, value: Any) -> bool:
    if value is False:
        return name in _PLAIN_FLAGS
    if value == 0 and name in _PLAIN_COUNTS:
        return True
    if name.lower().endswith("colorstyle"):
        return isinstance(value, dict) and not value
    return isinstance(value, list) and not value


def colour(given: Json) -> Json:
    """A colour without the parts that it has nothing of; opaque goes without saying."""
    return {
        part: value
        for part, value in given.items()
        if value != 0 and not (part == "alpha" and value == 1)
    }


def with_colour_twins(given: Json) -> Json:
    """An object with each colour as Color and as ColorStyle; the style counts where they differ."""
    result = dict(given)
    for name, value in given.items():
        if not isinstance(value, dict) or name == "rgbColor":
            continue
        if name.lower().endswith("colorstyle"):
            result[name.removesuffix("Style")] = _rgb(value)
        elif name.lower().endswith("color") and value.keys() <= _COLOUR_PARTS:
            result.setdefault(f"{name}Style", {"rgbColor": value})
    return result


def _rgb(style: Json) -> Json:
    if "themeColor" in style:
        return dict(_THEME.get(str(style["themeColor"]), {}))
    found: Json = style.get("rgbColor", {})
    return found


def theme() -> Json:
    """The theme of a new spreadsheet."""
    colours = [{"colorType": name, "color": {"rgbColor": rgb}} for name, rgb in _THEME.items()]
    return {"primaryFontFamily": "Arial", "themeColors": colours}


_BLACK: Json = {}
_WHITE: Json = {"red": 1, "green": 1, "blue": 1}

#: the format of a cell in a new spreadsheet
DEFAULT_FORMAT: Json = {
    "backgroundColor": _WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": _BLACK,
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": _BLACK},
    },
    "backgroundColorStyle": {"rgbColor": _WHITE},
}
