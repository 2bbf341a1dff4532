"""Spans of SQL statements: a connection that makes one of each statement of a request.

A statement is named after the function that executes it, so that there are as many names as there
are functions. Neither its text nor its parameters are recorded.
"""

import sys
from collections.abc import Awaitable
from types import CodeType
from typing import Any, TypeVar

from isotherm.database import Connection
from isotherm.process import tracing
from isotherm.process.transaction import POSTGRESQL

T = TypeVar("T")
_PACKAGES = ("isotherm_api.", "isotherm.")
_names: dict[CodeType, str] = {}


class TracedConnection:
    """A connection as it is, except for those of its methods that execute statements."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    # These are called in the function that awaits them: its frame is the one above.
    def fetch(self, query: str, *args: Any, **options: Any) -> Awaitable[Any]:
        """Execute a statement, and return its rows."""
        return _spanned(_caller(), query, self._connection.fetch(query, *args, **options))

    def fetchrow(self, query: str, *args: Any, **options: Any) -> Awaitable[Any]:
        """Execute a statement, and return its first row."""
        return _spanned(_caller(), query, self._connection.fetchrow(query, *args, **options))

    def fetchval(self, query: str, *args: Any, **options: Any) -> Awaitable[Any]:
        """Execute a statement, and return a value of its first row."""
        return _spanned(_caller(), query, self._connection.fetchval(query, *args, **options))

    def execute(self, query: str, *args: Any, **options: Any) -> Awaitable[Any]:
        """Execute a statement, and return its status."""
        return _spanned(_caller(), query, self._connection.execute(query, *args, **options))

    def executemany(self, query: str, args: Any, **options: Any) -> Awaitable[Any]:
        """Execute a statement for each row of arguments."""
        return _spanned(_caller(), query, self._connection.executemany(query, args, **options))


async def _spanned(name: str, query: str, executed: Awaitable[T]) -> T:
    operation = query.split(None, 1)[0].upper() if query else ""
    attributes = POSTGRESQL | {"db.operation.name": operation, "db.query.summary": name}
    with tracing.child(f"SQL {name}", kind="client", attributes=attributes) as span:
        result = await executed
        if isinstance(result, list):
            span.set("db.response.returned_rows", len(result))
        return result


def _caller() -> str:
    """Return the name of the function that calls a method above, such as `sites.queries.load`."""
    frame = sys._getframe(2)
    code = frame.f_code
    if code not in _names:
        module = str(frame.f_globals.get("__name__", ""))
        for package in _PACKAGES:
            module = module.removeprefix(package)
        # a comprehension is a part of its function
        function = code.co_qualname.partition(".<locals>")[0]
        _names[code] = f"{module}.{function}"
    return _names[code]
