"""Slack's Web API under ``/api/``: reads a request, asks the method, writes the answer."""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from playground.slack.faults import Fault
from playground.slack.json_shapes import JsonObject, secret
from playground.slack.web_api import app, chat, conversations, files, people, views
from playground.slack.web_api.calls import ApiError, Call, Method, RateLimited
from playground.slack.workspace import Workspace

METHODS: Mapping[str, Method] = (
    app.METHODS
    | chat.METHODS
    | conversations.METHODS
    | files.METHODS
    | people.METHODS
    | views.METHODS
)
_TOO_MANY = 429
_OK = 200
_JSON = "application/json"


async def answer(workspace: Workspace, request: Request) -> Response:
    """Answer one call and record it."""
    began = time.perf_counter()
    method = request.path_params["method"]
    workspace.learn_origin(str(request.base_url).rstrip("/"))
    fault = workspace.faults.take(method) or Fault()
    await asyncio.sleep(fault.pause)
    arguments: JsonObject = {}
    body: JsonObject = {"ok": True}
    status = fault.status or _OK
    try:
        arguments = await read_arguments(request)
        _refuse_on_order(fault)
        body |= _run(workspace, method, arguments)
    except ApiError as refused:
        body = {"ok": False, "error": refused.error} | refused.answer
    except RateLimited as refused:
        body, status = {"ok": False, "error": "ratelimited"}, _TOO_MANY
        fault = Fault(retry_after=refused.seconds)
    workspace.recorder.note_call(method, arguments, body, status=status, began=began)
    return _response(workspace, method, body, status, fault)


async def read_arguments(request: Request) -> JsonObject:
    """Read the arguments from query, form or JSON, and the token from its header.

    Raises:
        ApiError: the body is no JSON although it says so.
    """
    arguments: JsonObject = dict(request.query_params)
    content_type = request.headers.get("content-type", "")
    if content_type.startswith(_JSON):
        arguments |= _decode(await request.body())
    elif request.method == "POST":
        form = await request.form()
        arguments |= {name: value for name, value in form.items() if isinstance(value, str)}
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        arguments["token"] = token
    return arguments


def _decode(body: bytes) -> JsonObject:
    if not body.strip():
        return {}
    try:
        decoded = json.loads(body)
    except ValueError as error:
        raise ApiError("invalid_json") from error
    if not isinstance(decoded, dict):
        raise ApiError("json_not_object")
    return decoded


def _refuse_on_order(fault: Fault) -> None:
    if fault.retry_after:
        raise RateLimited(fault.retry_after)
    if fault.error:
        raise ApiError(fault.error)
    if fault.status:
        raise ApiError("fatal_error")


def _run(workspace: Workspace, name: str, arguments: JsonObject) -> JsonObject:
    method = METHODS.get(name)
    if method is None:
        raise ApiError("unknown_method", req_method=name)
    _check_token(workspace, method, str(arguments.get("token") or ""))
    call = Call(workspace, arguments)
    if method.scopes:
        call.need_scope(*method.scopes)
    return method.run(call)


def _check_token(workspace: Workspace, method: Method, token: str) -> None:
    if method.caller == "anybody":
        return
    if not token:
        raise ApiError("not_authed")
    known = {workspace.bot_token: "bot", workspace.app_token: "app"}
    if token not in known:
        raise ApiError("invalid_auth")
    if known[token] != method.caller:
        raise ApiError("not_allowed_token_type")


def _response(
    workspace: Workspace, method: str, body: JsonObject, status: int, fault: Fault
) -> Response:
    if fault.status:
        return PlainTextResponse("Something went wrong at the server.", fault.status)
    headers = {"x-slack-req-id": secret(32)}
    if fault.retry_after:
        headers["retry-after"] = str(fault.retry_after)
    if method in METHODS:
        headers["x-oauth-scopes"] = ",".join(sorted(workspace.manifest.scopes))
        headers["x-accepted-oauth-scopes"] = ",".join(METHODS[method].scopes)
    if fault.loses_answer:
        return _BrokenOff(body)
    return JSONResponse(body, status, headers)


class _BrokenOff(Response):
    """An answer whose connection breaks in the middle of the body."""

    def __init__(self, body: JsonObject) -> None:
        content = json.dumps(body).encode()
        super().__init__(content[: len(content) // 2], media_type=_JSON)
        self.raw_headers = list(_announce(self.raw_headers, len(content)))


def _announce(headers: list[tuple[bytes, bytes]], length: int) -> Iterator[tuple[bytes, bytes]]:
    for name, value in headers:
        yield name, str(length).encode() if name == b"content-length" else value
