"""The batch decoder: common forms are plain, and an odd message affects no other."""

from typing import Any

import pytest
from both_ways import KNOWN, OTHERS, registry, run
from ingest_parts import chunk, message

from isotherm_ingest.batch.untimed import RecentUntimed
from isotherm_ingest.decode.ticks import TickClock
from isotherm_ingest.mqtt.arrivals import Arrivals
from isotherm_ingest.place.registry import Registry
from isotherm_ingest.stages import Stages


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
        *('{"value":1,"humidity":41,"ort":"K\u00fche"}', '{"Value":"1","TempUnit":"\u00b0F"}'),
        *('{"value":1,"ts":1767227399500000}', '{"value":1,"timestamp":"2026-01-01 00:29:00 UTC"}'),
        *("21.4\0", '"21.4"', "70.5 \u00b0F", '{"value":"21.4 degC"}'),
    ],
)
@pytest.mark.parametrize("change", [{}, {"qos": 0, "packet_id": 0}, {"dup": True}])
def test_common_forms_are_plain(payload: str, change: dict[str, Any]) -> None:
    """Otherwise the plain way would never be used."""
    part = chunk(*(message(payload, topic=topic, **change) for topic in KNOWN[:2]))
    arrivals = Arrivals([part], {part.hour: 2})
    placed = run(Stages(), arrivals, registry(), TickClock(), RecentUntimed(10))
    assert placed.columns is not None
    assert len(placed.columns) == 2
    assert not [*placed.rows, *placed.refused, *placed.batch.works]


def test_one_odd_message_leaves_the_others_plain() -> None:
    odd = [
        "85",
        "x",
        '{"value":1,"time":1}',
        "[]",
        "NaN",
        '{"value":1,"sent_time":1}',
        "-127",
        "1e9",
    ]
    sent = [message(payload, topic=KNOWN[0]) for text in odd for payload in (text, "21.4")]
    part = chunk(*sent, message("1", topic=OTHERS[0]), message("2", topic=KNOWN[1], retained=True))
    arrivals = Arrivals([part], {part.hour: len(part)})
    placed = run(Stages(), arrivals, registry(), TickClock(), RecentUntimed(10))
    assert placed.columns is not None
    assert placed.columns.origin.tolist() == [2 * n + 1 for n in range(len(odd))]
    assert placed.ledger[part.hour].received == len(part)


def test_nothing_is_plain_without_known_channels() -> None:
    part = chunk(message(), message("1"))
    for channels in (Registry(), registry()):
        placed = run(
            Stages(), Arrivals([part], {part.hour: 2}), channels, TickClock(), RecentUntimed(10)
        )
        assert placed.columns is None
        assert len(placed.refused) == 2
