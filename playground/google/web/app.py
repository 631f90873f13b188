"""The ASGI application: finds the method of an address, checks the token, meets the faults."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from playground.google.accounts import (
    READING_SCOPES,
    SHEETS_SCOPES,
    GrantRefused,
    ScopeMissing,
    ServiceAccount,
    Token,
    Tokens,
)
from playground.google.cells import Json
from playground.google.drive import Drive
from playground.google.errors import GoogleError, InvalidArgument
from playground.google.faults import Asked, Fault, Traffic, error_of
from playground.google.web import files, filtered, permissions, spreadsheets, values
from playground.google.web.calls import Call, Method, Plain

_METHODS: tuple[tuple[re.Pattern[str], Method], ...] = tuple(
    (re.compile(method.address + r"\Z"), method)
    for module in (spreadsheets, filtered, values, files, permissions)
    for method in module.METHODS
)
_VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_DRIVE_REASONS = {
    400: "badRequest",
    401: "authError",
    403: "insufficientFilePermissions",
    404: "notFound",
}


class _Cut(Response):
    """No answer: the connection closes. Where it can't be closed, the answer breaks off."""

    def __init__(self, hang_up: Callable[[str, int], None] | None) -> None:
        super().__init__()
        self._hang_up = hang_up

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        if self._hang_up is not None and client is not None:
            self._hang_up(*client)
            await receive()  # comes back when the server has noticed that the client is gone
            return
        headers = [(b"content-length", b"1")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


def google_app(
    drive: Drive,
    *,
    account: ServiceAccount | None = None,
    fixed_tokens: tuple[str, ...] = (),
    traffic: Traffic | None = None,
) -> Starlette:
    """The stand-in over a drive; its addresses are `/token`, `/v4/…`, `/drive/v3/…`, `/upload/…`.

    ``fixed_tokens`` count as tokens of the service account, for callers that can't sign. The
    account, its tokens and the traffic are kept in the application's `state`.
    """
    service = account or ServiceAccount.create(drive.account)
    desk = _Desk(drive, Tokens(service, frozenset(fixed_tokens)), traffic or Traffic())
    app = Starlette(
        routes=[
            Route("/token", desk.token, methods=["POST"]),
            Route("/{rest:path}", desk.answer, methods=_VERBS),
        ]
    )
    app.state.account, app.state.tokens, app.state.traffic = service, desk.tokens, desk.traffic
    return app


class _Desk:
    """Takes requests in and gives answers out."""

    def __init__(self, drive: Drive, tokens: Tokens, traffic: Traffic) -> None:
        self.drive = drive
        self.tokens = tokens
        self.traffic = traffic

    async def token(self, request: Request) -> Response:
        """The token endpoint."""
        form = parse_qs((await request.body()).decode())
        grant, assertion = (form.get(name, [""])[0] for name in ("grant_type", "assertion"))
        address = str(request.url.replace(query=""))
        fault = self.traffic.sign_in()
        if fault is not None:
            return await self._no_token(fault)
        try:
            token = await run_in_threadpool(self.tokens.grant, grant, assertion, address)
        except GrantRefused as refused:
            told = {"error": refused.error, "error_description": refused.description}
            return JSONResponse(told, status_code=400)
        left = int(token.expires_at - self.tokens.now())
        return JSONResponse(
            {"access_token": token.text, "expires_in": left, "token_type": "Bearer"}
        )

    async def _no_token(self, fault: Fault) -> Response:
        """Meet a fault of the token endpoint: nobody gets a token."""
        fault.reached.set()
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.cut:
            return _Cut(self.traffic.hang_up)
        told = {"error": "internal_failure"}
        answer = JSONResponse(told, status_code=fault.status or 500)
        if fault.retry_after is not None:
            answer.headers["retry-after"] = str(fault.retry_after)
        return answer

    async def answer(self, request: Request) -> Response:
        """Every other address."""
        path = _path_of(request)
        for_drive = not path.startswith("/v4/")
        found = _find(request.method, path)
        if found is None:
            return Response("<title>Error 404 (Not Found)!!1</title>", 404, media_type="text/html")
        method, parameters = found
        try:
            return await self._go_through(request, method, parameters)
        except GoogleError as error:
            return _error(error, for_drive=for_drive)

    async def _go_through(
        self, request: Request, method: Method, parameters: Mapping[str, str]
    ) -> Response:
        token = self.tokens.check(request.headers.get("authorization"))
        _check_scope(token, method)
        raw = await request.body()
        fault = self.traffic.note(Asked(method.name, method.kind, str(request.url)), token.email)
        call = Call(
            self.drive, token.email, parameters, _query_of(request), _body_of(method, raw), raw
        )
        if fault is None:
            return await _perform(method, call)
        return await self._go_wrong(fault, method, call)

    async def _go_wrong(self, fault: Fault, method: Method, call: Call) -> Response:
        """Meet a fault: before the request takes effect, or after."""
        try:
            response = await _perform(method, call) if fault.applied else None
        finally:
            fault.reached.set()
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.cut:
            return _Cut(self.traffic.hang_up)
        error = error_of(fault)
        if error is not None:
            answer = _error(error, for_drive=method.parameters is None)
            if fault.retry_after is not None:
                answer.headers["retry-after"] = str(fault.retry_after)
            return answer
        return response if response is not None else await _perform(method, call)


def _path_of(request: Request) -> str:
    """The path below the place where the application is mounted, still in percent signs."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    root: str = request.scope.get("root_path", "")
    return raw.partition(b"?")[0].decode("ascii", "replace").removeprefix(root)


def _find(verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
    for pattern, method in _METHODS:
        if method.verb == verb:
            match = pattern.match(path.replace("%3A", ":") if "values/" not in path else path)
            if match is not None:
                return method, {name: unquote(part) for name, part in match.groupdict().items()}
    return None


def _check_scope(token: Token, method: Method) -> None:
    enough = READING_SCOPES if method.kind == "read" else SHEETS_SCOPES
    if not token.scopes & enough:
        raise ScopeMissing


def _query_of(request: Request) -> dict[str, list[str]]:
    return parse_qs(request.url.query, keep_blank_values=True)


def _body_of(method: Method, raw: bytes) -> Any:
    if not method.takes_json or not raw.strip():
        return None
    try:
        return json.loads(raw)
    except ValueError as error:
        raise InvalidArgument(f"Invalid JSON payload received. {error}") from error


async def _perform(method: Method, call: Call) -> Response:
    if method.parameters is not None:
        names = method.parameters | set(call.path)
        call.must_know_parameters(frozenset(names))
    answer = await run_in_threadpool(method.answer, call)
    if isinstance(answer, Plain):
        return Response(answer.content, answer.status, media_type=answer.media_type)
    return JSONResponse(answer)


def _error(error: GoogleError, *, for_drive: bool) -> Response:
    told: Json = {"code": error.code, "message": error.message}
    if for_drive:
        reason = _DRIVE_REASONS.get(error.code, "backendError")
        told["errors"] = [{"message": error.message, "domain": "global", "reason": reason}]
    else:
        told["status"] = error.status
        if error.details:
            told["details"] = error.details
    return JSONResponse({"error": told}, status_code=error.code)
