"""Requests about comments in cells and their replies."""

from __future__ import annotations

import html
import secrets
from datetime import UTC, datetime

from playground.google.cells import Json
from playground.google.errors import InvalidArgument
from playground.google.grid import Box
from playground.google.requests.batch import Batch, Change
from playground.google.showing import text_shown

_STATES = {"RESOLVE": "RESOLVED", "REOPEN": "OPEN"}


def insert_comment(batch: Batch, body: Json) -> Json:
    """Start a thread of comments at a cell."""
    where = body.get("coordinate", {})
    sheet = batch.sheet(where.get("sheetId"))
    row, column = where.get("rowIndex", 0), where.get("columnIndex", 0)
    if not (0 <= row < sheet.row_count and 0 <= column < sheet.column_count):
        raise InvalidArgument("The coordinate lies outside the grid.")
    batch.workbook.settle()
    anchor = secrets.token_hex(6)
    thread: Json = {
        "commentId": secrets.token_urlsafe(8),
        "anchorId": anchor,
        "status": "OPEN",
        "headPost": _post(batch, body.get("content", ""), body.get("assigneeEmailAddress")),
    }
    quote = text_shown(sheet.value(row, column), sheet.detail(row, column))
    if quote:
        thread["plainTextQuote"] = quote
    box = Box(row, row + 1, column, column + 1)
    sheet.facts.comment_anchors.append(
        {"anchorId": anchor, "range": box.range_on(sheet.id).to_json()}
    )
    batch.workbook.facts.comments.append(thread)
    batch.workbook.touch(sheet)
    return {"commentThread": thread}


def _post(batch: Batch, content: str, assignee: str | None = None) -> Json:
    if not content:
        raise InvalidArgument("A comment's content can't be empty.")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    post: Json = {
        "postId": secrets.token_urlsafe(8),
        "content": content,
        "contentHtml": html.escape(content),
        "createTime": now,
        "updateTime": now,
        "author": {
            "user": batch.caller,
            "displayName": batch.caller.partition("@")[0],
            "me": True,
        },
    }
    if assignee:
        post["assigneeEmail"] = assignee
    return post


def _thread(batch: Batch, identity: str) -> Json:
    for thread in batch.workbook.facts.comments:
        if thread["commentId"] == identity:
            return thread
    raise InvalidArgument(f"No comment with id: {identity}")


def _own_post(batch: Batch, thread: Json, identity: str) -> Json:
    posts: list[Json] = [thread["headPost"], *thread.get("replies", [])]
    for post in posts:
        if post["postId"] == identity:
            if post["author"]["user"] != batch.caller:
                raise InvalidArgument("Only its author may change a comment.")
            return post
    raise InvalidArgument(f"No post with id: {identity}")


def add_comment_reply(batch: Batch, body: Json) -> Json:
    """Answer a comment; the answer may also resolve or reopen the thread."""
    thread, given = _thread(batch, body.get("commentId", "")), body.get("post", {})
    action = given.get("commentAction", "")
    post = _post(batch, given.get("content") or action, given.get("assigneeEmail"))
    if action in _STATES:
        thread["status"] = _STATES[action]
        post["commentAction"] = action
    thread.setdefault("replies", []).append(post)
    _touch_all(batch)
    return {"post": post}


def update_comment_post(batch: Batch, body: Json) -> None:
    """Change the words of an own comment or answer."""
    thread = _thread(batch, body.get("commentId", ""))
    post = _own_post(batch, thread, body.get("postId", thread["headPost"]["postId"]))
    post["content"] = body.get("content", "")
    post["contentHtml"] = html.escape(post["content"])
    _touch_all(batch)


def delete_comment(batch: Batch, body: Json) -> None:
    """Take a whole thread away."""
    thread = _thread(batch, body.get("commentId", ""))
    _own_post(batch, thread, thread["headPost"]["postId"])
    batch.workbook.facts.comments.remove(thread)
    for sheet in batch.workbook.sheets:
        anchors = sheet.facts.comment_anchors
        sheet.facts.comment_anchors = [a for a in anchors if a["anchorId"] != thread["anchorId"]]
    _touch_all(batch)


def delete_comment_reply(batch: Batch, body: Json) -> None:
    """Take an own answer away."""
    thread = _thread(batch, body.get("commentId", ""))
    post = _own_post(batch, thread, body.get("postId", ""))
    if post is thread["headPost"]:
        raise InvalidArgument("The first post goes with its thread only.")
    thread["replies"].remove(post)
    _touch_all(batch)


def _touch_all(batch: Batch) -> None:
    for sheet in batch.workbook.sheets:
        batch.workbook.touch(sheet)


CHANGES: dict[str, Change] = {
    "insertComment": insert_comment,
    "addCommentReply": add_comment_reply,
    "updateCommentPost": update_comment_post,
    "deleteComment": delete_comment,
    "deleteCommentReply": delete_comment_reply,
}
