"""Every exception that leaves a handler, turned into the one shape of refusal."""

import logging
import re
import traceback
from typing import Any

import asyncpg
import msgspec
from litestar import Request, Response
from litestar.exceptions import (
    ClientException,
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)

from server.db import BUSY
from server.door.headers import SAFE
from server.problems import MEDIA_TYPE, Problem

log = logging.getLogger("kasane.refusals")
AnyRequest = Request[Any, Any, Any]

_UNKNOWN = re.compile(r"unknown field `(.{1,80}?)`")
_MISSING = re.compile(r"missing required field `(.{1,80}?)`")
_RANGE = re.compile(r"Expected `(?:int|float)` [<>]|out of range|too big|int.*(?:<=|>=)")
_ARGUMENT = re.compile(r"^data(?:\.|$)")  # the handler's word for the body, not the sender's
_PATH = re.compile(r"`\$((?:\.[^`\s]{1,80}|\[\.\.\.\]|\[\d+\])*)`")


def answer(request: AnyRequest, problem: Problem) -> Response[bytes]:
    request_id = str(request.scope.get("kasane_request_id", ""))
    return Response(
        problem.body(request_id), status_code=problem.status, headers=problem.headers, media_type=MEDIA_TYPE
    )


def on_problem(request: AnyRequest, error: Problem) -> Response[bytes]:
    return answer(request, error)


def on_validation(request: AnyRequest, error: ValidationException) -> Response[bytes]:
    """msgspec names the path of what is wrong, never its value; so do we."""
    if request.method not in SAFE and not request.scope.get("kasane_body"):
        return answer(request, Problem("bad_json", position=0))
    first = error.extra[0] if isinstance(error.extra, list) and error.extra else {}
    said = str(first.get("message", error.detail)) if isinstance(first, dict) else error.detail
    field = _ARGUMENT.sub("", str(first.get("key", ""))) if isinstance(first, dict) else ""
    return answer(request, problem_of(said, field))


def problem_of(said: str, field: str) -> Problem:
    for pattern, code in ((_UNKNOWN, "unknown_field"), (_MISSING, "missing_field")):
        found = pattern.search(said)
        if found:
            return Problem(code, field=".".join(part for part in (field, found[1]) if part))
    path = _PATH.search(said)
    named = field or (path[1].lstrip(".") if path else "")
    code = "out_of_range" if _RANGE.search(said) else "wrong_value"
    return Problem(code, **({"field": named} if named else {}))


def on_http(request: AnyRequest, error: HTTPException) -> Response[bytes]:
    match error:
        case NotFoundException():
            return answer(request, Problem("not_found"))
        case MethodNotAllowedException():
            return answer(request, Problem("method_not_allowed", allow=_allowed(request)))
        case ClientException() if isinstance(error.__cause__, msgspec.DecodeError):
            return answer(request, Problem("bad_json"))
        case _:
            return answer(request, _by_status(error.status_code))


def _allowed(request: AnyRequest) -> str:
    """The methods of every route with this path; RFC 9110 wants them told with a 405."""
    asked = request.scope["path"].rstrip("/").split("/")
    methods: set[str] = set()
    for route in request.app.routes:
        parts = route.path.split("/")
        if len(parts) == len(asked) and all(
            part.startswith("{") or part == word for part, word in zip(parts, asked, strict=True)
        ):
            methods |= set(getattr(route, "methods", ())) - {"OPTIONS"}
    return ", ".join(sorted(methods))


def _by_status(status: int) -> Problem:
    codes = {401: "auth_required", 403: "not_allowed", 404: "not_found", 413: "too_large", 415: "json_only"}
    if status in codes:
        return Problem(codes[status])
    return Problem("bad_request" if status < 500 else "server_trouble")


def on_anything(request: AnyRequest, error: Exception) -> Response[bytes]:
    if isinstance(error, BUSY):
        return answer(request, Problem("busy"))
    if isinstance(error, (asyncpg.DataError, UnicodeEncodeError)):
        return answer(request, Problem("wrong_value"))
    # Frames only: an exception's text may quote a value.
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s %s\n%s", request.scope.get("kasane_request_id"), type(error).__name__, frames)
    return answer(request, Problem("server_trouble"))


HANDLERS: dict[Any, Any] = {
    Problem: on_problem,
    ValidationException: on_validation,
    HTTPException: on_http,
    Exception: on_anything,
}
