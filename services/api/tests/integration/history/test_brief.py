"""The sums, gaps and faults that a series needs of rollups."""

from datetime import datetime
from typing import Any

from rolled_fridge import DAY, HOUR, MINUTE, NOW, ROLLED_TO, START, STEP, insert_fridge, steady

from isotherm.history.asking import ask
from isotherm.instants import to_datetime, to_micros
from isotherm.spans import Span
from isotherm_api.history.brief import MAX_SPANS, Brief, brief
from isotherm_api.history.frame import Frame
from isotherm_api.history.split import split


async def asked(world: Any, frame: Frame, *, days: bool = False) -> Brief:
    """Return what is stored of the rolled-up part of a frame."""
    summary = brief(frame, split(frame), days=days)
    [answer] = await ask(world.connection, [summary.question])
    return summary.decode(answer)


def span(start: datetime, end: datetime) -> Span:
    """Return a span of µs."""
    return to_micros(start), to_micros(end)


async def test_each_rolled_up_hour_of_the_range_has_its_sums(world: Any) -> None:
    rows = steady()
    rows[6] = (rows[6][0], 9.0, 0)
    rows[7] = (rows[7][0], 85.0, 2)
    fridge = await insert_fridge(world, rows)
    answer = await asked(world, await fridge.frame(START + HOUR))
    assert answer.at.tolist() == [
        to_micros(START + HOUR * n) for n in range(1, (ROLLED_TO - START) // HOUR)
    ]
    assert (answer.n[:2].tolist(), answer.uncounted[:2].tolist()) == ([5, 6], [1, 0])
    assert answer.total[:2].tolist() == [4 * 4.0 + 9.0, 6 * 4.0]
    assert (answer.least[0], answer.most[0], answer.covered_s[0]) == (4.0, 9.0, 3600.0)
    assert (answer.gaps, answer.gaps_total, answer.faults) == ([], 0, [])


async def test_whole_days_come_as_days_between_the_hours_around_them(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    frame = await fridge.frame(START + 23 * HOUR, START + 3 * DAY + HOUR)
    hours, days = await asked(world, frame), await asked(world, frame, days=True)
    assert [to_datetime(at) for at in days.at.tolist()] == [
        START + 23 * HOUR,
        START + DAY,
        START + 2 * DAY,
        START + 3 * DAY,
    ]
    assert days.n.tolist() == [6, 144, 144, 6]
    assert hours.n.sum() == days.n.sum()
    assert hours.total.sum() == days.total.sum()
    assert hours.covered_s.sum() == days.covered_s.sum()


async def test_hours_without_readings_have_no_sums(world: Any) -> None:
    silence = START + 10 * HOUR, START + 20 * HOUR
    rows = [*steady(end=silence[0]), *steady(silence[1])]
    fridge = await insert_fridge(world, rows)
    answer = await asked(world, await fridge.frame(START))
    hours = {to_datetime(at) for at in answer.at.tolist()}
    assert not hours & {silence[0] + HOUR * n for n in range(10)}
    assert answer.gaps == [span(silence[0] - STEP, silence[1])]


async def test_a_sensor_that_never_reported_has_neither_sums_nor_spans(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    await world.connection.execute("TRUNCATE reading_hour, reading_day")
    answer = await asked(world, await fridge.frame(START, START + DAY))
    assert (len(answer.at), answer.gaps, answer.gaps_total, answer.faults) == (0, [], 0, [])
    assert answer.total.tolist() == []


async def test_gaps_are_clipped_to_the_range_and_an_open_one_ends_with_the_hours(
    world: Any,
) -> None:
    fridge = await insert_fridge(world, steady())
    begin = START + DAY + 30 * MINUTE
    for since, until in (
        (START, START + HOUR),
        (START + DAY, START + DAY + HOUR),
        (START + DAY + 2 * HOUR, START + DAY + 3 * HOUR),
        (ROLLED_TO - 2 * HOUR, None),
    ):
        await world.gap(fridge.id, since, until)
    answer = await asked(world, await fridge.frame(begin))
    assert answer.gaps == [
        span(begin, START + DAY + HOUR),
        span(START + DAY + 2 * HOUR, START + DAY + 3 * HOUR),
        span(ROLLED_TO - 2 * HOUR, ROLLED_TO),
    ]
    assert answer.gaps_total == 3


async def test_faults_that_hours_have_cut_are_one_run(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    at = START + 5 * HOUR
    for since, until in (
        (at - 30 * MINUTE, at),
        (at, at + 30 * MINUTE),
        (at + 3 * HOUR, at + 3 * HOUR),
        (NOW, NOW + MINUTE),
    ):
        await world.fault(fridge.id, since, until)
    answer = await asked(world, await fridge.frame(START))
    assert answer.faults == [
        span(at - 30 * MINUTE, at + 30 * MINUTE),
        span(at + 3 * HOUR, at + 3 * HOUR),
    ]


async def test_the_longest_gaps_are_listed_in_time_order_and_all_are_counted(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    await world.connection.execute(
        "INSERT INTO gap SELECT $1, $2::timestamptz + n * interval '20 s',"
        " $2::timestamptz + n * interval '20 s'"
        " + CASE WHEN n IN (7, 9) THEN interval '1 s' ELSE interval '10 s' END"
        " FROM generate_series(1, $3::int) n",
        fridge.id, START, MAX_SPANS + 2,
    )  # fmt: skip
    answer = await asked(world, await fridge.frame(START))
    assert answer.gaps_total == MAX_SPANS + 2
    assert len(answer.gaps) == MAX_SPANS
    assert answer.gaps == sorted(answer.gaps)
    assert {until - since for since, until in answer.gaps} == {10_000_000}
