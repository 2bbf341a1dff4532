"""Each statement of a request is a span, named after the function that executes it."""

import re
from datetime import UTC, datetime
from typing import Any, cast

import asyncpg
import pytest

from isotherm.database import Connection
from isotherm.marks import read_marks
from isotherm.process import tracing
from isotherm.process.tracing.collected import collected
from isotherm_api.proposals.state_queries import read_state
from isotherm_api.statements import TracedConnection

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def traced(world: Any) -> Connection:
    """Return the world's connection, traced as `Database` does it."""
    return cast(Connection, TracedConnection(world.connection))


async def test_a_statement_has_the_name_of_its_function_without_the_package(world: Any) -> None:
    channel = await world.propose("probe")
    with collected() as spans, tracing.span("request"):
        await read_marks(traced(world))
        await read_state(traced(world), channel, NOW)
    assert [span["span"] for span in spans.spans] == [
        "SQL marks.read_marks", "SQL proposals.state_queries.read_state", "request",
    ]  # fmt: skip


async def test_a_comprehension_is_a_part_of_its_function(world: Any) -> None:
    connection = traced(world)

    async def numbers() -> list[int]:
        return [number async for number in (await connection.fetchval("SELECT 1") for _ in "ab")]

    with collected() as spans, tracing.span("request"):
        assert await numbers() == [1, 1]
    names = {span["span"].rpartition(".")[2] for span in spans.spans[:-1]}
    assert names == {"test_a_comprehension_is_a_part_of_its_function"}


async def test_every_method_returns_what_the_connection_does(world: Any) -> None:
    connection = traced(world)
    with collected() as spans, tracing.span("request"):
        rows = await connection.fetch("SELECT n FROM generate_series(1, $1) AS n", 3)
        assert [row["n"] for row in rows] == [1, 2, 3]
        row = await connection.fetchrow("select 1 AS a, 2 AS b")
        assert row is not None
        assert tuple(row) == (1, 2)
        assert await connection.fetchval("  WITH x AS (SELECT 7) SELECT 8, * FROM x", column=1) == 7
        assert await connection.execute("SET lock_timeout = 5") == "SET"
        await connection.executemany(
            "INSERT INTO state (key, value) VALUES ($1, '1')", [("secret-a",), ("secret-b",)]
        )
        assert await connection.fetchval("SELECT count(*) FROM state WHERE key ~ 'secret'") == 2
    attributes = [span["attributes"] for span in spans.spans[:-1]]
    assert [span["db.operation.name"] for span in attributes] == [
        "SELECT", "SELECT", "WITH", "SET", "INSERT", "SELECT",
    ]  # fmt: skip
    # only `fetch` returns rows
    assert [span.get("db.response.returned_rows") for span in attributes] == [3] + [None] * 5
    assert {span["kind"] for span in spans.spans[:-1]} == {"client"}
    assert not re.search("secret|generate_series|lock_timeout", str(spans.spans))


async def test_a_statement_that_fails_raises_and_its_span_is_an_error(world: Any) -> None:
    connection = traced(world)
    with (
        collected() as spans,
        tracing.span("request"),
        pytest.raises(asyncpg.UndefinedTableError),
    ):
        await connection.execute("DELETE FROM nothing")
    [statement, _] = spans.spans
    assert statement["status"] == "error"
    assert statement["attributes"]["error.type"] == "UndefinedTableError"


async def test_all_else_is_as_the_connection_has_it(world: Any) -> None:
    connection = traced(world)
    with collected() as spans, tracing.span("request"):
        async with connection.transaction():
            assert world.connection.is_in_transaction()
    assert [span["span"] for span in spans.spans] == ["request"]


async def test_a_request_is_answered_by_named_statements_without_values(
    api: Any, world: Any
) -> None:
    await world.site("s")
    with collected() as spans:
        await api.ask("ada", "/sensors/s/no-such-fridge")
    statements = [span for span in spans.spans if span["span"].startswith("SQL ")]
    assert statements
    for span in statements:
        name = span["span"].removeprefix("SQL ")
        assert re.fullmatch(r"[a-z_]+(\.[A-Za-z_]+)+", name), name
        assert span["attributes"]["db.query.summary"] == name
        assert span["attributes"]["db.operation.name"] in ("SELECT", "WITH", "INSERT", "UPDATE")
        assert "fridge" not in str(span["attributes"])
