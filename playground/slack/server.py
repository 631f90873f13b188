"""The routes of the stand-in, to be served alone or beside other apps on one port."""

import asyncio
import json
import time
from typing import cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from playground.slack import web_api
from playground.slack.faults import Fault
from playground.slack.json_shapes import JsonObject
from playground.slack.replies import ReplyRefused, answer_url
from playground.slack.response_urls import ResponseUrlRefused
from playground.slack.web_api.files import UploadRefused, take_upload
from playground.slack.workspace import Workspace

_BAD_REQUEST = 400
_NOT_FOUND = 404
_TOO_MANY = 429


def slack_app(workspace: Workspace) -> Starlette:
    """Make an ASGI app of a workspace; its paths begin at the root of the port."""
    app = Starlette(routes=slack_routes(workspace))
    app.state.workspace = workspace
    return app


def slack_routes(workspace: Workspace) -> list[BaseRoute]:
    """Give the routes alone: ``/api``, ``/hooks``, ``/socket``, ``/upload`` and ``/files``."""

    async def api(request: Request) -> Response:
        return await web_api.answer(workspace, request)

    async def hook(request: Request) -> Response:
        return await _answer_hook(workspace, request)

    async def upload(request: Request) -> Response:
        return await _answer_upload(workspace, request)

    async def download(request: Request) -> Response:
        return _answer_download(workspace, request)

    async def socket(connection: WebSocket) -> None:
        await workspace.line.sockets.serve(connection, workspace.app_id)

    return [
        Route("/api/{method:path}", api, methods=["GET", "POST"]),
        Route("/hooks/{rest:path}", hook, methods=["POST"]),
        Route("/upload/v1/{path:path}", upload, methods=["POST"]),
        Route("/files/{file}/{secret}/{name}", download, methods=["GET"]),
        WebSocketRoute("/socket/", socket),
    ]


async def _answer_hook(workspace: Workspace, request: Request) -> Response:
    began = time.perf_counter()
    body: JsonObject = {}
    status, answer = 200, cast("JsonObject", {"ok": True})
    fault = workspace.faults.take("response_url") or Fault()
    await asyncio.sleep(fault.pause)
    try:
        body = await _read_hook(request)
        if fault.retry_after or fault.status:
            return _failing(workspace, fault, body, began)
        answer_url(workspace, workspace.response_urls.use(request.url.path), body)
    except ResponseUrlRefused as refused:
        status, answer = _NOT_FOUND, {"ok": False, "error": refused.error}
    except ReplyRefused as refused:
        status, answer = _BAD_REQUEST, {"ok": False, "error": refused.error}
    workspace.recorder.note_call("response_url", body, answer, status=status, began=began)
    if answer["ok"] and request.url.path.startswith("/hooks/commands/"):
        return PlainTextResponse("ok")
    return JSONResponse(answer, status)


def _failing(workspace: Workspace, fault: Fault, body: JsonObject, began: float) -> Response:
    status = fault.status or _TOO_MANY
    answer: JsonObject = {"ok": False, "error": "ratelimited" if fault.retry_after else "failing"}
    workspace.recorder.note_call("response_url", body, answer, status=status, began=began)
    headers = {"retry-after": str(fault.retry_after)} if fault.retry_after else {}
    return JSONResponse(answer, status, headers)


async def _read_hook(request: Request) -> JsonObject:
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        form = await request.form()
        text = str(form.get("payload") or "")
    else:
        text = (await request.body()).decode(errors="replace")
    try:
        decoded = json.loads(text)
    except ValueError as error:
        raise ReplyRefused("invalid_payload") from error
    if not isinstance(decoded, dict):
        raise ReplyRefused("invalid_payload")
    return decoded


async def _answer_upload(workspace: Workspace, request: Request) -> Response:
    content = await request.body()
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        form = await request.form()
        sent = form.get("file") or form.get("filename")
        content = b"" if sent is None or isinstance(sent, str) else await sent.read()
    try:
        return PlainTextResponse(take_upload(workspace, request.path_params["path"], content))
    except UploadRefused as refused:
        return PlainTextResponse(str(refused), _BAD_REQUEST)


def _answer_download(workspace: Workspace, request: Request) -> Response:
    parts = request.path_params
    file = workspace.uploads.get(f"{parts['file']}/{parts['secret']}")
    if file is None or not file.content:
        return PlainTextResponse("no such file", _NOT_FOUND)
    headers = {"content-disposition": f'attachment; filename="{file.id}"'}
    return Response(file.content, media_type=file.mimetype, headers=headers)
