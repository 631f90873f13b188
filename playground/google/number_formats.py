"""Shows a number by a spreadsheet pattern such as `#,##0.00`, `0%` or `yyyy-mm-dd`."""

from __future__ import annotations

import math
import re
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from playground.google.cells import NumberFormat
from playground.google.serials import moment_of_serial

DATE_TYPES = frozenset({"DATE", "TIME", "DATE_TIME"})
_MOST_DIGITS = 10
_WHOLE_LIMIT = 1e15
_SMALLEST_PLAIN = 1e-9
_LAST_DATE = 2_958_466
_FOR_ZERO = 2  # the third of a pattern's sections
_NOON = 12
_SHORT_YEAR = 2

_TOKEN = re.compile(
    r'"[^"]*"|\\.|\[[^\]]*\]|am/pm|a/p|y+|m+|d+|h+|s+|\.0+|[0#?]|[.,%/@]|e[+-]|_.|\*.|.',
    re.IGNORECASE | re.DOTALL,
)
_NAMED_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NAMED_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def show_number(number: float, number_format: NumberFormat | None) -> str:
    """The text that a cell with this number and format shows."""
    if number_format is None:
        return plain(number)
    pattern = number_format.shown_by
    return by_pattern(number, pattern) if pattern else plain(number)


def show_text(text: str, number_format: NumberFormat | None) -> str:
    """The text that a cell with this text shows: a pattern may have a part for text."""
    if number_format is None or "@" not in number_format.pattern or number_format.pattern == "@":
        return text
    section = _sections(number_format.pattern)[-1]
    return "".join(text if piece == "@" else _literal(piece) for piece in section)


def is_date_format(number_format: NumberFormat | None) -> bool:
    """Whether numbers of this format are moments."""
    return number_format is not None and number_format.type in DATE_TYPES


def plain(number: float) -> str:
    """A number without a format: up to ten significant digits, whole ones in full."""
    written = repr(number)
    if len(written) <= _MOST_DIGITS + 1 and "e" not in written:
        return written.removesuffix(".0")
    if isinstance(number, int) or (number.is_integer() and abs(number) < _WHOLE_LIMIT):
        return str(int(number)) if abs(number) < _WHOLE_LIMIT else _scientific_short(number)
    if not math.isfinite(number):
        return "#NUM!"
    if abs(number) < _SMALLEST_PLAIN or abs(number) >= _WHOLE_LIMIT:
        return _scientific_short(number)
    whole_digits = len(str(int(abs(number)))) if abs(number) >= 1 else 0
    decimals = max(0, _MOST_DIGITS - whole_digits)
    text = f"{number:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scientific_short(number: float) -> str:
    mantissa, exponent = f"{number:.5E}".split("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{exponent[0]}{int(exponent[1:]):02d}"


@lru_cache(maxsize=512)
def _sections(pattern: str) -> tuple[tuple[str, ...], ...]:
    sections: list[list[str]] = [[]]
    for piece in _TOKEN.findall(pattern):
        if piece == ";":
            sections.append([])
        else:
            sections[-1].append(piece)
    return tuple(tuple(section) for section in sections)


@lru_cache(maxsize=1 << 16)
def by_pattern(number: float, pattern: str) -> str:
    """A number shown by a pattern of one to four sections (positive; negative; zero; text)."""
    sections = _sections(pattern)
    section, signed = _section_for(number, sections)
    if section == ("@",) or any(piece.lower() == "general" for piece in ("".join(section),)):
        return plain(number)
    if _is_date(section):
        return _by_date(number, section)
    if "/" in section:
        return _by_fraction(number, section)
    return _by_digits(number if signed else abs(number), section)


def _section_for(
    number: float, sections: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, ...], bool]:
    numeric = [section for section in sections if "@" not in section] or [sections[0]]
    if number < 0 and len(numeric) > 1:
        return numeric[1], False
    if number == 0 and len(numeric) > _FOR_ZERO:
        return numeric[_FOR_ZERO], True
    return numeric[0], True


def _is_date(section: tuple[str, ...]) -> bool:
    return any(
        piece[0] in "yYmMdDhHsS" or piece.lower() in {"[h]", "[hh]", "[m]", "[mm]", "[s]", "[ss]"}
        for piece in section
    )


def _literal(piece: str) -> str:
    if piece.startswith('"'):
        return piece[1:-1]
    if piece.startswith("\\"):
        return piece[1:]
    if piece.startswith("["):
        return piece[2:].partition("-")[0].rstrip("]") if piece.startswith("[$") else ""
    if piece.startswith("_"):
        return " "
    return "" if piece.startswith("*") else piece


# ------------------------------------------------------------------------------------ moments


def _by_date(number: float, section: tuple[str, ...]) -> str:
    if not -_LAST_DATE < number < _LAST_DATE:
        return plain(number)
    moment = moment_of_serial(number)
    lowered = [piece.lower() for piece in section]
    half_day = "am/pm" in lowered or "a/p" in lowered
    shown = []
    for position, piece in enumerate(lowered):
        if piece.startswith("m") and set(piece) == {"m"} and _means_minutes(lowered, position):
            shown.append(f"{moment.minute:0{min(len(piece), 2)}d}")
        else:
            shown.append(_date_token(piece, section[position], moment, number, half_day=half_day))
    return "".join(shown)


def _means_minutes(pieces: list[str], position: int) -> bool:
    """An m right after hours, or right before seconds, is minutes and not a month."""
    before = [piece for piece in pieces[:position] if piece.strip("[]") and _is_date((piece,))]
    after = [piece for piece in pieces[position + 1 :] if _is_date((piece,))]
    return bool(
        (before and before[-1].strip("[]")[0] == "h") or (after and after[0].strip("[]")[0] == "s")
    )


def _date_token(piece: str, given: str, moment: datetime, number: float, *, half_day: bool) -> str:
    if piece in {"am/pm", "a/p"}:
        word = "AM" if moment.hour < _NOON else "PM"
        return word if piece == "am/pm" else word[0]
    if piece.startswith("[") and piece.strip("[]") and set(piece.strip("[]")) <= set("hms"):
        return _elapsed(piece.strip("[]"), number)
    if re.fullmatch(r"\.0+", piece):
        return f"{moment.microsecond / 1e6:.{len(piece) - 1}f}"[1:]
    shown = _CALENDAR.get(piece[0]) if piece else None
    if shown is None:
        return _literal(given)
    return (_hour_of_half_day if half_day and shown is _hour else shown)(moment, len(piece))


def _elapsed(unit: str, number: float) -> str:
    seconds = round(number * 86_400)
    amount = {"h": seconds // 3600, "m": seconds // 60, "s": seconds}[unit[0]]
    return f"{amount:0{len(unit)}d}"


def _year(moment: datetime, length: int) -> str:
    return f"{moment.year % 100:02d}" if length <= _SHORT_YEAR else f"{moment.year:04d}"


def _month(moment: datetime, length: int) -> str:
    name = _NAMED_MONTHS[moment.month - 1]
    short = {1: str(moment.month), 2: f"{moment.month:02d}", 3: name[:3], 5: name[0]}
    return short.get(length, name)


def _day(moment: datetime, length: int) -> str:
    name = _NAMED_DAYS[moment.weekday()]
    return {1: str(moment.day), 2: f"{moment.day:02d}", 3: name[:3]}.get(length, name)


def _hour(moment: datetime, length: int) -> str:
    return f"{moment.hour:0{min(length, 2)}d}"


def _hour_of_half_day(moment: datetime, length: int) -> str:
    return f"{(moment.hour - 1) % _NOON + 1:0{min(length, 2)}d}"


def _second(moment: datetime, length: int) -> str:
    return f"{moment.second:0{min(length, 2)}d}"


_CALENDAR = {"y": _year, "m": _month, "d": _day, "h": _hour, "s": _second}


# ------------------------------------------------------------------------------------- digits


def _by_digits(number: float, section: tuple[str, ...]) -> str:
    digits = [position for position, piece in enumerate(section) if piece[0] in "0#?."]
    if not digits:
        sign = "-" if number < 0 else ""
        return sign + "".join(_literal(piece) for piece in section)
    first, last = digits[0], digits[-1]
    body = section[first : last + 1]
    exponent = next((i for i, t in enumerate(section) if t.lower() in {"e+", "e-"}), None)
    scaled = Decimal(repr(number)) * Decimal(100) ** section.count("%")
    trailing = 0
    while last + 1 + trailing < len(section) and section[last + 1 + trailing] == ",":
        trailing += 1
    scaled = scaled.scaleb(-3 * trailing)
    core = (
        _exponential(scaled, section[first:exponent], section[exponent], section[exponent + 1 :])
        if exponent is not None
        else _placed(scaled, body)
    )
    sign = "-" if scaled < 0 and any(c in "123456789" for c in core) else ""
    before = "".join(_literal(piece) for piece in section[:first])
    after = "".join(_literal(piece) for piece in section[last + 1 + trailing :])
    return sign + before + core + after


def _placed(scaled: Decimal, body: tuple[str, ...]) -> str:
    """The digits of a number in the places that the pattern's body gives."""
    expanded = [mark for piece in body for mark in (piece if piece[0] == "." else (piece,))]
    point = expanded.index(".") if "." in expanded else len(expanded)
    whole, part = expanded[:point], expanded[point + 1 :]
    places = sum(piece in "0#?" for piece in part)
    rounded = abs(scaled).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    integer, _, decimals = f"{rounded:f}".partition(".")
    shown = _whole_part(integer, whole)
    tail = _decimal_part(decimals, part)
    return shown + ("." + tail if "." in expanded and (tail or "0" in part or not part) else "")


def _whole_part(integer: str, whole: list[str]) -> str:
    least = sum(piece == "0" for piece in whole)
    digits = integer.lstrip("0").rjust(least, "0")
    if "," in whole and digits:
        digits = _with_commas(digits)
    literals = [(i, piece) for i, piece in enumerate(whole) if piece not in "0#?,"]
    if not literals:
        return digits
    return _with_literals(digits, whole)


def _with_commas(digits: str) -> str:
    groups = []
    while digits:
        groups.append(digits[-3:])
        digits = digits[:-3]
    return ",".join(reversed(groups))


def _with_literals(digits: str, whole: list[str]) -> str:
    """Digits laid from the right into places with literals between them: 000-0000."""
    left, shown = list(digits), []
    places = sum(piece in "0#?" for piece in whole)
    for piece in reversed(whole):
        if piece in "0#?":
            places -= 1
            shown.append("".join(left) if not places else left.pop() if left else "")
            left = [] if not places else left
        elif piece != ",":
            shown.append(_literal(piece))
    return "".join(reversed(shown))


def _decimal_part(decimals: str, part: list[str]) -> str:
    pieces = [piece for piece in part if piece in "0#?"]
    keep = len(decimals)
    while keep and pieces[keep - 1] == "#" and decimals[keep - 1] == "0":
        keep -= 1
    literals = "".join(_literal(piece) for piece in part if piece not in "0#?,")
    return decimals[:keep] + literals


def _exponential(
    scaled: Decimal, mantissa: tuple[str, ...], sign: str, rest: tuple[str, ...]
) -> str:
    exponent = scaled.adjusted() if scaled else 0
    shown = _placed(scaled.scaleb(-exponent), mantissa)
    if shown.startswith("10"):
        exponent += 1
        shown = _placed(scaled.scaleb(-exponent), mantissa)
    width = sum(piece == "0" for piece in rest)
    plus = "+" if sign.endswith("+") else ""
    return f"{shown}E{'-' if exponent < 0 else plus}{abs(exponent):0{width}d}"


def _by_fraction(number: float, section: tuple[str, ...]) -> str:
    """A number as a whole part and a fraction: `# ?/?` shows 2.5 as 2 1/2."""
    slash = section.index("/")
    below = [piece for piece in section[slash + 1 :] if piece in "0#?"]
    most = 10 ** max(1, len(below)) - 1
    whole, part = divmod(abs(number), 1)
    top, bottom = min(
        ((round(part * bottom), bottom) for bottom in range(1, most + 1)),
        key=lambda pair: (abs(part - pair[0] / pair[1]), pair[1]),
    )
    if top == bottom:
        whole, top = whole + 1, 0
    words = [str(int(whole))] if whole or not top else []
    words += [f"{top}/{bottom}"] if top else []
    return ("-" if number < 0 else "") + " ".join(words)
