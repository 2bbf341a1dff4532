"""Whatever devices send, ingest exports the same series: its labels know all their values."""

import json

from ingest_world import DEVICE, World, until
from prometheus_client import REGISTRY

from isotherm.process.metrics import DEFINED
from isotherm.reasons import Reason

ODD = (
    b"\xff\xfe\x00",
    "no number",
    "1e999",
    "-300",
    "{}",
    "[[[]]]",
    '{"value": 1, "unit": "\u2126\\n"}',
    '{"value": 1, "time": "the day before yesterday"}',
    json.dumps([{"value": 1, "reason": "x" * 500}, {"value": None}]),
    json.dumps({"value": 4, "time": 1}),
)
CHANNELS = ("a/b/c", "x" * 200, "\u00e9\u00e8", "temperature", 'quote"s', "other")


def series() -> dict[str, set[tuple[str, ...]]]:
    """Return the label values of each metric of ingest."""
    return {
        family.name + ("_total" if family.type == "counter" else ""): {
            tuple(value for label, value in sample.labels.items() if label != "le")
            for sample in family.samples
        }
        for family in REGISTRY.collect()
        if family.name.startswith("isotherm_ingest_")
    }


async def test_odd_messages_make_no_series(world: World) -> None:
    before = series()
    async with world.ingest() as service:
        delivered = service.source.delivered
        for channel in CHANNELS:
            await world.send(*ODD, channel=channel)
        await until(lambda: service.source.delivered >= delivered + len(ODD), "messages")
        await world.decoded(len(ODD) * len(CHANNELS))

    assert await world.sql.fetchval("SELECT count(DISTINCT reason) FROM reject_counted") >= 5
    assert series() == before
    assert before["isotherm_ingest_rejects_total"] == {(reason.value,) for reason in Reason}
    assert DEVICE not in str(before)
    assert before.keys() <= DEFINED.keys()
