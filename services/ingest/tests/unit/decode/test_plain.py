"""The plain way and the careful way give the same readings, whatever the messages are."""

from dataclasses import astuple
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_parts import NOW, SECOND, chunk, message, one_by_one
from payloads import AROUND, PAYLOADS, often

from isotherm.names import TICK_TOPIC
from isotherm_ingest.batch.refused import Refused
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.batch.untimed import RecentUntimed, pair
from isotherm_ingest.decode.careful import MAX_BYTES
from isotherm_ingest.decode.decode_batch import Dating, decode_batch
from isotherm_ingest.decode.plain import decode_plain
from isotherm_ingest.decode.ticks import TickClock
from isotherm_ingest.mqtt.arrivals import Arrivals, Message
from isotherm_ingest.place.place_batch import PlacedBatch, place_batch
from isotherm_ingest.place.registry import Channel, Registry
from isotherm_ingest.stages import Stages

VIENNA = ZoneInfo("Europe/Vienna")
CHANNELS = {
    ("a", "celsius"): Channel(9),
    ("a", "fahrenheit"): Channel(3, "F"),
    ("b", "kelvin"): Channel(4, "K", zone=VIENNA),
    ("b", "cold"): Channel(70, fault_list=False, zone=VIENNA),
}
KNOWN = [f"sensors/{device}/{channel}" for device, channel in CHANNELS]
OTHERS = ["sensors/a/unknown", "sensors/a/status", "sensors/a", "elsewhere/\udcff"]


def registry(horizon: int | None = None) -> Registry:
    made = Registry.of(7, CHANNELS)
    made.horizon = horizon
    return made


def run(
    stages: Stages, arrivals: Arrivals, known: Registry, clock: TickClock, window: RecentUntimed,
    saturated: bool = False,
) -> PlacedBatch:  # fmt: skip
    """One batch, from arrivals to what is stored, as the pipeline does it."""
    dating = Dating(window, clock)
    batch = decode_batch(arrivals, saturated, known.slots, dating, stages.decoders)
    return place_batch(batch, known, {9: NOW, 70: NOW}, stages.placers)


def about(message: Message) -> tuple[Any, ...]:
    return astuple(message)


def told(row: Row) -> tuple[Any, ...]:
    assert type(row.channel_id) is type(row.measured_at) is type(row.quality) is int
    key = row.channel_id, row.measured_at, row.received_at
    value = None if row.value is None else row.value + 0.0  # -0 is 0
    said = value, row.quality, row.untimed, row.names
    return *key, *map(repr, said), about(row.message), row.index or 0


def said(refused: Refused) -> tuple[Any, ...]:
    refusal = refused.refusal
    why = refusal.reason.value, refusal.detail, repr(refusal.index)
    return (
        *about(refused.message),
        *why,
        repr(astuple(refused)[1:3]),
        repr((refused.instant, refused.unsure)),
    )


def story(arranged: PlacedBatch) -> dict[str, Any]:
    """All that comes of a batch, in an order that both ways share."""
    columns = arranged.columns
    rows = arranged.rows if columns is None else arranged.rows + arranged.batch.rows(columns)
    ledger = {hour: counts for hour, counts in arranged.ledger.items() if any(astuple(counts))}
    return {
        "rows": sorted(map(told, rows)),
        "followers": sorted(map(told, arranged.followers)),
        "refused": sorted(map(said, arranged.refused)),
        "ledger": ledger,
        "pairs": set(arranged.pairs),  # once more does no harm
        "packet ids": arranged.batch.packet_ids(),
        "statuses": [(about(each), status) for each, status in arranged.batch.statuses],
        "rest": (arranged.version, arranged.tick),
    }


@st.composite
def messages(draw: st.DrawFn) -> dict[str, Any]:
    """A message but for its packet id and its receipt."""
    topic = draw(st.sampled_from(KNOWN * 4 + OTHERS))
    before, after = draw(AROUND)
    qos = draw(st.sampled_from([1, 1, 1, 0]))
    return {
        "topic": topic,
        "payload": before + draw(PAYLOADS) + after,
        "qos": qos,
        "dup": qos == 1 and draw(st.sampled_from([False, False, True])),
        "retained": draw(st.sampled_from([False, False, False, True])),
    }


TICKS = st.sampled_from([-9, -2, 0]).map(
    lambda late: {"topic": TICK_TOPIC, "payload": b"%d" % ((NOW + late * SECOND) // 1000)}
)
READ = st.lists(often({messages(): 6, TICKS: 1}), min_size=1, max_size=8)
READS = st.lists(READ, min_size=1, max_size=3)


@settings(max_examples=300)
@given(
    READS, st.sampled_from([None, NOW - 60 * SECOND]), st.booleans(), st.booleans(),
    st.sampled_from([None, NOW - 1_500_000]), st.integers(0, 3),
)  # fmt: skip
def test_both_ways_give_the_same(
    reads: list[list[dict[str, Any]]], horizon: int | None, present: bool, saturated: bool,
    tick: int | None, stored: int,
) -> None:  # fmt: skip
    packet_id, chunks, received = 0, [], dict[int, int]()
    pairs = []
    for number, read in enumerate(reads):
        made = []
        for each in read:
            packet_id += 1
            at = {"received_at": NOW + number * 1_700_000}
            made.append(message(**{**at, **each}, packet_id=packet_id * each.get("qos", 1)))
        part = chunk(*made)
        chunks.append(part)
        received[part.hour] = received.get(part.hour, 0) + len(part) - len(part.ticks)
        columns = zip(part.packet_ids, part.topics, part.payloads, strict=True)
        pairs += [pair(*each) for each in columns if each[0]]
    both = []
    for stages in (Stages(), Stages(decode_plain=one_by_one)):
        clock, window = TickClock(), RecentUntimed(1000)
        clock.opened(present, tick)
        window.load(pairs[: stored * 2 : 2])
        arrivals = Arrivals(chunks, dict(received))
        found = run(stages, arrivals, registry(horizon), clock, window, saturated)
        both.append(story(found))
    plain, careful = both
    assert plain == careful


@pytest.mark.parametrize(
    "payload",
    [
        *(
            "21.4",
            "-3",
            "0",
            '{"value":21.4}',
            '{"value":70,"unit":"F"}',
            '{"value":290,"unit":"K"}',
        ),
        *('{"value":1,"time":1767227400}', '{"value":1,"time":1767227399500}'),
        *('{"value":1,"time":1767227399.5}', '{"value":1,"time":"2026-01-01T00:29:00Z"}'),
        *('{"value":1,"time":"2026-01-01T01:29:00+01:00","battery":3}', '{"time":null,"value":1}'),
    ],
)
@pytest.mark.parametrize("change", [{}, {"qos": 0, "packet_id": 0}, {"dup": True}])
def test_common_forms_are_plain(payload: str, change: dict[str, Any]) -> None:
    """Else the plain way would be right for nothing."""
    part = chunk(*(message(payload, topic=topic, **change) for topic in KNOWN[:2]))
    arrivals = Arrivals([part], {part.hour: 2})
    found = run(Stages(), arrivals, registry(), TickClock(), RecentUntimed(10))
    assert found.columns is not None
    assert len(found.columns) == 2
    assert not [*found.rows, *found.refused, *found.batch.works]


def test_one_odd_message_leaves_the_others_plain() -> None:
    odd = [
        "85",
        "x",
        '{"value":1,"time":1}',
        "[]",
        "NaN",
        '{"value":1,"x":"\u00e4"}',
        "-127",
        "1e9",
    ]
    sent = [message(each, topic=KNOWN[0]) for text in odd for each in (text, "21.4")]
    part = chunk(*sent, message("1", topic=OTHERS[0]), message("2", topic=KNOWN[1], retained=True))
    arrivals = Arrivals([part], {part.hour: len(part)})
    found = run(Stages(), arrivals, registry(), TickClock(), RecentUntimed(10))
    assert found.columns is not None
    assert found.columns.origin.tolist() == [2 * n + 1 for n in range(len(odd))]
    assert found.ledger[part.hour].received == len(part)


@pytest.mark.parametrize(
    "values",
    [
        *(["21", "85"], ["85", "21"], ["21", "22"], ["null", "21"], ["21", "null"]),
        *(["85", "null"], ["null", "85"], ["1", "85", "2", "null", "85", "1"]),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_the_first_of_a_key_is_kept_whichever_way_it_went(
    values: list[str], together: bool
) -> None:
    sent = [message(f'{{"value":{each},"time":{NOW // SECOND}}}', topic=KNOWN[0], packet_id=n)
            for n, each in enumerate(values, 1)]  # fmt: skip
    parts = [chunk(*sent)] if together else [chunk(each) for each in sent]
    arrivals = Arrivals(parts, {parts[0].hour: len(sent)})
    found = run(Stages(), arrivals, registry(), TickClock(), RecentUntimed(10))
    assert not found.columns
    assert [row.message.packet_id for row in (*found.rows, *found.followers)] == [
        each.packet_id for each in sent
    ]


def test_nothing_is_plain_to_a_registry_that_knows_nothing() -> None:
    part = chunk(message(), message("1"))
    for known in (Registry(), registry()):
        found = run(
            Stages(), Arrivals([part], {part.hour: 2}), known, TickClock(), RecentUntimed(10)
        )
        assert found.columns is None
        assert len(found.refused) == 2


def test_a_channel_that_vanished_meanwhile_is_placed_the_careful_way() -> None:
    """The batch was filled by a registry that knew it."""
    part = chunk(message("1", topic=KNOWN[0]), message("2", topic=KNOWN[1]))
    arrivals, known = Arrivals([part], {part.hour: 2}), registry()
    batch = decode_batch(arrivals, False, known.slots, Dating(RecentUntimed(10)))
    assert batch.plain is not None
    for after in (Registry(8), Registry.of(8, {("a", "fahrenheit"): Channel(3, "F")})):
        found = place_batch(batch, after, {})
        assert found.columns is not None
        assert len(found.columns) + len(found.refused) == 2
        assert [each.device for each in found.refused] == ["a"] * len(found.refused)
        assert sum(each.rejected for each in found.ledger.values()) == len(found.refused)


@pytest.mark.parametrize("size", [MAX_BYTES - 8, MAX_BYTES, MAX_BYTES + 1])
def test_too_large_is_refused_by_both(size: int) -> None:
    payload = b'{"value":1,"x":"%s"}' % (b"x" * (size - 18))
    assert len(payload) == size
    part = chunk(message(payload, topic=KNOWN[0]), message("1", topic=KNOWN[0], packet_id=2))
    stories = []
    for stages in (Stages(), Stages(decode_plain=one_by_one)):
        arrivals = Arrivals([part], {part.hour: 2})
        stories.append(story(run(stages, arrivals, registry(), TickClock(), RecentUntimed(10))))
    assert stories[0] == stories[1]
    assert len(stories[0]["refused"]) == (size > MAX_BYTES)


@given(st.lists(PAYLOADS, max_size=20))
def test_decoding_plain_ones_never_raises_and_keeps_their_places(payloads: list[bytes]) -> None:
    found, others = decode_plain(payloads)
    assert len(found) == len(payloads)
    assert {n for n, each in enumerate(found) if each is None} <= set(others)
    for payload, each in zip(payloads, found, strict=True):
        [alone], _ = decode_plain([payload])
        assert repr(alone) == repr(each)


def test_depth_is_no_trouble() -> None:
    deep = b'{"value":1,"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    found, others = decode_plain([b"1", deep, b"2"])
    assert (found[0], found[2], others) == (1.0, 2.0, [1])
