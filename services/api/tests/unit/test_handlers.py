"""The problem that an exception means."""

import asyncpg
import pytest
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from isotherm.process.connections import GONE
from isotherm_api.database import Busy, TooLong
from isotherm_api.handlers import from_error
from isotherm_api.problem import Failed, Invalid, NotFound, Timeout, Unavailable


@pytest.mark.parametrize(
    "error",
    [
        Busy(),
        TooLong(),
        asyncpg.QueryCanceledError("statement timeout"),
        asyncpg.UndefinedTableError("dropped"),
        asyncpg.DeadlockDetectedError("deadlock detected"),
        asyncpg.ReadOnlySQLTransactionError("cannot execute UPDATE"),
        asyncpg.DiskFullError("could not extend file"),
        ConnectionRefusedError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_passes_by_itself_is_unavailable(error: Exception) -> None:
    assert isinstance(from_error(error), Unavailable)
    assert isinstance(ConnectionRefusedError(), GONE)


def test_a_database_without_a_free_connection_cannot_be_reached() -> None:
    assert "reached" in from_error(asyncpg.TooManyConnectionsError("too many clients")).detail


def test_a_problem_stays_and_a_defect_is_answered_without_its_text() -> None:
    problem = NotFound("There is none.")
    assert from_error(problem) is problem
    failed = from_error(RuntimeError("secret"))
    assert isinstance(failed, Failed)
    assert "secret" not in failed.detail


def test_a_body_that_never_came_is_no_invalid_body() -> None:
    error = HTTPException(400)
    assert isinstance(from_error(error), Invalid)
    error.__cause__ = ClientDisconnect()
    assert isinstance(from_error(error), Timeout)
