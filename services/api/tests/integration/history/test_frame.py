"""A frame loads the windows of its range, whether it takes one question or several."""

from datetime import datetime
from typing import Any

import numpy as np
from rolled_fridge import HOUR, NOW, START, STEP, insert_fridge, steady

from isotherm.history.asking import ask
from isotherm.instants import to_datetime, to_micros


def edges(*instants: datetime) -> Any:
    """Return edges of a window."""
    return np.array([to_micros(at) for at in instants], np.int64)


async def test_a_window_has_its_neighbours(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    frame = await fridge.frame(START)
    begin, end = START + 5 * HOUR, START + 6 * HOUR
    window = await frame.load_window(world.connection, edges(begin, end))
    assert [to_datetime(at) for at in window.inside.at.tolist()] == [
        begin + STEP * n for n in range(6)
    ]
    assert [to_datetime(at) for at in window.lead.at.tolist()] == [begin - STEP]
    assert window.following == to_micros(end)
    assert (window.now, window.judge_lead) == (to_micros(NOW), False)


async def test_the_answer_to_its_question_is_the_same_window(world: Any) -> None:
    fridge = await insert_fridge(world, steady())
    frame = await fridge.frame(START)
    bins = edges(START + HOUR, START + 2 * HOUR, START + 3 * HOUR)
    question = frame.question(bins)
    assert question is not None
    [answer] = await ask(world.connection, [question])
    decoded = frame.decode_window(bins, answer, judge_lead=True)
    loaded = await frame.load_window(world.connection, bins, judge_lead=True)
    for one, other in ((decoded.inside, loaded.inside), (decoded.lead, loaded.lead)):
        assert one.at.tolist() == other.at.tolist()
    assert decoded.following == loaded.following
    assert decoded.edges is bins
    assert decoded.judge_lead
    assert loaded.judge_lead


async def test_two_channels_make_one_window(world: Any) -> None:
    fridge = await insert_fridge(world, steady(), rolled=False)
    swap = START + 5 * HOUR
    await world.connection.execute(
        "UPDATE installation SET during = tstzrange(NULL, $2) WHERE sensor_id = $1", fridge.id, swap
    )
    new = await world.channel("new", fridge.site_id)
    await world.install(new, fridge.id, swap, None)
    await world.readings(new, [(at, 6.0, 0) for at, _, _ in steady()])
    frame = await fridge.frame(START)
    bins = edges(swap - HOUR, swap + HOUR)
    assert frame.question(bins) is None
    window = await frame.load_window(world.connection, bins)
    assert window.inside.value.tolist() == [4.0] * 6 + [6.0] * 6
    assert (window.lead.value.tolist(), window.following) == ([4.0], to_micros(swap + HOUR))
