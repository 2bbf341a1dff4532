"""Fault values and the plausible range of a channel: what is refused, so that nothing is hidden."""

import asyncio
from typing import Any

import pytest_asyncio
from dated_settings import DAY, LIMITS, NOW, change, insert_fridge

from isotherm.instants import to_ms


@pytest_asyncio.fixture(loop_scope="session")
async def fridge(world: Any) -> int:
    """The sensor of `insert_fridge`; the home site of its device is the sensor's."""
    sensor = await insert_fridge(world)
    await world.connection.execute("UPDATE device SET site_id = (SELECT id FROM site)")
    return sensor


async def channel_path(world: Any) -> str:
    row = await world.connection.fetchrow(
        "SELECT d.name AS device, c.name FROM channel c JOIN device d ON d.id = c.device_id"
    )
    return f"/devices/{row['device']}/channels/{row['name']}"


async def patch(api: Any, world: Any, person: str = "otto", tag: str = "*", **body: Any) -> Any:
    path = await channel_path(world)
    return await api.ask(person, path, method="PATCH", json=body, headers={"If-Match": tag})


def wrong(answer: Any) -> tuple[str, str]:
    """Return field and sentence of a refused request."""
    assert answer.status_code == 422, answer.text
    [error] = answer.json()["errors"]
    return error["field"], error["message"]


async def test_operators_set_fault_values_and_a_plausible_range(
    api: Any, world: Any, fridge: int
) -> None:
    body = {
        "fault_values": [999, -0.0, 85.5, 999],
        "plausible_low": -40,
        "plausible_high": 150.00004,
    }
    assert (await patch(api, world, "vera", **body)).status_code == 404
    changed = await patch(api, world, **body)
    assert changed.status_code == 200, changed.text
    after = {"fault_values": [0.0, 85.5, 999.0], "plausible_low": -40.0, "plausible_high": 150.0}
    assert {name: changed.json()[name] for name in after} == after
    # null clears a bound; a list is emptied by an empty one
    cleared = await patch(api, world, plausible_low=None, fault_values=None)
    assert (cleared.json()["plausible_low"], len(cleared.json()["fault_values"])) == (None, 3)
    emptied = await patch(api, world, fault_values=[])
    assert (emptied.json()["plausible_high"], emptied.json()["fault_values"]) == (150.0, [])
    raced = await patch(api, world, tag=changed.json()["etag"], fault_values=[1])
    assert raced.status_code == 412
    rows = await world.connection.fetch(
        "SELECT action, actor, before::text, after::text FROM audit ORDER BY id"
    )
    assert [row["action"] for row in rows] == ["channel.change"] * 3
    assert rows[0]["actor"] == "otto"
    assert rows[0]["before"] == (
        '{"fault_values": [], "plausible_low": null, "plausible_high": null}'
    )
    assert rows[0]["after"] == (
        '{"fault_values": [0.0, 85.5, 999.0], "plausible_low": -40.0, "plausible_high": 150.0}'
    )


async def test_a_range_holds_the_limits_in_force(api: Any, world: Any, fridge: int) -> None:
    await world.limits(fridge, NOW - 9 * DAY, -90, 300)  # in force no more
    await world.limits(fridge, NOW - 5 * DAY, -70, 110)
    for body, field, words in (
        ({"plausible_high": 110}, "plausible_high", "above the high limit of Fridge, 110 °C"),
        ({"plausible_low": -70}, "plausible_low", "below the low limit of Fridge, \u221270 °C"),
    ):
        refused, said = wrong(await patch(api, world, **body))
        assert refused == field
        assert words in said
    kept = await patch(api, world, plausible_low=-71, plausible_high=111)
    assert kept.status_code == 200, kept.text
    # whoever may not see the sensor's site learns neither its name nor its limits
    other = await world.site("other")
    await world.grant(other, "operator", username="olga")
    await world.connection.execute("UPDATE device SET site_id = $1", other)
    refused, said = wrong(await patch(api, world, "olga", plausible_high=100))
    assert "a sensor that you may not see" in said
    assert "110" not in said


async def test_limits_beyond_the_range_of_a_channel_are_refused(
    api: Any, world: Any, fridge: int
) -> None:
    assert (await patch(api, world, plausible_low=-50, plausible_high=100)).status_code == 200
    for since in (None, to_ms(NOW - DAY)):
        answer = await change(api, LIMITS, "*", since=since, low=2, high=100)
        field, said = wrong(answer)
        assert field == "high"
        assert "has to be below 100 °C, where the plausible range of" in said
    assert wrong(await change(api, LIMITS, "*", since=None, low=-50, high=None))[0] == "low"
    assert (await change(api, LIMITS, "*", since=None, low=-49, high=99)).status_code == 200
    # limits that others have superseded cannot hide anything
    early = await change(api, LIMITS, "*", since=to_ms(NOW - DAY), low=2, high=200)
    assert early.status_code == 200, early.text
    gone = await api.ask(
        "mira", f"{LIMITS}/{to_ms(NOW)}", method="DELETE", headers={"If-Match": "*"}
    )
    assert wrong(gone)[0] == "high"
    assert len((await api.get("mira", LIMITS))["items"]) == 2


async def test_a_channel_whose_range_is_too_narrow_is_not_installed(
    api: Any, world: Any, fridge: int
) -> None:
    site = await world.connection.fetchval("SELECT id FROM site")
    oven = await world.sensor(site, "oven")
    await world.limits(oven, NOW - DAY, None, 250)
    await world.propose("probe", site)
    await world.connection.execute(
        "UPDATE channel SET plausible_high = 150 FROM device d"
        " WHERE d.id = device_id AND d.name = 'probe'"
    )
    body: dict[str, Any] = {"device": "probe", "channel": "temperature", "from": to_ms(NOW - DAY)}
    path = "/sensors/s/oven/installations"
    refused = await api.ask("mira", path, method="POST", json=body)
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith("The high limit of Oven, 250 °C, has to be below")
    by_proposal = await api.install_proposal({"sensor": "s/oven"}, "mira")
    assert by_proposal.status_code == 409
    new = {"site": "s", "name": "Kiln", "high": 900}
    assert (await api.install_proposal({"new_sensor": new}, "mira")).status_code == 409
    # an ended installation is one of the past, until somebody prolongs it
    ended = await api.ask("mira", path, method="POST", json=body | {"to": to_ms(NOW)})
    assert ended.status_code == 201, ended.text
    longer = await api.ask(
        "mira", f"{path}/{ended.json()['id']}", method="PATCH", json={"to": None},
        headers={"If-Match": "*"},
    )  # fmt: skip
    assert longer.status_code == 409


async def test_of_two_who_change_limits_and_range_at_once_one_is_refused(
    api: Any, world: Any, fridge: int
) -> None:
    for _ in range(5):
        answers = await asyncio.gather(
            patch(api, world, plausible_high=100),
            change(api, LIMITS, "*", since=None, low=None, high=120),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 422]
        assert (await patch(api, world, plausible_high=None)).status_code == 200
        cleared = await change(api, LIMITS, "*", since=None, low=2, high=8)
        assert cleared.status_code == 200
