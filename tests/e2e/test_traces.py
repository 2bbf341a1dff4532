"""One trace through all parts: from a device's message to COMMIT, and from a browser's request to
SQL. Each is printed as a tree."""

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
from e2e_traces import access_lines, below, linked_to, of_request, spans_when
from isotherm.names import topic
from isotherm_devstack.lifecycle.traces import Span, load_spans, tree

DEVICE = "northgate-hall-a"
BOTH = {"isotherm-frontend", "isotherm-api"}
FETCH = """async ([path, traceparent]) => {
    const response = await fetch(path, { headers: { traceparent } });
    return [response.status, response.headers.get("x-request-id")];
}"""


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


async def test_a_browsers_request_leads_to_its_sql(
    log_in: Any, stack: Stack, record_property: Any
) -> None:
    page = await log_in("vera")
    path = "/api/v1/sensors/linden-pharmacy/vaccine-fridge-1"
    outside = f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
    status, request_id = await page.evaluate(FETCH, [path, outside])
    assert status == 200

    spans = await spans_when(
        stack, lambda spans: {span["service"] for span in of_request(spans, request_id)} == BOTH
    )

    first, last = of_request(spans, request_id)
    route = "GET /api/v1/sensors/{site}/{sensor}"
    assert (first["span"], first["service"]) == (route, "isotherm-frontend")
    assert first["parent_span_id"] is None
    assert first["trace_id"] not in outside
    client = below(spans, first)[route]
    assert (client["kind"], client["span_id"]) == ("client", last["parent_span_id"])
    assert [name for name in below(spans, last) if name.startswith("SQL ")]
    record_property("trace", tree(spans, first["trace_id"]))

    for part, span in (("frontend", first), ("api", last)):
        [line] = [line for line in access_lines(stack, part) if line["request_id"] == request_id]
        assert line["trace_id"] == span["trace_id"] == first["trace_id"]
        assert line["sensor"] == "linden-pharmacy/vaccine-fridge-1"
