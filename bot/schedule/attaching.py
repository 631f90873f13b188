"""The figures of a post as a CSV file in its thread, once."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.reasons import CALL_FAILED, reason_of
from bot.reports.page import csv_text
from bot.schedule.posting import Post, PostKey
from core.desk import Desk

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Csv:
    """A file's name, its columns and its rows."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, Any]]

    def __str__(self) -> str:
        return csv_text(self.columns, self.rows)


def attach(desk: Desk, slack: WebClient, post: Post, key: PostKey, file: Csv) -> None:
    """Put the file below the post, at most once; a failure is logged, for the post is there.

    An upload whose fate is unknown isn't tried again: a missing file can be asked for with
    /benefits report, a second one would only confuse.
    """
    document = f"{key}:csv"
    if not file.rows or desk.store.document(document):
        return
    desk.store.keep(document, {"file": file.name})
    try:
        slack.files_upload_v2(
            channel=post.channel,
            thread_ts=post.ts,
            filename=file.name,
            title=file.name,
            content=str(file),
        )
    except CALL_FAILED as error:
        _log.warning("The file %s could not be attached (%s).", file.name, _why(error))


def _why(error: Exception) -> str:
    return reason_of(error) if isinstance(error, SlackApiError) else type(error).__name__
