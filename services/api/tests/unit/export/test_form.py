"""The form of an export: its columns, units, quality words and file name."""

from datetime import UTC, datetime, timedelta

import pytest

from isotherm.quality import Quality
from isotherm.units import Unit
from isotherm_api.access import Role
from isotherm_api.export.form import QUALITY_WORDS, UNITS, Form, Resolution
from isotherm_api.ranges import Range
from isotherm_api.visible import Reference, Visible

START = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
SPAN = Range(START, START + timedelta(hours=1))


def sensor(slug: str = "fridge", zone: str = "Europe/Vienna") -> Visible:
    """Return a sensor of the site `s`."""
    return Visible(1, 1, Reference("s", slug), zone, 60.0, Role.VIEWER)


def form(
    resolution: Resolution = "raw", unit: Unit = "C", zone: str | None = None, gzip: bool = False
) -> Form:
    """Return a form, by default of readings in degrees Celsius."""
    return Form(resolution, unit, zone, gzip)


@pytest.mark.parametrize(
    ("unit", "boiling", "freezing"), [("C", 100.0, 0.0), ("F", 212.0, 32.0), ("K", 373.15, 273.15)]
)
def test_units_convert_degrees_celsius(unit: Unit, boiling: float, freezing: float) -> None:
    _, factor, offset = UNITS[unit]
    assert 100 * factor + offset == pytest.approx(boiling)
    assert 0 * factor + offset == freezing


def test_every_combination_of_quality_bits_has_words() -> None:
    assert QUALITY_WORDS[0] == "ok"
    assert QUALITY_WORDS[Quality.FAULT] == "fault"
    assert QUALITY_WORDS[Quality.TIME_UNSURE | Quality.CLOCK_AHEAD] == "time_unsure+clock_ahead"
    assert len(set(QUALITY_WORDS)) == len(QUALITY_WORDS) == 2 * max(Quality)
    assert not [words for words in QUALITY_WORDS if "," in words]


@pytest.mark.parametrize("resolution", ["raw", "hour", "day"])
@pytest.mark.parametrize(("unit", "name"), [("C", "celsius"), ("F", "fahrenheit"), ("K", "kelvin")])
def test_the_header_names_the_unit_of_every_temperature(
    resolution: Resolution, unit: Unit, name: str
) -> None:
    header = form(resolution, unit).header
    assert header.endswith(b"\n")
    columns = header.decode().rstrip("\n").split(",")
    assert columns[0] == "sensor"
    assert "time_zone" in columns
    assert len(set(columns)) == len(columns)
    temperatures = [column for column in columns if column.endswith(f"_{name}")]
    assert len(temperatures) == (1 if resolution == "raw" else 3)


def test_a_chosen_zone_replaces_that_of_the_site() -> None:
    assert form().zone_of(sensor()) == "Europe/Vienna"
    assert form(zone="UTC").zone_of(sensor()) == "UTC"


@pytest.mark.parametrize(
    ("chosen", "sensors", "name"),
    [
        (
            form(),
            [sensor()],
            "isotherm_s_fridge_2026-03-29T0130_2026-03-29T0330_readings.csv",
        ),
        (
            form("hour", zone="UTC"),
            [sensor()],
            "isotherm_s_fridge_2026-03-29T0030_2026-03-29T0130_hours.csv",
        ),
        (
            form("day", gzip=True),
            [sensor("a", "Asia/Kathmandu"), sensor("b")],
            "isotherm_2-sensors_2026-03-29T0615_2026-03-29T0715_days.csv.gz",
        ),
    ],
)
def test_the_file_is_named_after_its_sensors_range_and_resolution(
    chosen: Form, sensors: list[Visible], name: str
) -> None:
    assert chosen.filename(sensors, SPAN) == name


def test_a_compressed_file_has_another_media_type() -> None:
    assert form().media_type == "text/csv; charset=utf-8"
    assert form(gzip=True).media_type == "application/gzip"
