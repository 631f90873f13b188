"""Field masks: `sheets(properties.title,data)`, `gridProperties/rowCount`, `*`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.google.cells import Json
from playground.google.schema import camel_case, objects

Mask = dict[str, "Mask"]
#: a mask that lets everything through
EVERYTHING: Mask = {}


class MaskUnreadable(Exception):
    """The mask's text has unbalanced brackets or an empty name."""


class FieldUnknown(Exception):
    """The mask names a field that the object doesn't have."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def read_mask(text: str) -> Mask:
    """Read a mask; an empty one, and `*`, are `EVERYTHING`.

    Raises:
        MaskUnreadable: the text is no mask.
    """
    mask, rest = _read_list(_pieces(text))
    if rest:
        raise MaskUnreadable(text)
    return EVERYTHING if "*" in mask else mask


def _pieces(text: str) -> list[str]:
    pieces, word = [], ""
    for character in text:
        if character in ",()./":
            pieces += [word] if word else []
            pieces.append("." if character == "/" else character)
            word = ""
        elif not character.isspace():
            word += character
    return pieces + ([word] if word else [])


def _read_list(pieces: list[str]) -> tuple[Mask, list[str]]:
    mask: Mask = {}
    while pieces and pieces[0] != ")":
        pieces = _read_path(mask, pieces)
        if pieces and pieces[0] == ",":
            pieces = pieces[1:]
    return mask, pieces


def _read_path(mask: Mask, pieces: list[str]) -> list[str]:
    name, rest = pieces[0], pieces[1:]
    if name in ",(.":
        raise MaskUnreadable
    name = camel_case(name)
    seen = name in mask
    inner: Mask = mask.setdefault(name, {})
    if rest and rest[0] == ".":
        if not rest[1:]:
            raise MaskUnreadable
        if seen and not inner:
            inner = {}
        return _read_path(inner, rest[1:])
    if rest and rest[0] == "(":
        found, rest = _read_list(rest[1:])
        if not rest:
            raise MaskUnreadable
        inner.update(found)
        return rest[1:]
    inner.clear()
    return rest


def paths_of(mask: Mask, before: str = "") -> Iterator[str]:
    """Every path that a mask names, with points between the names."""
    for name, inner in mask.items():
        path = f"{before}.{name}" if before else name
        if inner and "*" not in inner:
            yield from paths_of(inner, path)
        else:
            yield path


def wants(mask: Mask, *path: str) -> bool:
    """Whether anything at or below a path is let through."""
    for name in path:
        if not mask or "*" in mask:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True


def below(mask: Mask, name: str) -> Mask:
    """The mask for what stands in a field."""
    return mask.get(name, {}) if mask and "*" not in mask else EVERYTHING


def let_through(mask: Mask, given: Any) -> Any:
    """What a mask lets through of an object; lists keep their length."""
    if not given or not mask or "*" in mask:
        return given
    if isinstance(given, list):
        return [item and let_through(mask, item) for item in given]
    if not isinstance(given, dict):
        return given
    return {name: let_through(mask[name], given[name]) for name in given if name in mask}


def check_mask(mask: Mask, name: str) -> None:
    """Make sure that every path of a mask is a field of the named object.

    Raises:
        FieldUnknown: the first path that isn't.
    """
    for path in paths_of(mask):
        kind = f"@{name}"
        for step in path.split("."):
            fields = objects().get(kind.lstrip("[@{"))
            if step == "*":
                break
            if fields is None or step not in fields:
                if kind.startswith("{"):
                    break
                raise FieldUnknown(path)
            kind = fields[step]


def put_path(target: Json, path: str, given: Json) -> None:
    """Set a path of one object to what another has there; absent there is absent here."""
    *way, last = path.split(".")
    for name in way:
        given = given.get(name) or {}
        held = target.get(name)
        if held is None and not given:
            return
        target[name] = dict(held) if isinstance(held, dict) else {}
        target = target[name]
    if last in given:
        target[last] = given[last]
    else:
        target.pop(last, None)
