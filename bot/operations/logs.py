"""The bot's log: what happened, without a member's name, a person's id or a secret.

A sentence of ours is a fixed text with figures in it; what stands in it beside them is looked at.
Of an exception only its kind and the lines of code are told: its words may be a member's. Of a
library's record the text is told where it is fixed, and the place where it stands otherwise.
"""

import json
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TypeAlias

from slack_sdk.errors import SlackApiError

from bot.reasons import reason_of
from core.errors import BenefitError

ROOT: Final = Path(__file__).resolve().parents[2]
OURS: Final = tuple(f"{ROOT / package}/" for package in ("bot", "core", "sheets_sync"))
HIDDEN: Final = "…"
WITHOUT_MEMBERS: Final = (
    "bot.schedule.nightly_copies",
    "bot.opening",
    "bot.schedule.posting",
    "bot.slack.serving",
    "bot.wiring",
    "core.store",
    "core.stores.",
    "sheets_sync.closed_tabs",
    "sheets_sync.google_signing_in",
    "sheets_sync.errors.whole",
)
"""Where the errors are whose sentences tell of files, networks, Slack and Google only."""
Line: TypeAlias = Callable[[logging.LogRecord], str]
"""How a record becomes a line: as a text for people, or as JSON."""
SLACK_PERSON: Final = re.compile(r"\b[UW](?=[A-Z0-9]*\d)[A-Z0-9]{4,}\b")
_log: Final = logging.getLogger(__name__)


class Formatter(logging.Formatter):
    """Writes records, whatever is in them, by one of the two ways below."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        return self._line(record)


def as_text(record: logging.LogRecord) -> str:
    """A line for people, and below it where an exception came from."""
    at = datetime.fromtimestamp(record.created).astimezone()
    line = f"{at:%Y-%m-%d %H:%M:%S},{record.msecs:03.0f} {record.levelname} {said(record)}"
    error = _error_of(record)
    if error is None:
        return line
    return "\n".join([f"{line} ({described(error)})", *(f"  {where}" for where in places(error))])


def as_json(record: logging.LogRecord) -> str:
    """One object of JSON: when, how bad, whose, what, and the text of it that never changes."""
    line: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": _template(record) or HIDDEN,
        "says": said(record),
    }
    if error := _error_of(record):
        line["error"] = described(error)
        line["where"] = [*places(error)]
    return json.dumps(line, ensure_ascii=False)


FORMATS: Final[dict[str, Line]] = {"text": as_text, "json": as_json}


def said(record: logging.LogRecord) -> str:
    """A record's sentence, without what may be about a person."""
    template = _template(record)
    if template is None:
        return _told_by_library(record)
    given = record.args or ()
    shown = _shown_of_ours if _is_ours(record) else _shown_of_others
    if isinstance(given, tuple):
        return _filled(template, tuple(map(shown, given)))
    return _filled(template, {name: shown(value) for name, value in given.items()})


def _told_by_library(record: logging.LogRecord) -> str:
    """That a library says something, and what failed, where it says so while dealing with that."""
    place = f"{record.name}, at {record.module}:{record.lineno}"
    failure = sys.exc_info()[1]
    if failure is None:
        return f"{place}, says something that may be about a member, so it is left out."
    cause = getattr(failure, "reason", None)
    shown = described(cause if isinstance(cause, BaseException) else failure)
    return f"{place}, says that something failed: {shown}."


def _template(record: logging.LogRecord) -> str | None:
    """The text that never changes; None where a library may have written values into it."""
    fixed = isinstance(record.msg, str) and (_is_ours(record) or bool(record.args))
    return record.msg if fixed else None


def _filled(template: str, values: Any) -> str:
    try:
        return template % values if values else template
    except (TypeError, ValueError, KeyError):
        return template


def _is_ours(record: logging.LogRecord) -> bool:
    return record.pathname.startswith(OURS)


def _shown_of_ours(value: object) -> Any:
    if isinstance(value, BaseException):
        return described(value)
    return value if isinstance(value, (int, float)) else SLACK_PERSON.sub(HIDDEN, str(value))


def _shown_of_others(value: object) -> Any:
    return value if isinstance(value, (int, float)) else HIDDEN


def described(error: BaseException) -> str:
    """An exception's kind, and of those that tell of no member what they say."""
    if isinstance(error, SlackApiError):
        return f"Slack: {reason_of(error)}"
    if isinstance(error, BenefitError) and type(error).__module__.startswith(WITHOUT_MEMBERS):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__


def _error_of(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


def places(error: BaseException) -> Iterator[str]:
    """The lines of code that an exception came through, the one that raised it last."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from places(cause)
        yield f"{described(cause)}; because of that:"
    trace = error.__traceback__
    while trace is not None:
        yield _place(trace)
        trace = trace.tb_next


def _place(trace: TracebackType) -> str:
    code = trace.tb_frame.f_code
    file = Path(code.co_filename)
    inside = file.relative_to(ROOT) if file.is_relative_to(ROOT) else Path(*file.parts[-2:])
    return f"{inside}:{trace.tb_lineno} in {code.co_name}"


def log_to_stderr(line: Line) -> None:
    """Tell on stderr what the bot does; of the libraries only what may be wrong.

    What breaks in a thread, or breaks the whole process, is told in the same way.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter(line))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    # Python would print the record that can't be written, with all that is in it.
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)
    for ours in ("bot", "core", "sheets_sync"):
        logging.getLogger(ours).setLevel(logging.INFO)
    sys.excepthook = lambda _, error, __: broke(error)
    threading.excepthook = lambda broken: broke(broken.exc_value)
    sys.unraisablehook = lambda broken: broke(broken.exc_value)


def broke(error: BaseException | None) -> None:
    """Log what nobody caught; a thread that was told to end is nothing broken."""
    if error is not None and not isinstance(error, SystemExit):
        _log.error("Something broke that nobody expected.", exc_info=error)
