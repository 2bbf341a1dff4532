"""Place plain messages: as columns sorted by key, and whatever needs care one by one."""

import numpy as np
import pytest
from both_ways import KNOWN, registry
from ingest_parts import NOW, chunk, message, sent_as

from isotherm.instants import MINUTE
from isotherm.quality import Quality
from isotherm.units import rounded, to_celsius
from isotherm_ingest.batch.rows import OWN_UNIT, UNITS, Plain
from isotherm_ingest.batch.untimed import RecentUntimed
from isotherm_ingest.decode.decode_batch import Dating, decode_batch
from isotherm_ingest.mqtt.arrivals import Arrivals
from isotherm_ingest.place.careful import DEFAULT_RETENTION
from isotherm_ingest.place.place_batch import place_batch
from isotherm_ingest.place.plain import place_plain
from isotherm_ingest.place.registry import Channel, Registry
from isotherm_ingest.place.trails import Overlay


def test_a_channel_that_vanished_meanwhile_is_placed_the_careful_way() -> None:
    """The batch was decoded while the registry still had the channel."""
    part = chunk(message("1", topic=KNOWN[0]), message("2", topic=KNOWN[1]))
    arrivals, before = Arrivals([part], {part.hour: 2}), registry()
    batch = decode_batch(arrivals, False, before.slots, Dating(RecentUntimed(10)))
    assert batch.plain is not None
    for after in (Registry(8), Registry.of(8, {("a", "fahrenheit"): Channel(3, "F")})):
        placed = place_batch(batch, after, Overlay())
        assert placed.columns is not None
        assert len(placed.columns) + len(placed.refused) == 2
        assert [refused.device for refused in placed.refused] == ["a"] * len(placed.refused)
        assert sum(counts.rejected for counts in placed.ledger.values()) == len(placed.refused)


def plain(*elements: tuple[bytes, float, int, int], untimed: bool = False) -> Plain:
    """Return plain elements of topic, value, unit number and offset from NOW (µs)."""
    count = len(elements)
    topics, values, units, offsets = zip(*elements, strict=True)
    at = NOW + np.array(offsets, np.int64)
    return Plain(
        list(topics), np.array(values), np.array(units, np.int8), at,
        np.full(count, untimed), np.full(count, untimed), np.full(count, NOW),
        np.full(count, NOW), np.arange(count, dtype=np.int32),
    )  # fmt: skip


TOPICS = [topic.encode() for topic in KNOWN]
CELSIUS, FAHRENHEIT, KELVIN = range(3)


def test_values_are_converted_by_the_unit_sent_or_by_that_of_the_channel() -> None:
    sent = plain(
        (TOPICS[0], 21.0, OWN_UNIT, 0),
        (TOPICS[1], 50.0, OWN_UNIT, 0),
        (TOPICS[2], 300.0, OWN_UNIT, 0),
        (TOPICS[2], 50.0, FAHRENHEIT, 1),
        (TOPICS[1], 4.0, CELSIUS, 1),
        (TOPICS[0], 300.0, KELVIN, 1),
    )
    columns, careful = place_plain(sent, registry())
    assert not len(careful)
    by_origin = dict(zip(columns.origin.tolist(), columns.value.tolist(), strict=True))
    values = [to_celsius(21.0, "C"), to_celsius(50.0, "F"), to_celsius(300.0, "K")]
    values += [to_celsius(50.0, "F"), 4.0, to_celsius(300.0, "K")]
    assert [by_origin[n] for n in range(6)] == [rounded(value) for value in values]


def test_half_degrees_are_the_same_in_every_unit() -> None:
    half_degrees = [halves / 2 for halves in range(-80, 161)]
    sent = [
        (TOPICS[3], sent_as(celsius, unit), number, n)
        for n, celsius in enumerate(half_degrees)
        for number, unit in enumerate(UNITS)
    ]
    columns, careful = place_plain(plain(*sent), registry())
    assert not len(careful)
    by_origin = dict(zip(columns.origin.tolist(), columns.value.tolist(), strict=True))
    assert [by_origin[n] for n in range(len(sent))] == np.repeat(half_degrees, 3).tolist()


def test_values_are_rounded_before_they_are_judged() -> None:
    noisy = [21.399999618530273, -0.00001, -273.14994, 9999.50001, 84.99999, 1.7e308]
    sent = plain(*((TOPICS[0], value, CELSIUS, n) for n, value in enumerate(noisy)))
    columns, careful = place_plain(sent, registry())
    assert list(map(str, columns.value.tolist())) == ["21.4", "0.0", "-273.1499", "9999.5"]
    assert careful.tolist() == [4, 5]


def test_readings_are_sorted_by_channel_and_instant() -> None:
    sent = plain(*((TOPICS[n % 2], 1.0, CELSIUS, -n) for n in range(6)))
    columns, _ = place_plain(sent, registry())
    keys = list(zip(columns.channel_id.tolist(), columns.at.tolist(), strict=True))
    assert keys == sorted(keys)
    assert len(keys) == 6


def test_untimed_readings_of_an_unsure_instant_say_so() -> None:
    columns, _ = place_plain(plain((TOPICS[0], 1.0, CELSIUS, 0), untimed=True), registry())
    assert columns.quality.tolist() == [Quality.TIME_UNSURE]
    assert columns.untimed.tolist() == [True]


@pytest.mark.parametrize(
    ("topic", "value", "offset"),
    [
        (b"sensors/a/unknown", 1.0, 0),
        (TOPICS[0], 85.0, 0),
        (TOPICS[0], -127.0, 0),
        (TOPICS[0], -273.2, 0),
        (TOPICS[0], 10_001.0, 0),
        (TOPICS[0], 1.0, MINUTE),
        (TOPICS[0], 1.0, -DEFAULT_RETENTION - 1),
    ],
)
def test_whatever_needs_care_is_left_to_the_careful_way(
    topic: bytes, value: float, offset: int
) -> None:
    columns, careful = place_plain(
        plain((TOPICS[1], 1.0, CELSIUS, 0), (topic, value, CELSIUS, offset)), registry()
    )
    assert columns.origin.tolist() == [0]
    assert careful.tolist() == [1]


def test_a_fault_value_is_a_temperature_where_the_channel_says_so() -> None:
    columns, careful = place_plain(plain((TOPICS[3], -127.0, CELSIUS, 0)), registry())
    assert columns.value.tolist() == [-127.0]
    assert not len(careful)


def test_suspect_values_and_own_settings_are_placed_the_careful_way() -> None:
    topic = KNOWN[4].encode()
    sent = plain(
        *((TOPICS[0], value, CELSIUS, n) for n, value in enumerate([999.0, 998.9, -80.0, -100.0])),
        (TOPICS[3], 999.0, CELSIUS, 0),  # without the list
        *((topic, value, CELSIUS, n) for n, value in enumerate([-3.0, 4.0, 70.5, 69.5, 21.4])),
        (TOPICS[0], 21.4, CELSIUS, 9),  # a fault of another channel
    )
    columns, careful = place_plain(sent, registry())
    assert careful.tolist() == [0, 3, 5, 7, 9]
    assert len(columns) == 6
