"""Spans of batches on real parts: from devices' messages to COMMIT, whatever the messages are."""

import asyncio
import json
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest
from contract import PAGE
from ingest_world import DEVICE, World, until
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from isotherm.instants import SystemClock
from isotherm.names import TICK_TOPIC, WORKER_ACCOUNT
from isotherm.process.tracing import Remote, parse_traceparent
from isotherm.process.tracing.collected import Collected, collected
from isotherm_devstack.host.system import require
from isotherm_ingest import batch_span

Link = dict[str, str]
TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collected]:
    monkeypatch.setattr(batch_span, "MOST_A_SECOND", 1_000)  # each batch of a test counts
    with collected() as collection:
        yield collection


def traced(number: int, *values: str) -> tuple[dict[str, Any], Link]:
    """Return how to publish with a `traceparent`, and the link that follows."""
    link = {"trace_id": TRACE, "span_id": f"{number:016x}"}
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho
    default = f"00-{TRACE}-{link['span_id']}-01"
    properties.UserProperty = [("traceparent", value) for value in values or (default,)]
    return {"properties": properties}, link


def links(spans: Collected) -> list[Link]:
    return [link for batch in spans.named("ingest batch") for link in batch["links"]]


async def test_a_trace_leads_from_a_device_to_commit(world: World, spans: Collected) -> None:
    how, link = traced(1)
    async with world.ingest():
        await world.send("21.4", **how)
        await until(lambda: spans.named("ingest batch"), "the batch's span")
    [batch] = spans.named("ingest batch")
    assert (batch["kind"], batch["parent_span_id"], batch["links"]) == ("consumer", None, [link])
    assert batch["attributes"] == {
        "messaging.system": "mqtt",
        "messaging.operation.name": "store",
        "messaging.operation.type": "process",
        "messaging.batch.message_count": 1,
        "isotherm.decoded": 1,
        "isotherm.undecodable": 0,
        "isotherm.stored": 1,
        "isotherm.duplicate": 0,
        "isotherm.rejected": 0,
        "isotherm.ignored": 0,
    }
    children = spans.children(batch)
    assert [child["span"] for child in children] == ["decode", "place", "store"]
    [commit] = spans.children(children[-1])
    assert (commit["span"], commit["attributes"]["db.system.name"]) == ("COMMIT", "postgresql")
    assert {span["trace_id"] for span in spans.spans} == {batch["trace_id"]}
    assert batch["trace_id"] != TRACE


async def test_the_examples_of_the_page_for_devices_are_linked(
    world: World, spans: Collected
) -> None:
    line, code = (block.split("\n", 1)[1] for block in _page().split("```")[1:4:2])
    values = {
        "BROKER": world.broker.host,
        "1883": str(world.broker.device_port),
        "fridge-7": DEVICE,
        "PASSWORD": world.broker.passwords[DEVICE],
    }
    for word, value in values.items():
        line = line.replace(word, value)
    require("mosquitto_pub")
    async with world.ingest():
        child = await asyncio.create_subprocess_exec(*shlex.split(line.replace("\\\n", "")))
        assert await child.wait() == 0
        await until(lambda: links(spans), "the link")
    assert links(spans) == [{"trace_id": TRACE, "span_id": SPAN}]
    sent = Client()
    names = {"Properties": Properties, "PacketTypes": PacketTypes, "client": sent}
    exec(code, names | {"trace_id": TRACE, "span_id": SPAN})  # noqa: S102  our own page
    assert parse_traceparent(dict(sent.properties)["traceparent"]) == Remote(TRACE, SPAN, True)


class Client:
    """Stands for paho's, and keeps the user properties of what is published."""

    properties: list[tuple[str, str]]

    def publish(self, topic: str, payload: str, qos: int, properties: Any) -> None:
        """Keep the properties."""
        self.properties = properties.UserProperty


def _page() -> str:
    """Return what the page for people who program sensors says about traces."""
    return PAGE.read_text().partition("## Traces\n")[2].partition("\n## ")[0]


async def test_messages_of_every_kind_link_their_devices(world: World, spans: Collected) -> None:
    at = datetime.now(UTC).isoformat()
    payloads = [
        "21.4",  # once its channel is known, this is decoded in bulk
        "21.5",
        json.dumps([{"value": 1, "time": at}, {"value": 2}]),
        json.dumps({"value": 1, "unit": "R"}),
        "hot",
        "",
    ]
    async with world.ingest():
        await world.send("21.3")
        await world.counted(1)
        for number, payload in enumerate(payloads, start=1):
            await world.send(payload, **traced(number)[0])
        await world.send("21.6", qos=0, **traced(len(payloads) + 1)[0])
        expected = [traced(number + 1)[1] for number in range(len(payloads) + 1)]
        await until(lambda: len(links(spans)) >= len(expected), "all links")
    assert links(spans) == expected


async def test_what_is_no_valid_trace_costs_no_reading(world: World, spans: Collected) -> None:
    valid = f"00-{TRACE}-{SPAN}-01"
    wrong = [
        (valid, valid),
        (valid.upper(),),
        (f"ff-{TRACE}-{SPAN}-01",),
        (f"00-{'0' * 32}-{SPAN}-01",),
        (f"00-{TRACE}-{SPAN}-00",),
        ("x" * 30_000,),
        ("",),
    ]
    async with world.ingest():
        for values in wrong:
            await world.send("21.4", **traced(0, *values)[0])
        await world.counted(len(wrong))
    assert links(spans) == []
    assert sum(batch["attributes"]["isotherm.stored"] for batch in spans.named("ingest batch")) == 7


async def test_ticks_alone_leave_no_span(world: World, spans: Collected) -> None:
    async with world.ingest() as service, world.broker.service(WORKER_ACCOUNT) as worker:
        now = int(SystemClock().now().timestamp() * 1000)
        await worker.publish(TICK_TOPIC, str(now), qos=1)
        await until(
            lambda: service.source.delivered == 1 and not service.source.outstanding, "tick"
        )
    assert spans.spans == []


async def test_a_batch_that_had_to_be_stored_again_shows_both_attempts(
    world: World, spans: Collected, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.ingest() as service:
        commit, failures = service.pipeline.store.commit, [asyncpg.DeadlockDetectedError("a value")]

        async def failing(*given: Any) -> Any:
            if failures:
                raise failures.pop()
            return await commit(*given)

        monkeypatch.setattr(
            type(service.pipeline.store), "commit", lambda _, *given: failing(*given)
        )
        await world.send("21.4")
        await until(lambda: spans.named("ingest batch"), "the batch's span")
    [batch] = spans.named("ingest batch")
    first, second = spans.named("store")
    assert (first["status"], first["attributes"]["error.type"]) == (
        "error",
        "DeadlockDetectedError",
    )
    assert (second["status"], batch["status"]) == ("ok", "ok")
    assert "a value" not in str(spans.spans)
