"""One trace through all parts: from a device's message to COMMIT. Each is printed as a tree."""

import json
import os
import secrets
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from aiomqtt import ProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from e2e_stack import Stack
from e2e_traces import below, linked_to, spans_when
from isotherm.names import topic
from isotherm_devstack.lifecycle.traces import Span, load_spans, tree

DEVICE = "northgate-hall-a"


@pytest.fixture(autouse=True)
def _recorded(stack: Stack) -> None:
    if "ISOTHERM_STACK" in os.environ and not load_spans(stack.home / "log"):
        pytest.skip("the running stack was not started with ISOTHERM_OTLP_ENDPOINT=console")


def device_span(trace_id: str, span_id: str) -> Span:
    """The span that a device that is traced would record of its own publishing."""
    return {
        "span": "publish", "service": DEVICE, "trace_id": trace_id, "span_id": span_id,
        "parent_span_id": None, "start": datetime.now(UTC).isoformat(), "duration_ms": 0.0,
        "status": "ok", "attributes": {"messaging.system": "mqtt"}, "links": [],
    }  # fmt: skip


async def test_a_devices_trace_leads_to_the_commit_of_its_reading(
    stack: Stack, record_property: Any
) -> None:
    trace_id, span_id = secrets.token_hex(16), secrets.token_hex(8)
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho
    properties.UserProperty = ("traceparent", f"00-{trace_id}-{span_id}-01")
    reading = json.dumps({"value": -20.5, "time": int(time.time() * 1000)})
    options = {"qos": 1, "properties": properties}
    async with stack.device(DEVICE, protocol=ProtocolVersion.V5) as device:
        await device.publish(topic(DEVICE, "temperature"), reading, **options)

    spans = await spans_when(stack, lambda spans: linked_to(spans, trace_id))

    [batch] = linked_to(spans, trace_id)
    assert (batch["span"], batch["service"]) == ("ingest batch", "isotherm-ingest")
    assert {"trace_id": trace_id, "span_id": span_id} in batch["links"]
    steps = below(spans, batch)
    assert steps.keys() == {"decode", "place", "store"}
    assert below(spans, steps["store"]).keys() == {"COMMIT"}
    record_property("trace", tree([device_span(trace_id, span_id), *spans], trace_id))
