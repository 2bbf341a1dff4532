"""The intake: takes what fits into a batch and can be dated, and waits for the rest."""

from collections.abc import Sequence

from ingest_parts import NOW, SECOND, Sent, chunks, message, tick

from isotherm_ingest.batch.bounds import BatchBounds
from isotherm_ingest.decode.ticks import TickClock
from isotherm_ingest.intake import Intake
from isotherm_ingest.mqtt.arrivals import Arrivals, Chunk, Opened


class StandIn:
    """A source with messages that wait in it."""

    def __init__(self, *messages: Sent, saturated: bool = False, stalled: bool = False) -> None:
        self._chunks, self._saturated, self._stalled = chunks(*messages), saturated, stalled
        self.taken: int | None = None

    async def wait(self, timeout_s: float) -> None:
        pass

    def opened(self) -> Opened | None:
        return None

    def waiting(self) -> Sequence[Chunk]:
        return self._chunks

    def saturated(self) -> bool:
        return self._saturated

    def stalled(self) -> bool:
        return self._stalled

    def take(self, count: int) -> Arrivals:
        self.taken = count
        return Arrivals([Chunk.joined(self._chunks).split(count)[0]])

    def acknowledge(self, packet_ids: Sequence[bytes], epoch: int) -> None:
        pass


def clock(*, session_present: bool = False) -> TickClock:
    ticks = TickClock()
    ticks.opened(session_present, NOW - SECOND)
    return ticks


async def test_a_batch_takes_no_more_than_its_bounds() -> None:
    source = StandIn(*(message(str(n)) for n in range(5)), saturated=True)
    taken = await Intake(source, clock(), BatchBounds(3, 1000), lambda: NOW).take()
    assert taken is not None
    arrivals, saturated = taken
    assert len(arrivals) == source.taken == 3
    assert saturated


async def test_nothing_is_taken_when_nothing_waits() -> None:
    source = StandIn()
    assert await Intake(source, clock(), BatchBounds(), lambda: NOW).take() is None
    assert source.taken is None


async def test_messages_that_waited_are_taken_up_to_the_last_tick() -> None:
    late = NOW + 100 * SECOND
    waited = [message("1", received_at=late), tick(NOW, late), message("2", received_at=late)]
    source = StandIn(*waited)
    intake = Intake(source, clock(session_present=True), BatchBounds(), lambda: late)
    taken = await intake.take()
    assert taken is not None
    assert source.taken == 2


async def test_a_stall_makes_the_clock_wait_for_the_next_tick() -> None:
    late = message(received_at=NOW + 100 * SECOND)
    ticks = clock()
    intake = Intake(StandIn(late, stalled=True), ticks, BatchBounds(), lambda: late.received_at)
    assert await intake.take() is None
    assert not ticks.live
