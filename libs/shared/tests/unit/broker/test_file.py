"""The broker's file holds each account's role, and passwords only as hashes."""

import base64
import hashlib
import json

import pytest

from isotherm.broker.file import (
    Account,
    credential_for,
    description_of,
    generation_in,
    is_password_of,
    render,
    with_services,
)
from isotherm.broker.rights import role_name, role_of
from isotherm.names import ADMIN_ACCOUNT, INGEST_ACCOUNT, WORKER_ACCOUNT


def test_a_credential_is_the_hash_mosquitto_makes() -> None:
    credential = credential_for("a long password")
    salt = base64.b64decode(credential.salt)
    expected = hashlib.pbkdf2_hmac("sha512", b"a long password", salt, 101, 64)
    assert base64.b64decode(credential.hash) == expected
    assert len(salt) == 12


def test_two_credentials_of_one_password_differ() -> None:
    assert credential_for("same").hash != credential_for("same").hash


def test_a_credential_is_of_one_password() -> None:
    credential = credential_for("pass wörd")
    assert is_password_of(credential, "pass wörd")
    assert not is_password_of(credential, "pass word")
    assert not is_password_of(credential_for("another"), "pass wörd")


def test_the_file_holds_the_role_of_each_account_and_denies_the_rest() -> None:
    names = [ADMIN_ACCOUNT, INGEST_ACCOUNT, WORKER_ACCOUNT, "fridge-7"]
    file = json.loads(render([Account(name, credential_for("x")) for name in names], 17))
    roles = {role["rolename"]: role for role in file["roles"]}
    assert [roles.pop(role_name(name)) for name in names] == [role_of(name) for name in names]
    assert roles.keys() == {"isotherm-generation"}
    for client in file["clients"]:
        assert client["roles"] == [{"rolename": role_name(client["username"])}]
    assert not any(file["defaultACLAccess"].values())


def test_the_administrators_client_id_is_not_its_user_name() -> None:
    """The devices' listener takes the user name as the client id, and so refuses the account."""
    [client] = json.loads(render([Account(ADMIN_ACCOUNT, credential_for("x"))]))["clients"]
    assert client["clientid"] == "isotherm:admin" != client["username"]


def test_a_disabled_device_is_disabled_in_the_file() -> None:
    accounts = [Account("a", credential_for("x"), disabled=True), Account("b", credential_for("x"))]
    clients = json.loads(render(accounts))["clients"]
    assert [client.get("disabled", False) for client in clients] == [True, False]


def test_a_device_is_described_by_its_credential() -> None:
    credential, other = credential_for("same"), credential_for("same")
    [client] = json.loads(render([Account("a", credential)]))["clients"]
    assert client["textdescription"] == description_of(credential) != description_of(other)
    assert credential.hash not in client["textdescription"]


def test_the_file_tells_its_generation() -> None:
    assert generation_in(render([], 17)) == 17
    assert generation_in(json.dumps({"clients": [], "roles": []})) is None


def test_the_services_of_a_file_are_replaced_and_its_devices_stay() -> None:
    old, device = Account(INGEST_ACCOUNT, credential_for("old")), Account("a", credential_for("x"))
    new = Account(INGEST_ACCOUNT, credential_for("new"))
    file = with_services(render([old, device], 17), [new])
    clients = {client["username"]: client for client in json.loads(file)["clients"]}
    assert clients.keys() == {INGEST_ACCOUNT, "a"}
    assert clients[INGEST_ACCOUNT]["password"] == new.credential.hash
    assert clients["a"]["password"] == device.credential.hash
    roles = [role["rolename"] for role in json.loads(file)["roles"]]
    assert sorted(roles) == ["device-a", "isotherm-generation", f"service-{INGEST_ACCOUNT}"]
    assert generation_in(file) == 17


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"clients": [1], "roles": []}', "null"])
def test_what_is_no_such_file_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting|not a file"):
        generation_in(text)


def test_no_password_is_in_the_file() -> None:
    assert "a long password" not in render([Account("a", credential_for("a long password"))])


def test_a_device_may_use_only_its_own_client_id() -> None:
    accounts = [Account(name, credential_for("x")) for name in ("fridge-7", INGEST_ACCOUNT)]
    clients = {client["username"]: client for client in json.loads(render(accounts))["clients"]}
    assert clients["fridge-7"]["clientid"] == "fridge-7"
    assert "clientid" not in clients[INGEST_ACCOUNT]


@pytest.mark.parametrize("name", ["+", "#", "a/b", ".", "..", "", "other:a", "service:+", "a" * 65])
def test_an_account_of_an_invalid_name_is_refused(name: str) -> None:
    """As a level of a topic, `+` and `#` would let it publish as every device."""
    with pytest.raises(ValueError, match="not a name of a device"):
        render([Account(name, credential_for("x"))])
