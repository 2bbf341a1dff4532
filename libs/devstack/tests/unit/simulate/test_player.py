"""A running device: every reading is sent once, or again later, whatever the broker does."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest
from played_device import MINUTE, NOW, OBJECT, TIMED, Played, make_device

from isotherm.instants import SystemClock, from_ms, to_ms
from isotherm_devstack.demo.fleet import Profile
from isotherm_devstack.simulate.link import InDoubtError, Receipt
from isotherm_devstack.simulate.profiles import WRONG_CLOCK_MS, is_silent
from isotherm_devstack.simulate.run import Run

STEP = 20
Play = Callable[..., Played]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Play:
    """What makes a device with scripted links."""
    return partial(make_device, monkeypatch)


@dataclass(frozen=True, slots=True)
class Moved:
    """The system's clock, moved by a constant."""

    ahead: timedelta

    def now(self) -> datetime:
        """Return the time."""
        return SystemClock().now() + self.ahead


def _times(payloads: list[str]) -> list[int]:
    """Return the times of all readings, in their order."""
    documents = [json.loads(payload) for payload in payloads]
    elements = [
        element
        for document in documents
        for element in (document if isinstance(document, list) else [document])
    ]
    return sorted(element["time"] for element in elements)


async def test_a_device_with_history_alone_ends_when_all_is_sent(play: Play) -> None:
    played = play(live_ms=None)
    played.sent.owe(Run(NOW - 2_500 * MINUTE, MINUTE, 2_500))
    await played.run()
    assert [len(json.loads(array)) for array in played.link.taken] == [1_000, 1_000, 500]
    assert _times(played.link.taken) == list(range(NOW - 2_500 * MINUTE, NOW, MINUTE))
    assert (played.sent.missing, played.sent.readings, played.sent.messages) == ([], 2_500, 3)
    assert played.link.status == ["online", "offline"]
    assert not played.player.connected


@pytest.mark.parametrize(
    ("away_ms", "live_ms", "step"),
    [
        (100_000, 1_000, 1_000),
        (1_000_000, 1_000, 1_000),
        (1_002_000, 1_000, MINUTE),  # more than an array
        (10 * MINUTE, None, MINUTE),
        (999, 1_000, None),
    ],
)
async def test_readings_of_the_time_away_are_missing_and_coarser_if_they_are_many(
    play: Play, away_ms: int, live_ms: int | None, step: int | None
) -> None:
    played = play(clear=NOW - away_ms, live_ms=live_ms)
    played.stop.set()
    await played.run()
    assert [run.step for run in played.sent.missing] == ([] if step is None else [step])
    for run in played.sent.missing:
        assert NOW - away_ms < run.first <= NOW - away_ms + 2 * run.step
        assert NOW - 2 * run.step < run.times()[-1] < NOW


@pytest.mark.parametrize(
    ("seed", "profile", "missing", "in_doubt"),
    [
        (TIMED, "outdoor", [Run(NOW + 1, MINUTE, 1)], 0),
        (OBJECT, "outdoor", [], 1),
        (TIMED, "wrong_clock", [], 1),
    ],
)
async def test_a_live_reading_in_doubt_is_repeated_only_if_that_makes_a_duplicate(
    play: Play, seed: int, profile: Profile, missing: list[Run], in_doubt: int
) -> None:
    def lose(payload: str) -> Receipt:
        played.stop.set()
        raise InDoubtError("the connection was lost")

    played = play(seed, lose, profile=profile)
    await played.run()
    assert (played.sent.missing, played.sent.in_doubt) == (missing, in_doubt)
    assert (played.sent.clear, played.sent.readings) == (NOW + 1, 0)


async def test_a_live_reading_has_the_time_of_the_devices_clock(play: Play) -> None:
    def stop(payload: str) -> Receipt:
        played.stop.set()
        return Receipt.TAKEN

    played = play(TIMED, stop, profile="wrong_clock")
    await played.run()
    assert _times(played.link.taken) == [NOW + 1 + WRONG_CLOCK_MS]
    assert (played.sent.clear, played.sent.readings) == (NOW + 1, 1)


async def test_live_readings_that_nobody_got_are_sent_when_somebody_listens(play: Play) -> None:
    lost: list[str] = []

    def answer(payload: str) -> Receipt:
        if not payload.startswith("[") and len(lost) < 2:
            lost.append(payload)
            return Receipt.NOBODY
        if len(played.link.taken) == 5:
            played.stop.set()
        return Receipt.TAKEN

    began = to_ms(SystemClock().now())
    played = play(TIMED, answer, clear=began, live_ms=STEP, clock=SystemClock())
    await played.run()
    times = _times(played.link.taken)
    assert len(lost) == 2
    assert played.sent.readings == len(times) == len(set(times))
    assert max(after - before for before, after in pairwise([began, *times])) < 2 * STEP


def _end_of_silence(seed: int) -> int:
    silent = partial(is_silent, "goes_silent", seed)
    seconds = range(NOW, NOW + 30 * MINUTE, 1_000)
    last = next(second for second in seconds if silent(second) and not silent(second + 1_000))
    return next(time_ms for time_ms in range(last, last + 1_001) if not silent(time_ms))


async def test_a_device_that_falls_silent_sends_afterwards_what_it_withheld(play: Play) -> None:
    def answer(payload: str) -> Receipt:
        if len(played.link.taken) == 5:
            played.stop.set()
        return Receipt.TAKEN

    end = _end_of_silence(TIMED)
    began = end - 4 * STEP
    clock = Moved(from_ms(began) - SystemClock().now())
    played = play(TIMED, answer, clear=began, live_ms=STEP, clock=clock, profile="goes_silent")
    await played.run()
    live = [payload for payload in played.link.taken if not payload.startswith("[")]
    times = _times(played.link.taken)
    assert min(_times(live)) >= end
    assert times[0] < end
    assert max(after - before for before, after in pairwise([began, *times])) < 2 * STEP


def test_values_change_faster_only_after_the_anchor(play: Play) -> None:
    usual, fast = play(speed=1.0).player, play(speed=60.0).player
    assert fast.value(NOW - MINUTE) == usual.value(NOW - MINUTE)
    assert fast.value(NOW) == usual.value(NOW)
    assert fast.value(NOW + MINUTE) == usual.value(NOW + 60 * MINUTE)


async def test_a_lost_connection_is_made_again(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(payload: str) -> Receipt:
        if played.link.connections == 1:
            raise InDoubtError("the connection was lost")
        return Receipt.TAKEN

    played = play(answer=answer, live_ms=None)
    played.sent.owe(Run(NOW - 10 * MINUTE, MINUTE, 10))
    await played.run()
    assert played.link.connections == 2
    assert played.sent.readings == 10
    assert _times(played.link.taken) == list(range(NOW - 10 * MINUTE, NOW, MINUTE))
