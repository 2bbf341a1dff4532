"""Turns exceptions into problem+json responses: the one place that decides what a caller learns."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import compile_path

from isotherm.process.connections import GONE
from isotherm_api.database import Busy, TooLong
from isotherm_api.problem import (
    MEDIA_TYPE,
    Failed,
    FieldError,
    Invalid,
    Problem,
    Timeout,
    TooLarge,
    Unavailable,
)

log = logging.getLogger(__name__)


def render(problem: Problem, request_id: str) -> Response:
    """Build the response for a problem."""
    body = {
        "type": f"urn:isotherm:problem:{problem.kind}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "errors": [{"field": error.field, "message": error.message} for error in problem.errors],
        "request_id": request_id,
        **problem.more,
    }
    return Response(msgspec.json.encode(body), problem.status, problem.headers, MEDIA_TYPE)


def from_validation(error: RequestValidationError) -> Invalid:
    """Build a problem from the fields that FastAPI found wrong, without repeating their values."""
    wrong = [FieldError(_field(item["loc"]), _sentence(item)) for item in error.errors()[:20]]
    return Invalid("; ".join(f"{item.field}: {item.message}" for item in wrong), errors=wrong)


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
        self.status = error.status_code  # type: ignore[misc]  # Starlette's, not a class variable here
        self.kind = "http"  # type: ignore[misc]
        self.title = str(error.detail)  # type: ignore[misc]


def from_error(error: Exception) -> Problem:
    """Return the problem that an exception means; an unexpected one is Failed, without its text."""
    match error:
        case Problem():
            return error
        case RequestValidationError():
            return from_validation(error)
        case HTTPException(status_code=400, __cause__=ClientDisconnect()):
            return Timeout("The request was not completed.")
        case HTTPException(status_code=400):  # FastAPI raises this for a body that is not JSON
            return Invalid.field("body", "cannot be read as JSON")
        case HTTPException(status_code=TooLarge.status):
            return TooLarge(str(error.detail))
        case HTTPException():
            return _Http(error)
        case Busy():
            return Unavailable("The server is busy with other requests. Try again in a moment.")
        case TooLong() | asyncpg.QueryCanceledError():
            return Unavailable("The request took too long and was ended. Ask for a shorter range.")
        case asyncpg.DeadlockDetectedError():
            return Unavailable("Somebody else is changing this too. Try again in a moment.")
        case asyncpg.UndefinedTableError():
            return Unavailable("The database schema has just changed. Try again in a moment.")
        case _ if isinstance(error, GONE):
            return Unavailable("The database cannot be reached.")
        case asyncpg.ReadOnlySQLTransactionError() | asyncpg.InsufficientResourcesError():
            return Unavailable("The database cannot do that now. Try again in a moment.")
    return Failed("The request failed. The log has the error under the request id.")


def request_id(scope: Mapping[str, Any]) -> str:
    """Return the id that the middleware gave the request."""
    return str(scope.get("state", {}).get("request_id", ""))


def _allowed(request: Request) -> str:
    """Return all methods of a path; Starlette names only those of the first matching route."""
    methods: set[str] = set()
    for template, operations in request.app.openapi()["paths"].items():
        if compile_path(template)[0].match(request.url.path):
            methods |= {method.upper() for method in operations}
    return ", ".join(sorted(methods))


async def _answer(request: Request, error: Exception) -> Response:
    problem = from_error(error)
    if problem.status == 405 and (allowed := _allowed(request)):
        problem.headers["Allow"] = allowed
    if problem.status == Unavailable.status:
        log.warning(problem.detail, extra={"error": repr(error)})
    return render(problem, request_id(request.scope))


def install(app: FastAPI) -> None:
    """Answer every expected error of an app with problem+json; the middleware answers the rest."""
    database_errors = (
        *(asyncpg.QueryCanceledError, asyncpg.DeadlockDetectedError, asyncpg.UndefinedTableError),
        *(asyncpg.ReadOnlySQLTransactionError, asyncpg.InsufficientResourcesError),
        *GONE,
    )
    for error in (Problem, RequestValidationError, HTTPException, *database_errors):
        app.add_exception_handler(error, _answer)
