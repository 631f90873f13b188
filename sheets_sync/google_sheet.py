"""The spreadsheet port over Google Sheets, one request a method."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from gspread.http_client import ParamsType
from gspread.urls import SPREADSHEET_VALUES_BATCH_URL

from sheets_sync.cell_names import cell_name, column_of, letters
from sheets_sync.errors import SheetRefused, SheetUnreachable, TabMissing
from sheets_sync.fitting import OURS, Fitting
from sheets_sync.google_access import WITH_DRIVE, in_trash
from sheets_sync.google_client import GoogleAccount, Patience
from sheets_sync.google_refusals import explained, explained_values
from sheets_sync.google_requests import requests_of
from sheets_sync.google_writing import guarded_write
from sheets_sync.quota import Quota
from sheets_sync.sheet import (
    EVERYBODY,
    NO_SPANS,
    Area,
    Block,
    ColourRule,
    Content,
    Keeping,
    Protection,
    Reading,
    Structure,
    Survey,
    Tab,
)

SURVEY_FIELDS: Final = (
    "sheets(properties(sheetId,title,gridProperties),protectedRanges,conditionalFormats,"
    "charts(chartId,spec(title)),"
    "data(rowData(values(effectiveValue,userEnteredValue(formulaValue)))))"
)
ERRORS: Final = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
}
"""What a cell shows for each error that its formula can come to."""
BEYOND: Final = "exceeds grid limits"
_LAST_CELL: Final = re.compile(r"([A-Z]+)(\d+)$")


class GoogleSheet:
    """One spreadsheet, as a service account sees it."""

    def __init__(
        self,
        service_account_file: Path,
        identity: str,
        *,
        google: str | None = None,
        patience: Patience | None = None,
        quota: Quota | None = None,
    ) -> None:
        """`google` is another base than Google's own, without `/v4`.

        `quota` is another one than the process has for Google.

        Raises:
            SheetLoginFailed: the service account's file can't be used.
        """
        self._account = GoogleAccount(
            service_account_file,
            identity,
            google,
            patience or Patience(),
            scopes=WITH_DRIVE,
            quota=quota,
        )
        self.client = self._account.client
        self._readable = b""

    @property
    def identity(self) -> str:
        """The spreadsheet's id."""
        return self._account.identity

    @property
    def address(self) -> str:
        """The e-mail address that the spreadsheet is to be shared with."""
        return self._account.address

    def read(
        self,
        titles: Sequence[str],
        spans: Mapping[str, tuple[int, int]] = NO_SPANS,
        *,
        formulas: bool = False,
    ) -> Reading:
        """The cells of these tabs, by one values.batchGet."""
        asked: ParamsType = {
            "ranges": [_asked(title, spans) for title in titles],
            "majorDimension": "ROWS",
            "valueRenderOption": "FORMULA" if formulas else "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "SERIAL_NUMBER",
        }
        try:
            mark, answer = self._account.read(lambda: self._batch_get(asked))
        except SheetRefused as refused:
            if BEYOND in str(refused):  # somebody deleted rows that were there
                raise TabMissing from refused
            raise
        return Reading(mark, lambda: _tabs(titles, spans, answer(), formulas=formulas))

    def _batch_get(self, asked: ParamsType) -> tuple[bytes, Callable[[], Mapping[str, Any]]]:
        """The answer with a digest; the very same one as before isn't looked into at once."""
        url = SPREADSHEET_VALUES_BATCH_URL % self.identity
        response = self.client.request("get", url, params=asked)
        mark = hashlib.blake2b(response.content).digest()
        if mark == self._readable:
            return mark, response.json
        answer = response.json()
        self._readable = mark
        return mark, lambda: answer

    def survey(self) -> Survey:
        """The cells and the structure of all tabs, by one spreadsheets.get."""
        answer = self._account.read(
            lambda: self.client.spreadsheets_get(self.identity, {"fields": SURVEY_FIELDS})
        )
        sheets = [sheet for sheet in answer.get("sheets", ()) if "gridProperties" in _kind(sheet)]
        return Survey(
            {_kind(sheet)["title"]: _surveyed_tab(sheet) for sheet in sheets},
            {_kind(sheet)["title"]: _structure(sheet) for sheet in sheets},
        )

    def in_trash(self) -> bool:
        """Whether somebody threw it away, by one files.get; where Drive doesn't say, it isn't."""
        return bool(in_trash(self._account))

    def write(self, blocks: Sequence[Block], keeping: Keeping | None = None) -> None:
        """Write contents by one request: text stays text.

        That is a values.batchUpdate, RAW; or, where copies are to be kept, a batchUpdate of cells.
        """
        if keeping:
            self._update(guarded_write(blocks, keeping), keeping.ids)
            return
        body = {
            "valueInputOption": "RAW",
            "data": [
                {"range": _range_of(block), "majorDimension": "ROWS", "values": block.contents}
                for block in blocks
            ],
        }
        try:
            self._account.write(lambda: self.client.values_batch_update(self.identity, body))
        except SheetRefused as refused:
            raise explained_values(refused, blocks) from refused

    def fit(self, fittings: Sequence[Fitting]) -> None:
        """Make and dress tabs by one spreadsheets.batchUpdate."""
        ids = {fitting.dress.title: fitting.sheet_id for fitting in fittings}
        self._update(requests_of(fittings, self.address), ids)

    def _update(self, requests: Sequence[Mapping[str, Any]], ids: Mapping[str, int]) -> None:
        body = {"requests": requests}
        try:
            self._account.write(lambda: self.client.batch_update(self.identity, body))
        except SheetRefused as refused:
            raise explained(refused, requests, ids) from refused


def _tabs(
    titles: Sequence[str],
    spans: Mapping[str, tuple[int, int]],
    answer: Mapping[str, Any],
    *,
    formulas: bool,
) -> Mapping[str, Tab]:
    """The tabs that an answer of values.batchGet has, in the order in which they were asked for."""
    ranges = answer.get("valueRanges", [])
    if len(ranges) != len(titles):
        raise SheetUnreachable("its answer was cut short")
    tabs = {title: _tab(title, each) for title, each in zip(titles, ranges, strict=True)}
    if formulas:
        for title in tabs.keys() - spans.keys():
            tabs[title] = replace(tabs[title], formulas=_like_formulas(tabs[title]))
    return {
        title: replace(tab, first=spans[title][0], row_count=0) if title in spans else tab
        for title, tab in tabs.items()
    }


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def _asked(title: str, spans: Mapping[str, tuple[int, int]]) -> str:
    """The range to ask for: the whole tab, or some rows of it."""
    if title not in spans:
        return _quoted(title)
    first, last = spans[title]
    return f"{_quoted(title)}!{first + 1}:{last}"


def _range_of(block: Block) -> str:
    last_row = block.row + len(block.contents)
    last_column = block.column + len(block.contents[0]) - 1
    first = cell_name(block.row, block.column)
    return f"{_quoted(block.title)}!{first}:{letters(last_column)}{last_row}"


def _tab(title: str, value_range: Mapping[str, Any]) -> Tab:
    """A tab from its values; the range in the answer tells how large the grid is."""
    corner = _LAST_CELL.search(value_range["range"])
    assert corner is not None
    rows = [_contents(row) for row in value_range.get("values", ())]
    return _trimmed(title, rows, int(corner[2]), column_of(corner[1]) + 1)


def _surveyed_tab(sheet: Mapping[str, Any]) -> Tab:
    grid = _kind(sheet)["gridProperties"]
    parts = sheet.get("data", ())
    # Most cells of a grid are empty, and there are many.
    cells = [
        values if any(values := row.get("values", ())) else ()
        for part in parts
        for row in part.get("rowData", ())
    ]
    rows = [_contents(map(_value, row)) for row in cells]
    formulas = frozenset(
        (number, column)
        for number, row in enumerate(cells)
        for column, cell in enumerate(row)
        if "formulaValue" in cell.get("userEnteredValue", ())
    )
    tab = _trimmed(_kind(sheet)["title"], rows, grid["rowCount"], grid["columnCount"])
    return replace(tab, formulas=formulas)


def _like_formulas(tab: Tab) -> frozenset[tuple[int, int]]:
    return frozenset(
        (number, column)
        for number, row in enumerate(tab.rows)
        for column, cell in enumerate(row)
        if isinstance(cell, str) and cell.startswith("=")
    )


def _trimmed(title: str, rows: list[list[Content]], row_count: int, column_count: int) -> Tab:
    while rows and not any(content is not None for content in rows[-1]):
        rows.pop()
    return Tab(title, rows, row_count, column_count)


def _contents(row: Iterable[Any]) -> list[Content]:
    """The contents of a row: a ticked box is the word TRUE, and an empty text is nothing."""
    return [
        ("TRUE" if cell else "FALSE") if isinstance(cell, bool) else (None if cell == "" else cell)
        for cell in row
    ]


def _value(cell: Mapping[str, Any]) -> Any:
    value = cell.get("effectiveValue", {})
    if "errorValue" in value:
        return ERRORS.get(value["errorValue"].get("type"), "#ERROR!")
    number = value.get("numberValue")
    if isinstance(number, float) and number.is_integer():
        return int(number)
    return next((value[kind] for kind in ("stringValue", "boolValue") if kind in value), number)


def _kind(sheet: Mapping[str, Any]) -> Mapping[str, Any]:
    properties: Mapping[str, Any] = sheet["properties"]
    return properties


def _structure(sheet: Mapping[str, Any]) -> Structure:
    properties = _kind(sheet)
    return Structure(
        sheet_id=properties.get("sheetId", 0),
        title=properties["title"],
        frozen_rows=properties["gridProperties"].get("frozenRowCount", 0),
        protections=tuple(map(_protection, sheet.get("protectedRanges", ()))),
        colour_rules=tuple(
            _colour_rule(place, rule)
            for place, rule in enumerate(sheet.get("conditionalFormats", ()))
        ),
        charts=tuple(each.get("spec", {}).get("title", "") for each in sheet.get("charts", ())),
    )


def _protection(protected: Mapping[str, Any]) -> Protection:
    warning_only = protected.get("warningOnly", False)
    editors = protected.get("editors", {})
    let_in = {each.lower() for kind in ("users", "groups") for each in editors.get(kind, ())}
    if editors.get("domainUsersCanEdit"):
        let_in.add(EVERYBODY)
    return Protection(
        id=protected["protectedRangeId"],
        area=_area(protected.get("range", {})),
        ours=protected.get("description", "").startswith(OURS),
        warning_only=warning_only,
        # Google leaves out what is false
        may_edit=warning_only or protected.get("requestingUserCanEdit", False),
        editors=frozenset(let_in),
    )


def _colour_rule(place: int, rule: Mapping[str, Any]) -> ColourRule:
    condition = rule.get("booleanRule", {}).get("condition", {})
    begins = None
    if condition.get("type") == "TEXT_STARTS_WITH":
        begins = condition["values"][0].get("userEnteredValue")
    background = _background(rule.get("booleanRule", {}).get("format", {}))
    return ColourRule(place, tuple(map(_area, rule.get("ranges", ()))), begins, background)


def _background(given: Mapping[str, Any]) -> tuple[float, float, float] | None:
    """The background, where that is all that a format has. Google tells each colour twice."""
    if given.keys() - {"backgroundColor", "backgroundColorStyle"}:
        return None
    rgb = given.get("backgroundColor")
    return None if rgb is None else (rgb.get("red", 0), rgb.get("green", 0), rgb.get("blue", 0))


def _area(range_: Mapping[str, Any]) -> Area:
    return Area(
        first_row=range_.get("startRowIndex"),
        last_row=range_.get("endRowIndex"),
        first_column=range_.get("startColumnIndex"),
        last_column=range_.get("endColumnIndex"),
    )
