"""Exported readings are those that are shown: corrected, each with what was corrected."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from api_world import World
from plain_corrections import Row, plain_with_stored
from rolled_fridge import NOW

from isotherm.history.corrections import Correction
from isotherm.instants import to_datetime, to_micros
from isotherm_api.export import raw
from isotherm_api.export.form import QUALITY_WORDS

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
START = NOW - 6 * HOUR


async def exported(api: Any, start: datetime, end: datetime, **more: Any) -> list[list[str]]:
    """Return the cells of each line of an export."""
    bounds = {"from": int(start.timestamp() * 1000), "to": int(end.timestamp() * 1000)}
    params = {"sensor": "s/fridge", "resolution": "raw", "zone": "UTC", **bounds, **more}
    answer = await api.ask("ada", "/export", params=params)
    assert answer.status_code == 200, answer.text
    return [line.split(",") for line in answer.text.splitlines()[1:]]


def wanted(
    rows: list[Row], corrections: list[Correction], start: datetime, end: datetime
) -> list[tuple[datetime, float | None, str, datetime, str, str]]:
    """Return what a plain loop shows: time, value, quality, receipt, device, corrections."""
    lines = []
    for (at, value, quality), (stored, _, _) in plain_with_stored(rows, corrections):
        if not to_micros(start) <= at < to_micros(end):
            continue
        kinds = [
            kind
            for kind, instant in (("time", stored), ("unit", at), ("set_aside", at))
            if any(
                correction.kind == kind and correction.start <= instant < correction.end
                for correction in corrections
            )
        ]
        lines.append(
            (
                to_datetime(at),
                value,
                QUALITY_WORDS[quality],
                to_datetime(stored),
                "early" if stored < to_micros(NOW - 3 * HOUR) else "late",
                "+".join(kinds),
            )
        )
    return lines


@pytest.mark.parametrize("page", [3, 10_000])
@pytest.mark.parametrize("seed", range(6))
async def test_every_line_is_as_of_a_plain_loop(
    api: Any, world: World, monkeypatch: pytest.MonkeyPatch, seed: int, page: int
) -> None:
    monkeypatch.setattr(raw, "PAGE", page)
    drawn = random.Random(seed)  # noqa: S311  no secret
    site = await world.site("s", "UTC")
    sensor = await world.sensor(site, "fridge")
    early, late = await world.channel("early", site), await world.channel("late", site)
    swap = NOW - 3 * HOUR
    await world.install(early, sensor, None, swap)
    await world.install(late, sensor, swap, None)
    rows: list[Row] = []
    at = START
    while at < NOW - 10 * MINUTE:
        quality = drawn.choice([0, 0, 0, 1, 2])
        value = None if quality == 1 else round(drawn.uniform(-30, 30), 1)
        rows.append((to_micros(at), value, quality))
        at += drawn.choice([MINUTE, 5 * MINUTE, timedelta(microseconds=1)])
    for channel, first in ((early, True), (late, False)):
        await world.readings(
            channel,
            [
                (to_datetime(instant), value, quality)
                for instant, value, quality in rows
                if (to_datetime(instant) < swap) is first
            ],
        )
    corrections = [
        Correction("time", to_micros(START), to_micros(START + HOUR), shift=7_200_000_000),
        Correction("time", to_micros(NOW - 2 * HOUR), to_micros(NOW - HOUR), shift=-60_000_000),
        Correction("unit", to_micros(START + 2.5 * HOUR), to_micros(START + 3.5 * HOUR),
                   read_as="C", sent_as="F"),
        Correction("set_aside", to_micros(START + 2.8 * HOUR), to_micros(START + 2.9 * HOUR)),
    ]  # fmt: skip
    for correction in corrections:
        await world.correct(
            sensor, to_datetime(correction.start), to_datetime(correction.end), correction.kind,
            ("C", "F") if correction.kind == "unit" else None,
            timedelta(microseconds=correction.shift) if correction.shift else None,
        )  # fmt: skip
    begins = [START - HOUR, START + timedelta(hours=drawn.randint(0, 3), seconds=1)]
    for begin in begins:
        lines = [
            (
                datetime.fromisoformat(line[1]),
                float(line[3]) if line[3] else None,
                line[4],
                datetime.fromisoformat(line[5]),
                *line[6::2],
            )
            for line in await exported(api, begin, NOW)
        ]
        assert lines == wanted(rows, corrections, begin, NOW)


async def test_a_corrected_reading_says_what_was_corrected(api: Any, world: World) -> None:
    sensor, channel = await world.fed(await world.site("s", "UTC"), "fridge")
    at = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    await world.readings(channel, [(at + n * MINUTE, 50.0, 0) for n in range(4)])
    await world.correct(sensor, at, at + MINUTE)
    await world.correct(sensor, at + MINUTE, at + 1.5 * MINUTE, "unit", ("C", "F"))
    await world.correct(sensor, at + 2 * MINUTE, at + 3 * MINUTE, "time", None, -15 * SECOND)
    lines = await exported(api, at - HOUR, at + HOUR)
    assert [(line[1][14:19], line[3], line[4], line[8]) for line in lines] == [
        ("00:00", "50", "set_aside", "set_aside"),
        ("01:00", "10", "ok", "unit"),
        ("01:45", "50", "ok", "time"),
        ("03:00", "50", "ok", ""),
    ]
