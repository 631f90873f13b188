"""The methods of `spreadsheets.values`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.google.appending import find_table
from playground.google.cells import Json
from playground.google.errors import InvalidArgument
from playground.google.grid import Box
from playground.google.masks import let_through
from playground.google.ranges import Target, find_range
from playground.google.reading import value_range
from playground.google.requests.dimensions import inherit
from playground.google.spreadsheet import Spreadsheet
from playground.google.web.calls import Call, Method
from playground.google.writing import Written, clear, rows_of, write

_RENDERING = frozenset({"majorDimension", "valueRenderOption", "dateTimeRenderOption"})
_ANSWERING = frozenset(
    {"includeValuesInResponse", "responseValueRenderOption", "responseDateTimeRenderOption"}
)


def get(call: Call) -> Json:
    """`values.get`: one range."""
    spreadsheet, mask = call.spreadsheet(), call.mask("ValueRange")
    with spreadsheet.reading():
        target = find_range(spreadsheet, call.path["range"])
        shown: Json = let_through(mask, _read(call, spreadsheet, target))
        return shown


def _read(call: Call, spreadsheet: Spreadsheet, target: Target) -> Json:
    return value_range(
        target,
        spreadsheet.calculator(),
        by_columns=call.one("majorDimension") == "COLUMNS",
        render=call.one("valueRenderOption", "FORMATTED_VALUE"),
        dates=call.one("dateTimeRenderOption", "SERIAL_NUMBER"),
    )


def batch_get(call: Call) -> Json:
    """`values.batchGet`: several ranges at once."""
    spreadsheet, mask = call.spreadsheet(), call.mask("BatchGetValuesResponse")
    with spreadsheet.reading():
        targets = [find_range(spreadsheet, text) for text in call.many("ranges")]
        found = [_read(call, spreadsheet, target) for target in targets]
        answer: Json = {"spreadsheetId": spreadsheet.id}
        if found:
            answer["valueRanges"] = found
        shown: Json = let_through(mask, answer)
        return shown


def update(call: Call) -> Json:
    """`values.update`: write one range."""
    spreadsheet, mask = call.spreadsheet(to_edit=True), call.mask("UpdateValuesResponse")
    as_typed = is_typed(call.one("valueInputOption"))
    given = call.given("ValueRange")
    rows = rows_of(given)
    with spreadsheet.all_or_nothing(by=call.caller):
        target = find_range(spreadsheet, call.path["range"])
        written = write(spreadsheet, target, rows, as_typed=as_typed, by=call.caller)
        answer = written.to_json(spreadsheet.id)
        if call.flag("includeValuesInResponse"):
            answer["updatedData"] = _written_values(call, spreadsheet, written, given)
    shown: Json = let_through(mask, answer)
    return shown


def is_typed(option: str) -> bool:
    """Whether values are read as if typed.

    Raises:
        InvalidArgument: the caller didn't say.
    """
    if option in {"", "INPUT_VALUE_OPTION_UNSPECIFIED"}:
        raise InvalidArgument("'valueInputOption' is required but not specified")
    return option == "USER_ENTERED"


def _written_values(call: Call, spreadsheet: Spreadsheet, written: Written, given: Json) -> Json:
    return written_values(
        spreadsheet,
        written,
        given,
        render=call.one("responseValueRenderOption", "FORMATTED_VALUE"),
        dates=call.one("responseDateTimeRenderOption", "SERIAL_NUMBER"),
    )


def written_values(
    spreadsheet: Spreadsheet, written: Written, given: Json, *, render: str, dates: str
) -> Json:
    """The ValueRange of what was just written, in the dimension in which it came."""
    spreadsheet.settle()
    return value_range(
        Target(written.sheet, written.box, written.box),
        spreadsheet.calculator(),
        by_columns=given.get("majorDimension") == "COLUMNS",
        render=render,
        dates=dates,
    )


def batch_update(call: Call) -> Json:
    """`values.batchUpdate`: write several ranges, all or none."""
    spreadsheet, mask = call.spreadsheet(to_edit=True), call.mask("BatchUpdateValuesResponse")
    given = call.given("BatchUpdateValuesRequest")
    as_typed = is_typed(given.get("valueInputOption", ""))
    parts: list[tuple[Json, list[list[Any]]]] = [(p, rows_of(p)) for p in given.get("data", [])]
    responses: list[Json] = []
    writings: list[Written] = []
    with spreadsheet.all_or_nothing(by=call.caller):
        for part, rows in parts:
            target = find_range(spreadsheet, part.get("range", ""))
            written = write(spreadsheet, target, rows, as_typed=as_typed, by=call.caller)
            writings.append(written)
            responses.append(written.to_json(spreadsheet.id))
        if given.get("includeValuesInResponse"):
            add_values(spreadsheet, given, [part for part, _ in parts], writings, responses)
    answer = {"spreadsheetId": spreadsheet.id, **totals(writings), "responses": responses}
    shown: Json = let_through(mask, {name: value for name, value in answer.items() if value != []})
    return shown


def add_values(
    spreadsheet: Spreadsheet,
    given: Json,
    parts: Sequence[Json],
    writings: Sequence[Written],
    responses: Sequence[Json],
) -> None:
    """Put into each response what its cells hold now."""
    for part, written, response in zip(parts, writings, responses, strict=True):
        response["updatedData"] = written_values(
            spreadsheet,
            written,
            part,
            render=given.get("responseValueRenderOption", "FORMATTED_VALUE"),
            dates=given.get("responseDateTimeRenderOption", "SERIAL_NUMBER"),
        )


def totals(writings: Sequence[Written]) -> Json:
    """How many rows, columns, cells and sheets were written, each counted once."""
    rows = {(written.sheet.id, row) for written in writings for row in written.rows}
    columns = {(written.sheet.id, column) for written in writings for column in written.columns}
    counts = {
        "totalUpdatedRows": len(rows),
        "totalUpdatedColumns": len(columns),
        "totalUpdatedCells": sum(written.cells for written in writings),
        "totalUpdatedSheets": len({written.sheet.id for written in writings if written.cells}),
    }
    return {name: count for name, count in counts.items() if count}


def append(call: Call) -> Json:
    """`values.append`: write below the table that the range touches."""
    spreadsheet, mask = call.spreadsheet(to_edit=True), call.mask("AppendValuesResponse")
    as_typed = is_typed(call.one("valueInputOption"))
    given = call.given("ValueRange")
    rows = rows_of(given)
    answer: Json = {"spreadsheetId": spreadsheet.id}
    with spreadsheet.all_or_nothing(by=call.caller):
        spreadsheet.settle()
        target = find_range(spreadsheet, call.path["range"])
        sheet, corner = target.sheet, (target.box.top, target.box.left)
        table = find_table(sheet, target.box)
        if table is not None:
            answer["tableRange"] = Target(sheet, table, table).name
            corner = (table.bottom, table.left)
        if call.one("insertDataOption") == "INSERT_ROWS" and rows and corner[0] < sheet.row_count:
            spreadsheet.change_lines(sheet, "ROWS", corner[0], len(rows))
            inherit(sheet, "ROWS", corner[0], len(rows), max(corner[0] - 1, 0))
        place = Box(corner[0], corner[0] + 1, corner[1], corner[1] + 1)
        goal = Target(sheet, place, place, is_one_cell=True)
        written = write(spreadsheet, goal, rows, as_typed=as_typed, by=call.caller)
        answer["updates"] = written.to_json(spreadsheet.id)
        if call.flag("includeValuesInResponse"):
            values = _written_values(call, spreadsheet, written, given)
            answer["updates"]["updatedData"] = values
    shown: Json = let_through(mask, answer)
    return shown


def clear_one(call: Call) -> Json:
    """`values.clear`: empty one range."""
    spreadsheet = call.spreadsheet(to_edit=True)
    call.given("ClearValuesRequest")
    with spreadsheet.all_or_nothing(by=call.caller):
        target = find_range(spreadsheet, call.path["range"])
        clear(spreadsheet, target, by=call.caller)
        return {"spreadsheetId": spreadsheet.id, "clearedRange": target.name}


def batch_clear(call: Call) -> Json:
    """`values.batchClear`: empty several ranges, all or none."""
    spreadsheet = call.spreadsheet(to_edit=True)
    given = call.given("BatchClearValuesRequest")
    with spreadsheet.all_or_nothing(by=call.caller):
        targets = [find_range(spreadsheet, text) for text in given.get("ranges", [])]
        for target in targets:
            clear(spreadsheet, target, by=call.caller)
        answer: Json = {"spreadsheetId": spreadsheet.id}
        if targets:
            answer["clearedRanges"] = [target.name for target in targets]
        return answer


_ONE = r"/v4/spreadsheets/(?P<spreadsheetId>[^/:]+)/values/(?P<range>[^/]+?)"
_ALL = r"/v4/spreadsheets/(?P<spreadsheetId>[^/:]+)/values"

METHODS = (
    Method(
        "values.batchGet", "GET", _ALL + ":batchGet", "read", batch_get, _RENDERING | {"ranges"}
    ),
    Method("values.batchUpdate", "POST", _ALL + ":batchUpdate", "write", batch_update),
    Method("values.batchClear", "POST", _ALL + ":batchClear", "write", batch_clear),
    Method("values.get", "GET", _ONE, "read", get, _RENDERING),
    Method("values.update", "PUT", _ONE, "write", update, _ANSWERING | {"valueInputOption"}),
    Method(
        "values.append", "POST", _ONE + ":append", "write", append,
        _ANSWERING | {"valueInputOption", "insertDataOption"},
    ),
    Method("values.clear", "POST", _ONE + ":clear", "write", clear_one),
)  # fmt: skip
