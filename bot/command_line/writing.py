"""Writing a report: as a table for people, as CSV for spreadsheets, as JSON for programs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import typer

from bot.command_line.answering import WrongUse
from bot.command_line.pictures import as_png
from bot.reports.lined_up import WIDE
from bot.reports.page import Page, as_csv, as_json, as_table
from bot.views.sentences import counted
from core.stores.files import fresh_file


class Format(StrEnum):
    """How a report is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PNG = "png"


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
