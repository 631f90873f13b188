"""Where a mistake in the settings stands, and what is said about it."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from rapidfuzz import process


class SettingsWrong(Exception):
    """Settings that can't be used; the text has one line for each mistake."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


def in_environment(error: ValidationError) -> list[str]:
    """A sentence for each mistake, with the variable's name."""
    return [f"{mistake['loc'][0]}: {_sentence(mistake)}." for mistake in _told(error)]


def in_file(path: Path, text: str, kind: type[BaseModel], error: ValidationError) -> list[str]:
    """A sentence for each mistake in a TOML text that should describe a `kind`, by line."""
    found = sorted(_in_text(text, kind, error))
    return [f"{path} line {line}: {sentence}" for line, sentence in found]


def not_toml(path: Path, text: str, error: tomllib.TOMLDecodeError) -> str:
    """The sentence about a text that isn't TOML at all."""
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", str(error))
    what, line = found.groups() if found else (str(error), None)
    return f"{path} line {line or len(text.splitlines())}: this is not TOML: {_plainly(what)}."


def _plainly(what: str) -> str:
    """What is wrong with the text, in words for whoever never heard of TOML."""
    return next((words for begin, words in _TOML.items() if what.startswith(begin)), what)


_TOML: Final[Mapping[str, str]] = {
    "Cannot overwrite a value": "this is set for the second time",
    "Cannot declare": "this section is there for the second time",
    "Cannot mutate": "this is set for the second time",
    "Duplicate inline table key": "this is set for the second time",
    "Expected '=' after": "there is no equals sign after the setting's name",
    "Invalid statement": "this is neither a setting nor the name of a section",
    "Invalid value": "what stands after the equals sign can't be read; a text needs quotation"
    " marks around it",
    "Invalid initial character": "a name is missing, or has a character that needs quotation marks",
    "Expected newline": "something stands after the value that doesn't belong there",
    "Unterminated string": "a quotation mark is missing at the end of a text",
    "Illegal character '\\n'": "a quotation mark is missing at the end of a text",
    "Unclosed array": "a list isn't closed: ] is missing, or a comma in it",
    "Unclosed inline table": "} is missing, or a comma before it",
    "Expected ']'": "a section's name has to end with ]",
    "Unescaped": "a backslash in a text has to be written twice",
}


def _in_text(text: str, kind: type[BaseModel], error: ValidationError) -> Iterator[tuple[int, str]]:
    for mistake in _told(error):
        keys = [part for part in mistake["loc"] if isinstance(part, str) and part != "[key]"]
        unknown = mistake["type"] == "extra_forbidden"
        what = _unknown(kind, keys) if unknown else _sentence(mistake)
        yield line_of(text, keys, mistake["input"]), f"{'.'.join(keys)}: {what}."


def _told(error: ValidationError) -> Sequence[Any]:
    return error.errors(include_url=False)


def line_of(text: str, keys: Sequence[str], value: object = None) -> int:
    """The line, counted from 1, on which a key of a TOML text is set.

    Where the value goes over several lines and `value` is one text among them, its own line. A
    beginning of the text that is TOML by itself ends where a setting ends: that needs no second
    parser.
    """
    lines = text.splitlines()
    first = 0
    for last in range(1, len(lines) + 1):
        try:
            so_far = tomllib.loads("\n".join(lines[:last]) + "\n")
        except tomllib.TOMLDecodeError:
            continue
        if _has(so_far, keys):
            quoted = (n for n in range(first, last) if isinstance(value, str) and value in lines[n])
            return next(quoted, first) + 1
        first = last
    return len(lines)


def _has(table: Any, keys: Sequence[str]) -> bool:
    for key in keys:
        if not isinstance(table, dict) or key not in table:
            return False
        table = table[key]
    return True


def _sentence(mistake: Mapping[str, Any]) -> str:
    """What is wrong with one value, in our own words where they are clearer than pydantic's."""
    kind, context = mistake["type"], mistake.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    words = _SENTENCES.get(kind)
    return words.format(**context).replace("'", "") if words else mistake["msg"]


_SENTENCES: Final[Mapping[str, str]] = {
    "string_type": "has to be a text in quotation marks",
    "string_too_short": "must not be empty",
    "string_pattern_mismatch": "has to be three capital letters, such as EUR",
    "int_type": "has to be a whole number",
    "greater_than_equal": "has to be at least {ge}",
    "less_than_equal": "has to be at most {le}",
    "int_parsing": "has to be a year",
    "decimal_type": "has to be a number",
    "decimal_parsing": "has to be a number",
    "finite_number": "has to be a number",
    "bool_type": "has to be true or false",
    "enum": "has to be {expected}",
    "literal_error": "has to be {expected}",
    "tuple_type": "has to be a list in square brackets",
    "model_type": "has to be a section of its own, headed by its name in square brackets",
    "date_type": "has to be a date, such as 2026-01-31",
    "date_parsing": "has to be a date, such as 2026-01-31",
    "date_from_datetime_parsing": "has to be a date, such as 2026-01-31",
    "date_from_datetime_inexact": "has to be a date without a time, such as 2026-01-31",
}


def _unknown(section: type[BaseModel], keys: Sequence[str]) -> str:
    for key in keys[:-1]:
        section = type(section.model_fields[key].default)
    known = list(section.model_fields)
    close = process.extractOne(keys[-1], known, score_cutoff=70)
    hint = f"did you mean {close[0]}" if close else f"there is {', '.join(known)}"
    return f"there is no such setting; {hint}"
