"""PostgreSQL writes each reading as a line, in the form, unit and time zone of the file."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from isotherm import zones
from isotherm_api.access import Role
from isotherm_api.csv_form import CsvForm
from isotherm_api.export.form import Form
from isotherm_api.export.lines import line_arguments, sql_lines
from isotherm_api.visible import Reference, Visible

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PAGE = """
SELECT * FROM unnest($11::timestamptz[], $12::timestamptz[], $13::float8[], $14::int2[])
    AS x (measured_at, received_at, value, quality)"""
Row = tuple[datetime, datetime, float | None, int]


async def page(
    connection: asyncpg.Connection,
    form: Form,
    *rows: Row,
    sensor: str = "s/fridge",
    start: datetime = AT,
) -> Any:
    """Return the page of some readings; its lines end with a bar."""
    visible = Visible(1, 1, Reference.parse(sensor), "UTC", 60.0, Role.VIEWER)
    columns = list(map(list, zip(*rows, strict=True))) or [[]] * 4
    statement = sql_lines(form.csv, PAGE, "$10::text")
    begin = line_arguments(visible, form, start, AT)
    return await connection.fetchrow(statement, *begin, "|", *columns)


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


async def test_offsets_are_those_of_our_own_rules(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL's database of time zones may be older or newer than ours."""
    form = Form("raw", "C", "Europe/Vienna", False)
    monkeypatch.setattr(zones, "zone", lambda name: ZoneInfo("America/Caracas"))
    row = await page(world.connection, form, (AT, AT, 4.0, 0))
    assert row["lines"].decode().count("2026-11-23T08:00:00.000-04:00") == 2


@pytest.mark.parametrize(
    ("zone", "texts"),
    [
        ("Europe/Vienna", ["02:59:59.999+02:00", "02:00:00.000+01:00"]),
        ("Atlantic/Azores", ["00:59:59.999+00:00", "00:00:00.000-01:00"]),
        ("UTC", ["00:59:59.999+00:00", "01:00:00.000+00:00"]),
    ],
)
async def test_the_offset_changes_with_the_clocks(world: Any, zone: str, texts: list[str]) -> None:
    change = datetime(2026, 10, 25, 1, tzinfo=UTC)
    rows: list[Row] = [(at, at, 4.0, 0) for at in (change - timedelta(milliseconds=1), change)]
    written = (await page(world.connection, Form("raw", "C", zone, False), *rows))["lines"].decode()
    assert [line.split(",")[1][11:] for line in written.split("|")[:2]] == texts
    assert [line.split(",")[5][11:] for line in written.split("|")[:2]] == texts


@pytest.mark.parametrize("year", [1, 1969, 2015, 2026, 2031])
async def test_a_time_is_the_right_instant_in_whichever_year(world: Any, year: int) -> None:
    form, at = Form("raw", "C", "Europe/Vienna", False), datetime(year, 7, 1, 12, tzinfo=UTC)
    row = await page(world.connection, form, (at, at, 4.0, 0), start=at)
    text = row["lines"].decode().split(",")[1]
    assert datetime.fromisoformat(text) == at
    assert (text[11:] == "14:00:00.000+02:00") == (year in (2015, 2026))
