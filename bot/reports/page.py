"""A report ready to be written: a table for people, CSV for spreadsheets, JSON for programs."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from bot.reports.charts import Chart
from bot.reports.lined_up import Heading, lined_up
from core.quantity import Unlimited, money, plain

FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A report ready to be written.

    `columns` and `rows` are for programs; `headings` and `lines` are the same for people, who also
    get the `remarks` beneath. `chart` is its picture, where one says more than the table.
    """

    columns: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    headings: Sequence[Heading]
    lines: Iterable[Sequence[str]]
    remarks: Sequence[str] = ()
    chart: Chart | None = None


def as_json(page: Page) -> str:
    """A list of objects; docs/json.md says what is in them."""
    rows = [{name: _json_value(name, row[name]) for name in page.columns} for row in page.rows]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _json_value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_json_value(name, part) for part in value]
    if isinstance(value, dict):
        return {key: _json_value(key, part) for key, part in value.items()}
    return _json_scalar(name, value)


def _json_scalar(name: str, value: Any) -> Any:
    match value:
        case Unlimited():
            return value.value
        case Decimal():
            return money(value) if is_money(name) else _json_number(value)
        case datetime():
            return value.isoformat(timespec="milliseconds")
        case date():
            return value.isoformat()
        case _:
            return value


def _json_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def is_money(name: str) -> bool:
    """Whether a column holds money, by its name."""
    return name in {"amount", "value", "price", "deductible", "value_at_stake"} or name.endswith(
        "_value"
    )


def as_csv(page: Page) -> str:
    """A header and rows, with no text that a spreadsheet would take for a formula."""
    return csv_text(page.columns, page.rows)


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows under a header, each value by its column's name, as `as_csv` writes them."""
    cells = ([_csv_cell(name, row[name]) for name in columns] for row in rows)
    return "".join(_csv_line(each) for each in (columns, *cells))


def _csv_line(cells: Sequence[str]) -> str:
    # Only with its own line end does csv quote both of \r and \n inside a cell.
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().removesuffix("\r\n") + "\n"


def _csv_cell(name: str, value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal() if not is_money(name):
            return plain(value)
        case list():
            return _no_formula(";".join(_csv_part(part) for part in value))
        case str():
            return _no_formula(value)
        case _:
            return str(_json_scalar(name, value))


def _no_formula(text: str) -> str:
    """One quote more in front; so whoever takes one away has the same text again."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_MARKS) else text


def _csv_part(part: Any) -> str:
    return f"{part['code']}={money(part['value'])}" if isinstance(part, dict) else str(part)


def as_table(page: Page, width: int | None = None) -> str:
    """Columns lined up for people; as wide as the terminal unless `width` says how wide."""
    lines = list(page.lines)
    if not lines:
        return "\n".join(["Nothing to report.", *page.remarks, ""])
    return "\n".join([lined_up(page.headings, lines, width), *(f"{one}\n" for one in page.remarks)])
