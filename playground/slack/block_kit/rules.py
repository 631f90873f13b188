"""The vocabulary in which the shape of blocks is written down.

A rule looks at one value and yields what is wrong with it, each with a JSON pointer to the place.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Surface = Literal["message", "modal", "home"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that Slack refuses: where, and why."""

    pointer: str
    reason: str

    def __str__(self) -> str:
        """Write it as Slack does in ``response_metadata.messages``."""
        return f"{self.reason} [json-pointer:{self.pointer}]"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: its pointer, the surface, and what the workspace can draw."""

    pointer: str
    surface: Surface
    draws_data: bool = True

    def inside(self, name: object) -> "Place":
        """Give the place of a part."""
        return Place(f"{self.pointer}/{name}", self.surface, self.draws_data)


Problems = Iterator[Problem]
Rule = Callable[[Any, Place], Problems]


def parts(value: Any, name: str) -> list[dict[str, Any]]:
    """Give the objects listed under a field; nothing where there is no list of any."""
    listed = value.get(name) if isinstance(value, dict) else None
    return [part for part in listed if isinstance(part, dict)] if isinstance(listed, list) else []


def text(longest: int | None = None, *, shortest: int = 1) -> Rule:
    """Want a string of ``shortest`` to ``longest`` characters."""

    def check(value: Any, place: Place) -> Problems:
        if not isinstance(value, str):
            yield Problem(place.pointer, "must provide a string")
        elif len(value) < shortest:
            yield Problem(place.pointer, f"must be more than {shortest - 1} characters")
        elif longest is not None and len(value) > longest:
            yield Problem(place.pointer, f"must be less than {longest + 1} characters")

    return check


def choice(*allowed: str) -> Rule:
    """Want one of a few words."""

    def check(value: Any, place: Place) -> Problems:
        if value not in allowed:
            yield Problem(place.pointer, f"must be a valid enum value: {', '.join(allowed)}")

    return check


def flag(value: Any, place: Place) -> Problems:
    """Want true or false."""
    if not isinstance(value, bool):
        yield Problem(place.pointer, "must be a boolean")


def number(
    smallest: float | None = None,
    largest: float | None = None,
    *,
    above: float | None = None,
    whole: bool = False,
) -> Rule:
    """Want a number within bounds; ``above`` itself is not allowed."""

    def check(value: Any, place: Place) -> Problems:
        kinds = (int,) if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds):
            yield Problem(place.pointer, f"must be {'an integer' if whole else 'a number'}")
        elif smallest is not None and value < smallest:
            yield Problem(place.pointer, f"must be at least {smallest}")
        elif largest is not None and value > largest:
            yield Problem(place.pointer, f"must be at most {largest}")
        elif above is not None and value <= above:
            yield Problem(place.pointer, f"must be greater than {above}")

    return check


def array(rule: Rule, most: int | None = None, *, least: int = 1) -> Rule:
    """Want a list of ``least`` to ``most`` values that each keep ``rule``."""

    def check(value: Any, place: Place) -> Problems:
        if not isinstance(value, list):
            yield Problem(place.pointer, "must provide an array")
            return
        if len(value) < least:
            yield Problem(place.pointer, f"no fewer than {least} items allowed")
        if most is not None and len(value) > most:
            yield Problem(place.pointer, f"no more than {most} items allowed")
        for index, item in enumerate(value):
            yield from rule(item, place.inside(index))

    return check


def shape(
    required: Mapping[str, Rule] | None = None, optional: Mapping[str, Rule] | None = None
) -> Rule:
    """Want an object with these fields and no others (``type`` is looked at elsewhere)."""
    needed = dict(required or {})
    known = needed | dict(optional or {})

    def check(value: Any, place: Place) -> Problems:
        if not isinstance(value, dict):
            yield Problem(place.pointer, "must provide an object")
            return
        for name in needed:
            if value.get(name) is None:
                yield Problem(place.pointer, f"missing required field: {name}")
        for name, part in value.items():
            if name in known and part is not None:
                yield from known[name](part, place.inside(name))
            elif name not in known and name != "type":
                yield Problem(place.pointer, f"invalid additional property: {name}")

    return check


def by_type(rules: Mapping[str, Rule]) -> Rule:
    """Want an object whose ``type`` chooses the rule."""

    def check(value: Any, place: Place) -> Problems:
        if not isinstance(value, dict):
            yield Problem(place.pointer, "must provide an object")
        elif "type" not in value:
            yield Problem(place.pointer, "missing required field: type")
        elif not isinstance(value["type"], str) or value["type"] not in rules:
            yield Problem(place.pointer + "/type", f"unsupported type: {value['type']}")
        else:
            yield from rules[value["type"]](value, place)

    return check


def both(*rules: Rule) -> Rule:
    """Want all of several rules kept."""

    def check(value: Any, place: Place) -> Problems:
        for rule in rules:
            yield from rule(value, place)

    return check


def any_field(*names: str) -> Rule:
    """Want at least one of several fields."""

    def check(value: Any, place: Place) -> Problems:
        if isinstance(value, dict) and all(value.get(name) is None for name in names):
            yield Problem(place.pointer, f"must provide one of: {', '.join(names)}")

    return check


def one_field(*names: str) -> Rule:
    """Want exactly one of several fields."""

    def check(value: Any, place: Place) -> Problems:
        if isinstance(value, dict) and sum(value.get(name) is not None for name in names) != 1:
            yield Problem(place.pointer, f"must provide exactly one of: {', '.join(names)}")

    return check


def only_on(*surfaces: Surface) -> Rule:
    """Want one of these surfaces; Slack calls the block's type unsupported elsewhere."""

    def check(value: Any, place: Place) -> Problems:
        if place.surface not in surfaces:
            yield Problem(place.pointer + "/type", f"unsupported type: {value['type']}")

    return check


def matching(accept: Callable[[str], bool], reason: str) -> Rule:
    """Want a string that ``accept`` takes."""

    def check(value: Any, place: Place) -> Problems:
        if not (isinstance(value, str) and accept(value)):
            yield Problem(place.pointer, reason)

    return check
