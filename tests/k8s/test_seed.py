"""The button seed: people, grants and silent devices, as in the demo of `make up`."""

from pathlib import Path

import asyncpg
import pytest

from isotherm_devstack.demo.fleet import SILENT
from isotherm_devstack.demo.people import PEOPLE
from isotherm_devstack.state.credentials import Credentials, load_or_generate
from isotherm_devstack.testing.database import Database
from isotherm_devstack.testing.identity import ADMIN_PASSWORD, Identity
from kind_seed import add_demo, server_settings, sign_in

COUNTS = """
SELECT (SELECT count(*) FROM device WHERE state = 'known'), (SELECT count(*) FROM installation),
    (SELECT count(*) FROM access_grant), (SELECT count(*) FROM credential_wish)
"""


@pytest.fixture
def credentials(tmp_path: Path) -> Credentials:
    base = load_or_generate(tmp_path / "secrets.json")
    single = {**base.single, "keycloak_admin": ADMIN_PASSWORD}
    return Credentials(single, base.database, base.services, base.devices, base.people)


async def test_seeding_twice_has_the_same_result(
    keycloak: Identity, database: Database, credentials: Credentials
) -> None:
    settings = server_settings(credentials, keycloak.url)
    granted = sum(person.site is not None for person in PEOPLE)
    for _ in range(2):
        await add_demo(settings, database.owner, credentials)
        connection = await asyncpg.connect(database.owner)
        # the running broker is given the password of each device
        devices = len(SILENT)
        assert tuple(await connection.fetchrow(COUNTS)) == (devices, devices, granted, devices)
        await connection.close()


def test_it_says_who_can_sign_in_and_how_to_send(credentials: Credentials) -> None:
    said = sign_in(credentials)
    assert "http://localhost:3000" in said
    for person in PEOPLE:
        assert f"{person.username:<6} {credentials.people[person.username]}" in said
    device = SILENT[0].device
    assert f"-u {device} -P {credentials.devices[device]} -t sensors/{device}/" in said
