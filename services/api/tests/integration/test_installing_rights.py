"""Who may give a sensor readings, and who may take them away."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PATH = "/sensors/s/fridge/installations"


async def test_who_may_install_at_two_sites(api: Any, world: Any) -> None:
    """A device of another site takes an operator at both; a homeless one an administrator."""
    here, there = await world.site("s"), await world.site("t")
    await world.sensor(here, "fridge")
    await world.channel("stray", None)
    await world.channel("theirs", there)
    for person, at_here, at_there in (
        ("one", "operator", None),
        ("two", "operator", "viewer"),
        ("three", "viewer", "operator"),
        ("both", "operator", "operator"),
    ):
        await world.grant(here, at_here, username=person)
        if at_there:
            await world.grant(there, at_there, username=person)
    for person, status in (("one", 404), ("two", 404), ("three", 403)):
        answer = await api.install("theirs", NOW - HOUR, person)
        assert answer.status_code == status, person
    assert (await api.install("stray", NOW - HOUR, "both")).status_code == 404
    made = await api.install("theirs", NOW - HOUR, "both")
    assert made.status_code == 201

    async def change(person: str, body: dict[str, Any]) -> int:
        url = f"{PATH}/{made.json()['id']}"
        answer = await api.ask(person, url, method="PATCH", json=body, headers={"If-Match": "*"})
        return int(answer.status_code)

    # an operator of the sensor's site may take readings away, and not give more of them
    assert await change("two", {"to": to_ms(NOW - MINUTE)}) == 200
    assert await change("two", {"to": to_ms(NOW)}) == 403
    assert await change("two", {"from": to_ms(NOW - 2 * HOUR)}) == 403
    assert await change("both", {"from": to_ms(NOW - 2 * HOUR), "to": None}) == 200
    assert (await api.install("stray", NOW, "ada", replace=True)).status_code == 201


async def test_a_channel_is_not_taken_from_a_sensor_of_others(api: Any, world: Any) -> None:
    """Its device is mine, what it feeds is not: neither named to me nor ended by me."""
    here, there = await world.site("s"), await world.site("t")
    await world.sensor(here, "fridge")
    mine = await world.channel("mine", here)
    await world.install(mine, await world.sensor(there, "secret"))
    await world.grant(here, "operator", username="olga")
    await world.grant(here, "operator", username="vic")
    await world.grant(there, "viewer", username="vic")
    before = (await api.get("ada", "/sensors/t/secret/installations"))["items"]
    for replace in (False, True):
        answer = await api.install("mine", NOW - HOUR, "olga", replace=replace)
        assert answer.status_code == 409
        assert "secret" not in answer.text
        assert answer.json()["in_the_way"][0]["sensor"] is None
    assert (await api.install("mine", NOW - HOUR, "vic")).status_code == 409
    assert (await api.install("mine", NOW - HOUR, "vic", replace=True)).status_code == 403
    assert (await api.get("ada", "/sensors/t/secret/installations"))["items"] == before
