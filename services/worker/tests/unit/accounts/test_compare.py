"""Each difference between database and broker has a name, a cure, and commands if it is live."""

import copy
import json
from typing import Any

import pytest

from isotherm.broker.file import Account, Credential, render
from isotherm.broker.rights import DENIED, SERVICE_ACLS
from isotherm_worker.accounts.compare import Present, Wanted, compare

FRIDGE = Account("fridge", Credential("c2FsdA==", "aGFzaA=="))
OTHER = Account("other", Credential("c2FsdA==", "aW5vdGhlcg=="), disabled=True)
SERVICES = [Account(name, Credential("c2FsdA==", "c2VydmljZQ==")) for name in SERVICE_ACLS]


def wanted(*accounts: Account, waiting: frozenset[str] = frozenset()) -> Wanted:
    devices = {account.username: account for account in accounts}
    return Wanted(devices, waiting, dict.fromkeys(devices, 1), 7)


@pytest.fixture
def broker() -> dict[str, Any]:
    """Return the documents of a broker that has both devices."""
    file = json.loads(render([*SERVICES, FRIDGE, OTHER], 7))
    return {
        "clients": {client["username"]: client for client in file["clients"]},
        "roles": {role["rolename"]: role for role in file["roles"]},
        "groups": frozenset(),
        "default_access": dict(DENIED),
    }


def found(broker: dict[str, Any], *accounts: Account, **options: Any) -> list[tuple[str, str, str]]:
    accounts = accounts or (FRIDGE, OTHER)
    differences = compare(wanted(*accounts, **options), Present(**broker))
    assert all(
        bool(difference.commands) == (difference.cure == "live") for difference in differences
    )
    return [(difference.name, difference.kind, difference.cure) for difference in differences]


def commands(broker: dict[str, Any]) -> list[Any]:
    differences = compare(wanted(FRIDGE, OTHER), Present(**broker))
    return [command for difference in differences for command in difference.commands]


def test_what_was_rendered_does_not_differ(broker: dict[str, Any]) -> None:
    assert found(broker) == []


def test_a_missing_client_cannot_be_mended_live(broker: dict[str, Any]) -> None:
    del broker["clients"]["fridge"], broker["roles"]["device-fridge"]
    assert found(broker) == [("fridge", "missing", "render")]


def test_a_missing_service_is_in_the_file(broker: dict[str, Any]) -> None:
    del broker["clients"]["service:ingest"]
    assert found(broker) == [("service:ingest", "missing", "render")]


def test_another_password_is_replaced_by_a_new_one(broker: dict[str, Any]) -> None:
    broker["clients"]["fridge"]["textdescription"] = "credential 0"
    assert found(broker) == [("fridge", "credential", "rotate")]


@pytest.mark.parametrize("missing", [True, False])
def test_what_waits_for_its_password_is_no_difference(
    broker: dict[str, Any], missing: bool
) -> None:
    if missing:
        del broker["clients"]["fridge"]
    else:
        broker["clients"]["fridge"]["textdescription"] = "credential 0"
    assert found(broker, waiting=frozenset({"fridge"})) == []


def test_a_surplus_client_goes_with_its_role(broker: dict[str, Any]) -> None:
    assert found(broker, FRIDGE) == [("other", "surplus", "live")]
    [difference] = compare(wanted(FRIDGE), Present(**broker))
    assert difference.commands == (
        {"command": "deleteClient", "username": "other"},
        {"command": "deleteRole", "rolename": "device-other"},
    )


@pytest.mark.parametrize("name", ["admin", "service:else", "a/+", "#", ""])
def test_a_foreign_client_of_any_name_is_surplus(broker: dict[str, Any], name: str) -> None:
    broker["clients"][name] = {"username": name, "roles": [], "groups": []}
    assert found(broker) == [(name, "surplus", "live")]


def test_what_is_enabled_or_disabled_by_hand(broker: dict[str, Any]) -> None:
    del broker["clients"]["other"]["disabled"]
    broker["clients"]["fridge"]["disabled"] = True
    assert found(broker) == [("fridge", "disabled", "live"), ("other", "enabled", "live")]
    assert commands(broker) == [
        {"command": "enableClient", "username": "fridge"},
        {"command": "disableClient", "username": "other"},
    ]


@pytest.mark.parametrize(
    ("acls", "detail"),
    [
        ([], "it lacks publishClientSend sensors/fridge/#"),
        (
            [("publishClientSend", "sensors/fridge/#", True), ("subscribePattern", "#", True)],
            "it has too much: subscribePattern #",
        ),
        (
            [("publishClientSend", "sensors/fridge/#", False)],
            "it has too much: publishClientSend sensors/fridge/#;"
            " it lacks publishClientSend sensors/fridge/#",
        ),
    ],
)
def test_other_rights_are_set_back(
    broker: dict[str, Any], acls: list[tuple[str, str, bool]], detail: str
) -> None:
    right = copy.deepcopy(broker["roles"]["device-fridge"])
    broker["roles"]["device-fridge"]["acls"] = [
        {"acltype": kind, "topic": topic, "priority": 0, "allow": allow}
        for kind, topic, allow in acls
    ]
    [difference] = compare(wanted(FRIDGE, OTHER), Present(**broker))
    assert (difference.kind, difference.detail) == ("role_rights", detail)
    assert difference.commands == ({"command": "modifyRole", **right},)


def test_roles_are_made_before_they_are_given(broker: dict[str, Any]) -> None:
    del broker["roles"]["device-fridge"]
    broker["clients"]["fridge"]["roles"] = []
    assert [command["command"] for command in commands(broker)] == ["createRole", "modifyClient"]


def test_foreign_roles_are_taken_away_and_deleted(broker: dict[str, Any]) -> None:
    broker["roles"]["all"] = {"rolename": "all", "acls": []}
    broker["clients"]["fridge"]["roles"].append({"rolename": "all"})
    assert found(broker) == [("fridge", "roles", "live"), ("all", "role_surplus", "live")]


def test_a_group_is_left_and_shown(broker: dict[str, Any]) -> None:
    """Mosquitto 2.0 crashes when the anonymous group is deleted."""
    broker["groups"] = frozenset({"g"})
    broker["clients"]["fridge"]["groups"] = [{"groupname": "g"}]
    assert found(broker) == [("fridge", "roles", "live"), ("g", "group", "render")]


@pytest.mark.parametrize(
    ("name", "client_id"),
    [("fridge", "isotherm:ingest:a"), ("fridge", None), ("service:admin", "x")],
)
def test_another_client_id_is_set_back(
    broker: dict[str, Any], name: str, client_id: str | None
) -> None:
    right = broker["clients"][name]["clientid"]
    broker["clients"][name]["clientid"] = client_id
    assert found(broker) == [(name, "client_id", "live")]
    assert commands(broker) == [{"command": "modifyClient", "username": name, "clientid": right}]


def test_a_service_may_use_any_client_id(broker: dict[str, Any]) -> None:
    broker["clients"]["service:ingest"]["clientid"] = "one"
    assert commands(broker) == [
        {"command": "modifyClient", "username": "service:ingest", "clientid": ""}
    ]


def test_what_no_role_names_is_denied_again(broker: dict[str, Any]) -> None:
    broker["default_access"]["subscribe"] = True
    assert found(broker) == [("default access", "default_access", "live")]
