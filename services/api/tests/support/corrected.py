"""A fridge whose readings are corrected, and requests that correct them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CORRECTIONS = "/sensors/s/fridge/corrections"
STEP = 10 * MINUTE


async def insert_fridge(world: Any) -> tuple[int, int]:
    """Insert a sensor with two days of 4 °C, every ten minutes; return its and its channel's id.

    Its limits are 2 and 8 °C. There are viewer `vera`, operators `otto` and `olga`.
    """
    site = await world.site("s", "UTC")
    sensor, channel = await world.fed(site, "fridge", STEP.total_seconds())
    await world.limits(sensor, NOW - 10 * DAY, 2, 8)
    steps = 2 * DAY // STEP
    await world.readings(channel, [(NOW - 2 * DAY + n * STEP, 4.0, 0) for n in range(steps)])
    for name, role in (("vera", "viewer"), ("otto", "operator"), ("olga", "operator")):
        await world.grant(site, role, username=name)
    return sensor, channel


def body(
    kind: str = "set_aside",
    since: datetime = NOW - 6 * HOUR,
    until: datetime = NOW - 5 * HOUR,
    **other: Any,
) -> dict[str, Any]:
    """Return the body of a request; None leaves a field out."""
    needed: dict[str, Any] = {
        "unit": {"read_as": "C", "sent_as": "F"},
        "time": {"shift_ms": 3_600_000},
    }.get(kind, {})
    sent = {"kind": kind, "from": to_ms(since), "to": to_ms(until), "reason": "Door open"}
    return {name: value for name, value in (sent | needed | other).items() if value is not None}


async def post(api: Any, sent: dict[str, Any], person: str = "otto", path: str = "") -> Any:
    """Return the response to a request that corrects, tries or undoes."""
    return await api.ask(person, f"{CORRECTIONS}{path}", method="POST", json=sent)


async def make(api: Any, kind: str = "set_aside", person: str = "otto", **other: Any) -> Any:
    """Make a correction and return its document."""
    answer = await post(api, body(kind, **other), person)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def undo(api: Any, correction: dict[str, Any], person: str = "olga", **sent: Any) -> Any:
    """Undo a correction and return its document."""
    answer = await post(api, sent, person, f"/{correction['id']}/undo")
    assert answer.status_code == 200, answer.text
    return answer.json()
