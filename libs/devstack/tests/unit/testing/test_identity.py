"""A Keycloak for tests has the demo's people with fixed passwords, so that its database is kept."""

from pathlib import Path

from isotherm_devstack.demo.people import PEOPLE
from isotherm_devstack.parts.realm import TEST_CLIENT
from isotherm_devstack.testing import identity
from isotherm_devstack.testing.identity import keycloak_in, password_of


def test_each_person_of_the_demo_has_their_own_password() -> None:
    passwords = {
        user["username"]: user["credentials"][0]["value"]
        for user in identity.test_realm()["users"]
        if "credentials" in user
    }
    assert passwords == {person.username: password_of(person.username) for person in PEOPLE}
    assert len(set(passwords.values())) == len(PEOPLE)


def test_only_the_client_of_tests_gives_out_tokens_for_a_password() -> None:
    clients = identity.test_realm()["clients"]
    direct = [client["clientId"] for client in clients if client.get("directAccessGrantsEnabled")]
    assert direct == [TEST_CLIENT]


def test_nothing_is_started_and_every_session_can_use_the_same_database(tmp_path: Path) -> None:
    snapshots = tmp_path / "snapshots"
    snapshots.mkdir()
    servers = [keycloak_in(tmp_path / name, snapshots) for name in ("first", "second")]
    assert list(tmp_path.iterdir()) == [snapshots]
    for server in servers:
        (server.home / "data" / "h2").mkdir(parents=True)
        server.keep_snapshot()
    assert len(list(snapshots.iterdir())) == 1
    assert servers[0].port != servers[0].management_port
