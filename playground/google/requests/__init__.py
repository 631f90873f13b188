"""The requests of `spreadsheets.batchUpdate`: all of them are applied, or none."""

from __future__ import annotations

from playground.google.cells import Json
from playground.google.errors import InvalidArgument
from playground.google.requests import (
    cells,
    comments,
    copying,
    dimensions,
    filters,
    floating,
    metadata,
    names,
    protecting,
    rearranging,
    rules,
    sheets,
)
from playground.google.requests.batch import Batch, Change
from playground.google.workbook import Workbook

CHANGES: dict[str, Change] = {
    **sheets.CHANGES,
    **cells.CHANGES,
    **dimensions.CHANGES,
    **copying.CHANGES,
    **rearranging.CHANGES,
    **names.CHANGES,
    **protecting.CHANGES,
    **rules.CHANGES,
    **filters.CHANGES,
    **floating.CHANGES,
    **comments.CHANGES,
    **metadata.CHANGES,
}


def apply(workbook: Workbook, requests: list[Json], caller: str) -> list[Json]:
    """Apply the requests in order; the replies, one each, `{}` where a kind has none.

    Raises:
        InvalidArgument: one can't be applied; then none is.
    """
    if not requests:
        raise InvalidArgument("Must specify at least one request.")
    batch = Batch(workbook, caller)
    with workbook.all_or_nothing(by=caller):
        return [_apply_one(batch, number, given) for number, given in enumerate(requests)]


def _apply_one(batch: Batch, number: int, given: Json) -> Json:
    if not given:
        raise InvalidArgument(f"Invalid requests[{number}]: No request set.")
    if len(given) > 1:
        first, second = list(given)[:2]
        raise InvalidArgument(
            f"Invalid value at 'requests[{number}]' (oneof), oneof field 'kind' is already set. "
            f"Cannot set '{second}' after '{first}'."
        )
    kind, body = next(iter(given.items()))
    change = CHANGES.get(kind)
    if change is None:
        raise InvalidArgument(f"Invalid requests[{number}].{kind}: not part of this stand-in.")
    try:
        reply = change(batch, body)
    except InvalidArgument as error:
        raise InvalidArgument(f"Invalid requests[{number}].{kind}: {error.message}") from error
    return {} if reply is None else {kind: reply}
