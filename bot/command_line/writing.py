"""Writing a report: as a table for people, as CSV for spreadsheets, as JSON for programs."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import typer

from bot.command_line.answering import WrongUse
from bot.command_line.charts import Chart
from bot.command_line.pictures import as_png
from bot.command_line.tables import WIDE, Heading, lined_up
from bot.command_line.wording import counted
from core.quantity import Unlimited, money, plain
from core.stores.files import fresh_file

FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Format(StrEnum):
    """How a report is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PNG = "png"


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


class NoPicture(WrongUse):
    """A report whose rows are no picture."""

    def __init__(self) -> None:
        super().__init__("This report has no picture: choose --format table, csv or json.")


class PictureToNowhere(WrongUse):
    """A picture can't be shown in a terminal."""

    def __init__(self) -> None:
        super().__init__("--out is missing: a picture goes into a file.")


def write(page: Page, form: Format, out: Path | None) -> None:
    """Write the report to a file, or to where the command's output goes.

    Raises:
        NoPicture, PictureToNowhere: it can't be a picture, or not there.
        PicturesMissing: what draws pictures isn't installed.
    """
    if form is Format.PNG:
        _draw(page, out)
        return
    writers: dict[Format, Callable[[Page], str]] = {
        Format.TABLE: lambda page: as_table(page, WIDE if out else None),
        Format.CSV: as_csv,
        Format.JSON: as_json,
    }
    text = writers[form](page)
    if out is None:
        typer.echo(text, nl=False)
        return
    write_file(out, text.encode())
    typer.echo(f"Wrote {counted(len(page.rows), 'row')} to {out}.")


def _draw(page: Page, out: Path | None) -> None:
    if page.chart is None:
        raise NoPicture
    if out is None:
        raise PictureToNowhere
    write_file(out, as_png(page.chart))
    typer.echo(f"Drew {counted(len(page.chart.bars), 'row')} into {out}.")


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole, or leave what was there as it was. A pipe or a device is written to.

    Raises:
        OSError: it can't be written; the error has the file's name.
    """
    with whole_file(path) as place:
        place.write_bytes(content)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place to write to, whose file is at `path` when it is whole; else that stays as it was.

    Raises:
        OSError: it can't be written; the error has the file's name.
    """
    try:
        if path.exists() and not path.is_file():
            yield path
            return
        with fresh_file(path.resolve()) as partial:
            yield partial
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


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
