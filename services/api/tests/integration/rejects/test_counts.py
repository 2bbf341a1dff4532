"""What is counted of a range is what is listed of it, at any ends; the rest counts by hour."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm.instants import to_ms

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MINUTES = [-150, -121, -120, -119, -61, -60, -59, -31, -30, -1]
"""When rejects were received, before noon."""
NOT_KEPT = 5
"""More of each hour that were only counted."""


async def fill(world: Any) -> None:
    """Insert the rejects of `probe`, half of each reason, with their counts by hour."""
    for n, minutes in enumerate(MINUTES):
        at = NOON + minutes * MINUTE
        reason = "not_json" if n % 2 else "bad_unit"
        await world.connection.execute(
            "INSERT INTO reject (received_at, topic, device_name, channel_name, reason, detail,"
            " payload, payload_bytes, instance) VALUES ($1, 't', 'probe', 'c', $2, '', '', 0, 'a')",
            at,
            reason,
        )
        await world.connection.execute(
            f"INSERT INTO {'reject_hour' if minutes < -60 else 'reject_count'}"
            " (hour, device_name, reason, channel_name, count, kept) VALUES ($1, $2, $3, $4, 1, 1)",
            at.replace(minute=0),
            "probe",
            reason,
            f"c{n}",
        )
    for hour in (1, 2, 3):
        await world.connection.execute(
            "INSERT INTO reject_count (hour, device_name, reason, count, kept)"
            " VALUES ($1, 'probe', 'not_json', $2, 0)",
            NOON - hour * HOUR,
            NOT_KEPT,
        )


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (-180, 0, 3), (-120, 0, 2), (-120, -60, 1), (-121, -59, 3), (-119, -61, 1), (-45, -15, 1),
        (-150, -30, 3), (-60, -59, 1), (-30, 30, 1), (-61, -60, 1), (10, 20, 0),
    ],
)  # fmt: skip
async def test_counts_are_those_of_what_is_listed(
    api: Any, world: Any, start: int, end: int, hours: int
) -> None:
    here = await world.site("here")
    await world.channel("probe", here)
    await world.grant(here, "operator", username="olga")
    await fill(world)
    span = {"from": to_ms(NOON + start * MINUTE), "to": to_ms(NOON + end * MINUTE)}
    listed = sum(start <= minutes < end for minutes in MINUTES)
    for person in ("ada", "olga"):
        document = await api.get(person, "/rejects", **span)
        assert len(document["items"]) == listed
        for row in document["counts"]:
            items = [item for item in document["items"] if item["reason"] == row["reason"]]
            assert row["kept"] == len(items)
            more = hours * NOT_KEPT if row["reason"] == "not_json" else 0
            assert row["count"] == row["kept"] + more
        assert sum(row["count"] for row in document["counts"]) == listed + hours * NOT_KEPT


@pytest.mark.parametrize("minutes", [-200, -150, -120, -60, -31, -1, 30])
async def test_counts_begin_with_the_registration_as_the_list_does(
    api: Any, world: Any, minutes: int
) -> None:
    """A device that was registered cannot have sent what came before."""
    here = await world.site("here")
    await world.channel("probe", here)
    await world.grant(here, "operator", username="olga")
    await fill(world)
    await world.connection.execute(
        "UPDATE device SET credential_version = 1, created_at = $1", NOON + minutes * MINUTE
    )
    for start in (-180, -130, -45):
        span = {"from": to_ms(NOON + start * MINUTE), "to": to_ms(NOON + MINUTE)}
        document = await api.get("olga", "/rejects", **span)
        listed = sum(max(start, minutes) <= at for at in MINUTES)
        assert len(document["items"]) == sum(row["kept"] for row in document["counts"]) == listed
