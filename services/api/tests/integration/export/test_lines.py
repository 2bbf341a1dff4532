"""PostgreSQL writes each reading as a line, in the form, unit and time zone of the file."""

from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from isotherm_api.access import Role
from isotherm_api.csv_form import CsvForm
from isotherm_api.export.form import Form
from isotherm_api.export.lines import in_zone, line_arguments, sql_lines
from isotherm_api.visible import Reference, Visible

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PAGE = """
SELECT * FROM unnest($8::timestamptz[], $9::timestamptz[], $10::float8[], $11::int2[])
    AS x (measured_at, received_at, value, quality)"""
Row = tuple[datetime, datetime, float | None, int]


async def page(
    connection: asyncpg.Connection, form: Form, *rows: Row, sensor: str = "s/fridge"
) -> Any:
    """Return the page of some readings; its lines end with a bar."""
    visible = Visible(1, 1, Reference.parse(sensor), "UTC", 60.0, Role.VIEWER)
    columns = list(map(list, zip(*rows, strict=True))) or [[]] * 4
    async with connection.transaction():
        await in_zone(connection, form.zone_of(visible))
        statement = sql_lines(form.csv, PAGE, "$7::text")
        return await connection.fetchrow(statement, *line_arguments(visible, form), "|", *columns)


@pytest.mark.parametrize(
    ("csv", "lines"),
    [
        (
            "point",
            "s/fridge,2026-11-23T12:00:00.000+00:00,UTC,4.5,ok,2026-11-23T12:00:01.000+00:00|"
            "s/fridge,2026-11-23T12:00:01.000+00:00,UTC,,fault,2026-11-23T12:00:02.000007+00:00|",
        ),
        (
            "comma",
            "s/fridge;2026-11-23T12:00:00.000+00:00;UTC;4,5;ok;2026-11-23T12:00:01.000+00:00|"
            "s/fridge;2026-11-23T12:00:01.000+00:00;UTC;;fault;2026-11-23T12:00:02.000007+00:00|",
        ),
    ],
)
async def test_a_page_is_its_lines_their_number_and_the_last_instant(
    world: Any, csv: CsvForm, lines: str
) -> None:
    later = AT + 2 * SECOND + timedelta(microseconds=7)
    rows: list[Row] = [(AT, AT + SECOND, 4.5, 0), (AT + SECOND, later, None, 1)]
    row = await page(world.connection, Form("raw", "C", None, False, csv), *rows)
    assert (row["lines"].decode(), row["n"], row["last"]) == (lines, 2, AT + SECOND)


async def test_a_page_without_readings_has_no_lines(world: Any) -> None:
    assert tuple(await page(world.connection, Form("raw", "C", None, False))) == (None, None, 0)


async def test_a_name_is_a_cell_and_times_and_values_are_as_chosen(world: Any) -> None:
    form = Form("raw", "F", "Asia/Kathmandu", False)
    row = await page(world.connection, form, (AT, AT, -21.8, 12), sensor="3/12")
    assert row["lines"].decode() == (
        "'3/12,2026-11-23T17:45:00.000+05:45,Asia/Kathmandu,-7.24,time_unsure+clock_ahead,"
        "2026-11-23T17:45:00.000+05:45|"
    )


async def test_a_zone_holds_until_its_transaction_ends(world: Any) -> None:
    connection = world.connection
    before = await connection.fetchval("SHOW TimeZone")
    async with connection.transaction():
        await in_zone(connection, "Pacific/Apia")
        assert await connection.fetchval("SHOW TimeZone") == "Pacific/Apia"
    assert await connection.fetchval("SHOW TimeZone") == before != "Pacific/Apia"


async def test_a_zone_that_postgres_does_not_know_is_an_error(world: Any) -> None:
    with pytest.raises(asyncpg.InvalidParameterValueError):
        async with world.connection.transaction():
            await in_zone(world.connection, "Europe/Nowhere")
