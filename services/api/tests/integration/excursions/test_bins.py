"""The bins of a sensor are its stored days, and hours where days are not whole."""

from typing import Any

from rolled_fridge import DAY, HOUR, ROLLED_TO, START, Fridge, insert_fridge, steady

from isotherm.history.asking import ask
from isotherm.instants import to_datetime, to_micros
from isotherm_api.excursions.bins import Bins, load_hours, whole_bins
from isotherm_api.history.split import split


async def test_whole_bins_are_days_between_hours(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    frame = await fridge.frame(START + 22 * HOUR, ROLLED_TO)
    summary = whole_bins(frame, split(frame))
    [answer] = await ask(world.connection, [summary.question])
    bins = summary.decode(answer)
    assert [to_datetime(at) for at in bins.at.tolist()] == [
        START + 22 * HOUR,
        START + 23 * HOUR,
        START + DAY,
        START + 2 * DAY,
        *(START + 3 * DAY + HOUR * number for number in range(11)),
    ]
    assert bins.sums.n.tolist() == [6, 6, 144, 144, *[6] * 11]


async def test_hours_are_those_of_the_spans_and_of_the_sensor(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    other, channel = await world.fed(fridge.site_id, "other", 600.0)
    await world.readings(channel, steady(START, START + DAY))
    await Fridge(world, other, fridge.site_id, channel).roll_up()
    frame = await fridge.frame(START)
    begins = [START + HOUR, START + 2 * DAY]
    spans = [(to_micros(begin), to_micros(begin + 2 * HOUR)) for begin in begins]
    hours = await load_hours(world.connection, frame, spans)
    assert [to_datetime(at) for at in hours.at.tolist()] == [
        begin + HOUR * number for begin in begins for number in range(2)
    ]
    assert hours.sums.n.tolist() == [6] * 4


async def test_spans_without_stored_hours_have_no_bins(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    before = to_micros(START - DAY), to_micros(START)
    bins: Bins = await load_hours(world.connection, await fridge.frame(START), [before])
    assert (len(bins), len(bins.sums)) == (0, 0)
