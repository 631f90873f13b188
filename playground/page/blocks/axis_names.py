"""Names under an axis, so written that they fit: in lines of whole words, else slanted."""

import json
import math
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

_LETTER = 6.0
"""The width of a letter of these names, in pixels."""
_LINE = 14
_MOST_LINES = 3
_LONGEST_SLANTED = 20
"""Letters of a slanted name before the rest of it is left to the tooltip."""
_SLANT = 40


@dataclass(frozen=True, slots=True)
class AxisNames:
    """How the names are written; ``height`` and ``overhang`` (to the left) in pixels."""

    written: list[str]
    is_slanted: bool
    height: float
    overhang: float

    def options(self) -> dict[str, Any]:
        """Give ECharts' options for the labels of an axis; the categories themselves stay whole."""
        written = json.dumps(self.written)
        return {
            "interval": 0,
            "rotate": _SLANT if self.is_slanted else 0,
            "fontSize": 11,
            "lineHeight": _LINE,
            ":formatter": f"(_, index) => {written}[index]",
        }


def axis_names(categories: list[str], room: float) -> AxisNames:
    """Write the names of an axis that has ``room`` pixels for all of them."""
    each = room / max(1, len(categories))
    letters = int((each - 4) / _LETTER)
    lines = [wrap(name, max(1, letters), break_long_words=False) for name in categories]
    most = max((len(one) for one in lines), default=1)
    if most <= _MOST_LINES and all(len(line) <= letters for one in lines for line in one):
        upright = ["\n".join(one) for one in lines]
        return AxisNames(upright, is_slanted=False, height=most * _LINE, overhang=0)
    written = [_shortened(name) for name in categories]
    angle = math.radians(_SLANT)
    widest = max(len(name) for name in written) * _LETTER
    # A slanted name ends under its mark and begins further left.
    over = max(
        len(name) * _LETTER * math.cos(angle) - (place + 0.5) * each
        for place, name in enumerate(written)
    )
    height = widest * math.sin(angle) + _LINE
    return AxisNames(written, is_slanted=True, height=height, overhang=max(0.0, over))


def _shortened(name: str) -> str:
    if len(name) <= _LONGEST_SLANTED:
        return name
    return name[: _LONGEST_SLANTED - 1].rstrip() + "…"
