"""The replaying device: rows in order, each counted when it was taken, and lost ones again."""

import asyncio
import json
from datetime import UTC

import aiomqtt
import pytest
from scripted_link import ScriptedLink

from isotherm.process.retry import Backoff
from isotherm_devstack.replay import player
from isotherm_devstack.replay.player import Replayer
from isotherm_devstack.replay.record import Progress
from isotherm_devstack.replay.series import Measured
from isotherm_devstack.simulate.link import InDoubtError, Receipt, RefusedError
from isotherm_devstack.simulate.pace import Pacer, Stop

NOW = 1_752_494_400_000
ROWS = [Measured(NOW + hour * 3_600_000, 60.0 + hour) for hour in range(10)]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A device that tries again without a wait."""
    monkeypatch.setattr(player, "new_backoff", lambda: Backoff(0.0, 0.0))


async def _replay(link: ScriptedLink, progress: Progress, stop: Stop) -> list[int]:
    """Run the device to its end; return what was sent whenever there was progress."""
    steps: list[int] = []
    replayer = Replayer(
        "office", "temperature", ROWS, progress, link, lambda: steps.append(progress.sent)
    )
    async with asyncio.timeout(30):
        await replayer.run(UTC, 3, Pacer(None, stop), stop)
    return steps


def _values(link: ScriptedLink) -> list[float]:
    return [element["value"] for array in link.taken for element in json.loads(array)]


async def test_it_continues_from_its_progress_in_arrays_and_says_when_it_is_away() -> None:
    link, progress = ScriptedLink(lambda _: Receipt.TAKEN), Progress(NOW, sent=2, messages=1)
    assert await _replay(link, progress, Stop()) == [5, 8, 10]
    assert [len(json.loads(array)) for array in link.taken] == [3, 3, 2]
    assert _values(link) == [row.fahrenheit for row in ROWS[2:]]
    assert progress == Progress(NOW, sent=10, messages=4)
    assert link.status == ["online", "offline"]


async def test_after_the_last_row_it_does_not_connect() -> None:
    link = ScriptedLink(lambda _: Receipt.TAKEN)
    assert await _replay(link, Progress(NOW, sent=len(ROWS)), Stop()) == []
    assert link.connections == 0


@pytest.mark.parametrize(
    ("error", "connections"),
    [(None, 1), (InDoubtError("no acknowledgement"), 2), (aiomqtt.MqttError("not connected"), 2)],
)
async def test_an_array_that_was_not_taken_is_sent_again_and_counted_once(
    error: Exception | None, connections: int
) -> None:
    failures = iter([True])

    def answer(payload: str) -> Receipt:
        if next(failures, False):
            if error is not None:
                raise error
            return Receipt.NOBODY
        return Receipt.TAKEN

    link = ScriptedLink(answer)
    assert await _replay(link, Progress(NOW), Stop()) == [3, 6, 9, 10]
    assert _values(link) == [row.fahrenheit for row in ROWS]
    assert link.connections == connections


async def test_the_stop_ends_it_after_the_array_in_flight() -> None:
    stop = Stop()

    def answer(payload: str) -> Receipt:
        stop.set()
        return Receipt.TAKEN

    link, progress = ScriptedLink(answer), Progress(NOW)
    assert await _replay(link, progress, stop) == [3]
    assert progress.sent == 3
    assert link.status == ["online", "offline"]


async def test_a_refusal_ends_it() -> None:
    def refuse(payload: str) -> Receipt:
        raise RefusedError("the broker does not allow office to publish")

    with pytest.raises(RefusedError, match="office"):
        await _replay(ScriptedLink(refuse), Progress(NOW), Stop())
