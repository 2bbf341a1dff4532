"""Plain readings show the clocks of devices as if each were placed by itself, if at all."""

import pytest
from dated_batches import CHANNELS, batch_of, committed, sent
from hypothesis import given
from hypothesis import strategies as st
from ingest_parts import NOW, SECOND, Sent, one_by_one

from isotherm.instants import HOUR, MINUTE
from isotherm_ingest.batch.elements import Lead
from isotherm_ingest.decode.decoders import Decoders
from isotherm_ingest.latest.clock_errors import ClockErrors
from isotherm_ingest.latest.devices import Devices
from isotherm_ingest.latest.plain_clocks import MOST_A_SECOND, PlainClocks

OTHER = "sensors/other/c"


@pytest.fixture
def clocks() -> PlainClocks:
    """Clocks of two devices, both of which have shown that they are right."""
    right = PlainClocks()
    for device in news(right, sent(0), sent(0, "other"), sent(0, topic=OTHER)):
        right.settle(device, True)
    return right


def news(clocks: PlainClocks, *messages: Sent) -> dict[str, Lead]:
    """Return what a batch of plain readings shows, by device."""
    batch, placed = batch_of(*messages)
    assert placed.sent is not None
    assert len(placed.sent) == len(messages)
    shown = list(clocks.news(placed.sent, batch))
    assert len(dict(shown)) == len(shown)
    return dict(shown)


def test_a_device_shows_its_greatest_lead_and_when_that_was_published() -> None:
    messages = [sent(-HOUR), sent(-MINUTE, "third"), sent(-5 * SECOND, topic=OTHER)]
    later = NOW + SECOND
    assert news(PlainClocks(), *messages, sent(-SECOND, "other", received_at=later)) == {
        "fridge-1": (later, -SECOND),
        "other": (NOW, -5 * SECOND),
    }


def test_readings_without_a_time_show_nothing(clocks: PlainClocks) -> None:
    assert news(PlainClocks(), sent(None), sent(None, topic=OTHER)) == {}
    assert news(clocks, sent(None), sent(-HOUR, topic=OTHER)) == {"other": (NOW, -HOUR)}


@pytest.mark.parametrize("lead", [0, -29 * SECOND, 29 * SECOND])
def test_a_clock_known_to_be_right_shows_nothing_new(clocks: PlainClocks, lead: int) -> None:
    assert news(clocks, sent(lead)) == {}
    clocks.settle("fridge-1", False)
    assert news(clocks, sent(lead)) == {"fridge-1": (NOW, lead)}


@pytest.mark.parametrize("lead", [-30 * SECOND, 30 * SECOND])
def test_a_wrong_time_is_compared_with_the_right_ones_of_its_device(
    clocks: PlainClocks, lead: int
) -> None:
    assert news(clocks, sent(lead), sent(0, topic=OTHER)) == {"fridge-1": (NOW, lead)}
    shown = news(clocks, sent(lead), sent(0, "other"), sent(0, topic=OTHER))
    assert shown == {"fridge-1": (NOW, max(lead, 0))}


def test_a_buffer_sent_quickly_is_looked_at_only_in_part(clocks: PlainClocks) -> None:
    wrong = sent(-HOUR)
    assert news(clocks, *[wrong] * MOST_A_SECOND) == {"fridge-1": (NOW, -HOUR)}
    assert news(clocks, wrong) == {}
    clocks.settle("other", False)
    assert news(clocks, wrong, sent(0, topic=OTHER)) == {"other": (NOW, 0)}
    later = NOW + SECOND
    assert news(clocks, sent(-HOUR, received_at=later)) == {"fridge-1": (later, -HOUR)}


@pytest.mark.parametrize("count", [1022, 1023, 1024])
def test_a_device_met_first_shows_its_clock_however_many_are_right(count: int) -> None:
    clocks = PlainClocks()
    news(clocks, sent(0))
    for device in ("fridge-1", *(f"d{number}" for number in range(count))):
        clocks.settle(device, True)
    assert news(clocks, sent(0), sent(0, topic=OTHER)) == {"other": (NOW, 0)}


LEADS = st.sampled_from(
    [None, 0, *(sign * n * SECOND for sign in (-1, 1) for n in (29, 30, 45, 59, 61, 300, 305))]
)
TOPICS = st.sampled_from([f"sensors/{'/'.join(names)}" for names in CHANNELS])
BATCHES = st.lists(st.lists(st.tuples(LEADS, TOPICS), min_size=1, max_size=4), max_size=6)


@given(BATCHES)
def test_plain_messages_show_the_same_as_if_each_were_placed_by_itself(
    batches: list[list[tuple[int | None, str]]],
) -> None:
    in_bulk, singly = (Devices(ClockErrors(lag_shown_after=0)) for _ in range(2))
    single = Decoders(decode_plain=one_by_one)
    for n, batch in enumerate(batches):
        at = {"received_at": NOW + n * MINUTE}
        messages = [sent(lead, topic=topic, **at) for lead, topic in batch]
        committed(in_bulk, *messages)
        committed(singly, *messages, decoders=single)
        assert in_bulk._skews == singly._skews
