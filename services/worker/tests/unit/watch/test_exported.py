"""What the broker says of itself becomes metrics that survive its restarts, and end with it."""

from math import isnan

from prometheus_client import REGISTRY

from isotherm_worker.watch.exported import Exported
from isotherm_worker.watch.readout import Readout


def value(name: str, **labels: str) -> float:
    sample = REGISTRY.get_sample_value(f"isotherm_worker_broker_{name}", labels)
    assert sample is not None, name
    return sample


def test_gauges_are_as_the_broker_says_and_unknown_without_it() -> None:
    exported = Exported()
    exported.export(Readout(clients=7, clients_disconnected=2, subscriptions=9, retained=40))

    assert value("clients", state="connected") == 7
    assert value("clients", state="disconnected") == 2
    assert (value("subscriptions"), value("retained_messages")) == (9, 40)
    exported.export(Readout(clients=8))
    assert value("clients", state="connected") == 8
    assert isnan(value("subscriptions"))
    exported.forget()
    assert isnan(value("clients", state="connected"))


def test_counters_rise_by_what_the_broker_counted_meanwhile() -> None:
    exported, before = Exported(), value("messages_total", direction="received")

    def risen() -> float:
        return value("messages_total", direction="received") - before

    exported.export(Readout(messages_received=1_000))
    assert risen() == 0, "nobody knows when these were counted"
    exported.export(Readout(messages_received=1_030))
    assert risen() == 30
    exported.export(Readout())
    exported.export(Readout(messages_received=1_030))
    assert risen() == 30
    exported.forget()
    exported.export(Readout(messages_received=4))
    assert risen() == 34, "the broker has restarted and counts from 0"


def test_directions_are_counted_apart() -> None:
    names = [("bytes_total", "received"), ("bytes_total", "sent"), ("messages_total", "sent")]
    before = [value(name, direction=direction) for name, direction in names]
    exported = Exported()
    exported.export(Readout(bytes_received=0, bytes_sent=0, messages_sent=0))
    exported.export(Readout(bytes_received=1, bytes_sent=20, messages_sent=300))

    after = [value(name, direction=direction) for name, direction in names]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 20, 300]
