"""Only so many batches a second are recorded; those of traced devices count apart."""

from collections.abc import Iterator

import pytest

from isotherm.process.tracing import Remote
from isotherm.process.tracing.collected import Collected, collected
from isotherm_ingest.batch_span import MOST_A_SECOND, BatchSpans
from isotherm_ingest.mqtt.arrivals import Arrivals, Chunk
from isotherm_ingest.mqtt.frames import slice_frames

HOUR = 0
REMOTE = Remote("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", sampled=True)


@pytest.fixture
def spans() -> Iterator[Collected]:
    with collected() as collection:
        yield collection


def arrived(*traces: Remote, messages: int = 1) -> Arrivals:
    chunk = Chunk.of(slice_frames(b""), 0)
    chunk.traces.update(enumerate(traces))
    return Arrivals([chunk], {HOUR: messages})


def record(of: BatchSpans, arrivals: Arrivals, times: int = 1) -> None:
    for _ in range(times):
        with of.start(arrivals):
            pass


def test_a_crowd_of_batches_is_recorded_in_part(spans: Collected) -> None:
    now = 100.0
    batches = BatchSpans(lambda: now)
    record(batches, arrived(), 3 * MOST_A_SECOND)
    assert len(spans.spans) == MOST_A_SECOND
    record(batches, arrived(REMOTE), 3 * MOST_A_SECOND)
    assert len(spans.spans) == 2 * MOST_A_SECOND
    now += 1
    record(batches, arrived())
    assert len(spans.spans) == 2 * MOST_A_SECOND + 1


def test_ticks_of_worker_use_up_nothing(spans: Collected) -> None:
    batches = BatchSpans(lambda: 100.0)
    record(batches, arrived(messages=0), 3 * MOST_A_SECOND)
    record(batches, arrived(), MOST_A_SECOND)
    assert len(spans.spans) == MOST_A_SECOND
