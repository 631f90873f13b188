"""The settings' section of custom fields: which slots of a benefit level mean what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeAlias

from pydantic import AfterValidator, PlainValidator
from rapidfuzz import process

from core.columns import Cell
from core.custom import LOOKUP_LIMIT, SLOTS

THERE_ARE: Final = (
    "there is date1 to date12, money1 to money12, number1 to number12, flag1 to flag11, lookup1 to"
    " lookup3 and text1 to text6"
)
SHAPE: Final = (
    'has to be a label, as "Renewal call", or a lookup, as {label = "Tier", codes = {A = "First",'
    ' B = "Second"}}'
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """The label of a custom field, and for a lookup what each code means."""

    label: str
    codes: Mapping[str, str] | None = None


def _slot(name: str) -> str:
    if name not in SLOTS:
        close = process.extractOne(name, SLOTS.keys(), score_cutoff=80)
        hint = f"did you mean {close[0]}" if close else THERE_ARE
        raise ValueError(f"there is no such slot; {hint}")
    return name


def _labelled(value: Any) -> Labelled:
    """A label alone, or with the codes of a lookup."""
    match value:
        case Labelled():
            return value
        case str() if value.strip():
            return Labelled(value.strip())
        case {"label": str(label), "codes": dict(codes), **others} if not others:
            if label.strip() and codes and all(isinstance(one, str) for one in codes.values()):
                return Labelled(label.strip(), _short_enough(codes))
    raise ValueError(SHAPE)


def _short_enough(codes: Mapping[str, str]) -> Mapping[str, str]:
    for code in codes:
        if len(code) > LOOKUP_LIMIT:
            raise ValueError(f"the code {code} is too long; at most {LOOKUP_LIMIT} characters fit")
    return codes


def _apart(fields: dict[str, Labelled]) -> dict[str, Labelled]:
    """Codes are for lookups only, and no two slots share a label."""
    seen: dict[str, str] = {}
    for slot, field in fields.items():
        if field.codes is not None and SLOTS[slot] is not Cell.CODE:
            raise ValueError(f"{slot} can't have codes; only lookup1 to lookup3 can")
        other = seen.setdefault(field.label.casefold(), slot)
        if other != slot:
            raise ValueError(f"{other} and {slot} are both called “{field.label}”")
    return fields


CustomFields: TypeAlias = Annotated[
    dict[
        Annotated[str, AfterValidator(_slot)],
        Annotated[Labelled, PlainValidator(_labelled)],
    ],
    AfterValidator(_apart),
]
