"""The broker: where devices connect, and how far its accounts are what the database says."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from device_changes import people

from isotherm.instants import to_ms
from isotherm_api.administration import Administration


async def test_those_who_see_devices_see_where_they_connect(api: Any, world: Any) -> None:
    await people(world)
    public = replace(
        api.services.administration, host="mqtt.example", port=1884, tls_port=8883, ca="PEM"
    )
    api.app.state.services = replace(api.services, administration=public)
    expected = {
        "administration": "mosquitto", "host": "mqtt.example", "port": 1884, "tls_port": 8883,
        "ca": "PEM", "seen": None, "connected": False, "error": None,
    }  # fmt: skip
    assert await api.get("operator", "/broker") == expected
    for person in ("viewer", "nobody"):
        assert (await api.ask(person, "/broker")).status_code == 403
    assert public.sealing_key not in (await api.ask("ada", "/broker")).text


@pytest.mark.parametrize(("age_s", "connected"), [(59, True), (61, False)])
async def test_a_worker_that_is_away_is_not_connected(
    api: Any, world: Any, age_s: int, connected: bool
) -> None:
    seen = api.clock.now() - timedelta(seconds=age_s)
    await world.connection.execute("UPDATE account_state SET connected = true, seen_at = $1", seen)
    broker = await api.get("ada", "/broker")
    assert (broker["connected"], broker["seen"]) == (connected, to_ms(seen))


async def test_administrators_see_what_differs(api: Any, world: Any) -> None:
    await world.connection.execute(
        "UPDATE account_state SET checked_at = $1, held_since = $1, generation = 4,"
        " broker_generation = 9, difference_count = 1, differences ="
        """ '[{"name": "probe", "kind": "missing", "detail": "d", "cure": "rotate"}]'""",
        api.clock.now(),
    )
    await world.connection.execute(
        "INSERT INTO broker_account (name, version, disabled, applied_at)"
        " VALUES ('stranger', 1, false, now())"
    )
    now = to_ms(api.clock.now())
    assert await api.get("ada", "/broker/accounts") == {
        "checked": now, "generation": 4, "broker_generation": 9, "held": now, "wanted": None,
        "pending": 1, "count": 1,
        "differences": [{"name": "probe", "kind": "missing", "detail": "d", "cure": "rotate"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("verb", "column"), [("check", "check_wanted_at"), ("apply", "apply_wanted_at")]
)
async def test_an_administrator_asks_worker(api: Any, world: Any, verb: str, column: str) -> None:
    answer = await api.ask("ada", f"/broker/accounts/{verb}", method="POST")
    assert answer.status_code == 202, answer.text
    assert answer.json()["wanted"] is not None
    row = await world.connection.fetchrow("SELECT * FROM account_state")
    assert row[column] is not None
    assert row["wanted_by"] == "ada"
    actions = [row["action"] for row in await world.connection.fetch("SELECT action FROM audit")]
    assert actions == (["broker.apply"] if verb == "apply" else [])
    api.clock.instant = row[column] + timedelta(minutes=9)
    assert (await api.get("ada", "/broker/accounts"))["wanted"] == to_ms(row[column])
    api.clock.instant += timedelta(minutes=1)
    assert (await api.get("ada", "/broker/accounts"))["wanted"] is None
    api.app.state.services = replace(api.services, administration=Administration())
    again = await api.ask("ada", f"/broker/accounts/{verb}", method="POST")
    assert again.status_code == 409
