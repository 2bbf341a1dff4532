"""Place plain messages: as columns sorted by key, and whatever needs care one by one."""

from both_ways import KNOWN, registry
from ingest_parts import chunk, message

from isotherm_ingest.batch.untimed import RecentUntimed
from isotherm_ingest.decode.decode_batch import Dating, decode_batch
from isotherm_ingest.mqtt.arrivals import Arrivals
from isotherm_ingest.place.place_batch import place_batch
from isotherm_ingest.place.registry import Channel, Registry


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
