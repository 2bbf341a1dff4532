"""What cannot be answered, and the one place that turns it into problem+json (RFC 9457).

Problem
├── Invalid 422          ├── Conflict 409
├── Unauthorized 401     ├── Changed 412, PreconditionRequired 428
├── Forbidden 403        ├── TooLarge 413, TooMany 429
├── NotFound 404         ├── Unavailable 503
└── Failed 500, the only fault of our own
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import asyncpg
import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from isotherm.process.connections import GONE
from isotherm_api.database import Busy, TooLong

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FieldError:
    """Which field of the request is wrong, and why."""

    field: str
    message: str


class FieldProblem(BaseModel):
    """A field of the request that is wrong."""

    field: str
    message: str


class InTheWay(BaseModel):
    """An installation that a wished one would overlap."""

    sensor: str | None = Field(description="Null where it is at a site you may not see")
    device: str
    channel: str
    from_: int | None = Field(alias="from", description="Milliseconds since 1970 UTC; null: always")
    to: int | None = Field(description="Milliseconds since 1970 UTC; null: still")


class ProblemDetails(BaseModel):
    """The body of every answer that is not a success."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem]
    request_id: str
    in_the_way: list[InTheWay] | None = Field(
        default=None, description="Of a conflict of installations: those there are"
    )


class Problem(Exception):
    """Ends a request with a problem document; `detail` is a sentence for the reader."""

    status: ClassVar[int] = 500
    kind: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something failed here"

    def __init__(
        self,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail, self.errors, self.headers = detail, tuple(errors), dict(headers or {})
        self.more = dict(more or {})  # members of its document that other problems lack


class Invalid(Problem):
    """A field cannot be understood or is out of bounds."""

    status, kind, title = 422, "invalid", "A field is not valid"

    @classmethod
    def field(cls, field: str, message: str) -> "Invalid":
        """The problem of one field."""
        return cls(f"{field}: {message}", errors=[FieldError(field, message)])


class Unauthorized(Problem):
    """No token, or one that does not count."""

    status, kind, title = 401, "unauthorized", "Sign in first"

    def __init__(self, detail: str, *, sent: bool = True) -> None:
        challenge = 'Bearer error="invalid_token"' if sent else "Bearer"
        super().__init__(detail, headers={"WWW-Authenticate": challenge})


class Forbidden(Problem):
    """The place may be seen, but not this be done there."""

    status, kind, title = 403, "forbidden", "Not yours to do"


class NotFound(Problem):
    """It is not there, or not for this caller: both are said alike."""

    status, kind, title = 404, "not-found", "Not found"


class Conflict(Problem):
    """The same thing exists already."""

    status, kind, title = 409, "conflict", "It exists already"


class Changed(Problem):
    """Somebody changed it meanwhile."""

    status, kind, title = 412, "changed", "It changed meanwhile"


class PreconditionRequired(Problem):
    """A change has to say which state it changes."""

    status, kind, title = 428, "precondition-required", "Say which state you change"


class TooLarge(Problem):
    """The body is longer than any request needs."""

    status, kind, title = 413, "too-large", "The body is too large"


class TooMany(Problem):
    """More at once than one person may have."""

    status, kind, title = 429, "too-many", "Too many at once"


class Unavailable(Problem):
    """A part this answer needs is away."""

    status, kind, title = 503, "unavailable", "A part is away"

    def __init__(self, detail: str, *, retry_after_s: int = 2) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after_s)})


class Failed(Problem):
    """A fault of our own; the log knows more under the request's id."""


def render(problem: Problem, request_id: str) -> Response:
    """The answer a problem gets."""
    body = {
        "type": f"urn:isotherm:problem:{problem.kind}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "errors": [{"field": e.field, "message": e.message} for e in problem.errors],
        "request_id": request_id,
        **problem.more,
    }
    return Response(msgspec.json.encode(body), problem.status, problem.headers, MEDIA_TYPE)


def from_validation(error: RequestValidationError) -> Invalid:
    """The fields FastAPI found wrong; what was sent is not repeated."""
    errors = [FieldError(_field(e["loc"]), _sentence(e)) for e in error.errors()[:20]]
    return Invalid("; ".join(f"{e.field}: {e.message}" for e in errors), errors=errors)


def _field(location: Sequence[Any]) -> str:
    parts = [str(part) for part in location]
    if len(parts) > 1 and parts[0] in {"query", "path", "header", "cookie", "body"}:
        parts = parts[1:]
    return ".".join(parts)[:100]


def _sentence(error: Mapping[str, Any]) -> str:
    message = str(error["msg"]).removeprefix("Value error, ")
    return message[:1].lower() + message[1:300]


class _Http(Problem):
    def __init__(self, error: HTTPException) -> None:
        super().__init__(str(error.detail), headers=error.headers)
        self.status = error.status_code  # type: ignore[misc]  # Starlette's, not one of ours
        self.kind = "http"  # type: ignore[misc]
        self.title = str(error.detail)  # type: ignore[misc]


def from_error(error: Exception) -> Problem:
    """What any exception means to the caller; an unknown one is Failed, without its text."""
    match error:
        case Problem():
            return error
        case RequestValidationError():
            return from_validation(error)
        case HTTPException(status_code=400):  # FastAPI's word for a body that is no JSON
            return Invalid.field("body", "cannot be read as JSON")
        case HTTPException(status_code=TooLarge.status):
            return TooLarge(str(error.detail))
        case HTTPException():
            return _Http(error)
        case Busy():
            return Unavailable("The server is busy with other requests. Try again in a moment.")
        case TooLong() | asyncpg.QueryCanceledError():
            return Unavailable("The server took too long and stopped. Ask for a shorter range.")
        case asyncpg.UndefinedTableError():
            return Unavailable("The database has just been changed. Try again in a moment.")
        case _ if isinstance(error, GONE):
            return Unavailable("The database cannot be reached.")
    return Failed("The request could not be answered. The fault is noted under its id.")


def request_id(scope: Mapping[str, Any]) -> str:
    """The id the middleware gave the request."""
    return str(scope.get("state", {}).get("request_id", ""))


def _allowed(request: Request) -> str:
    """Every method of a path; the framework names only those of the first route it finds."""
    found: set[str] = set()
    for template, operations in request.app.openapi()["paths"].items():
        if compile_path(template)[0].match(request.url.path):
            found |= {method.upper() for method in operations}
    return ", ".join(sorted(found))


async def _answer(request: Request, error: Exception) -> Response:
    problem = from_error(error)
    if problem.status == 405 and (allowed := _allowed(request)):
        problem.headers["Allow"] = allowed
    if problem.status == Unavailable.status:
        log.warning(problem.detail, extra={"error": repr(error)})
    return render(problem, request_id(request.scope))


def install(app: FastAPI) -> None:
    """Answers every foreseen error of an app as problem+json; the rest is the middleware's."""
    of_database = (asyncpg.QueryCanceledError, asyncpg.UndefinedTableError, *GONE)
    for kind in (Problem, RequestValidationError, HTTPException, *of_database):
        app.add_exception_handler(kind, _answer)
