"""The broker's file holds each account's permissions, and passwords only as hashes."""

import base64
import hashlib
import json

import pytest

from isotherm.broker.file import Account, credential_for, render
from isotherm.names import INGEST_ACCOUNT, WORKER_ACCOUNT


def test_a_credential_is_the_hash_mosquitto_makes() -> None:
    credential = credential_for("a long password")
    salt = base64.b64decode(credential.salt)
    expected = hashlib.pbkdf2_hmac("sha512", b"a long password", salt, 101, 64)
    assert base64.b64decode(credential.hash) == expected
    assert len(salt) == 12


def test_two_credentials_of_one_password_differ() -> None:
    assert credential_for("same").hash != credential_for("same").hash


def test_a_device_may_only_publish_below_its_own_name() -> None:
    file = json.loads(render([Account("fridge-7", credential_for("x"))]))
    (role,) = file["roles"]
    assert [(acl["acltype"], acl["topic"]) for acl in role["acls"]] == [
        ("publishClientSend", "sensors/fridge-7/#")
    ]
    assert not any(file["defaultACLAccess"].values())


def test_ingest_subscribes_to_sensors_by_the_shared_form_only() -> None:
    file = json.loads(render([Account(INGEST_ACCOUNT, credential_for("x"))]))
    subscribed = {
        acl["topic"] for acl in file["roles"][0]["acls"] if acl["acltype"] == "subscribePattern"
    }
    assert "$share/isotherm/sensors/#" in subscribed
    assert "sensors/#" not in subscribed


def test_ingest_reads_nothing_of_the_broker_itself() -> None:
    file = json.loads(render([Account(INGEST_ACCOUNT, credential_for("x"))]))
    topics = {acl["topic"] for acl in file["roles"][0]["acls"]}
    assert not any(topic.startswith("$SYS") for topic in topics)


def test_worker_receives_ticks_and_broker_topics_but_no_readings() -> None:
    file = json.loads(render([Account(WORKER_ACCOUNT, credential_for("x"))]))
    received = {
        acl["topic"] for acl in file["roles"][0]["acls"] if acl["acltype"] == "publishClientReceive"
    }
    assert received == {"isotherm/tick", "$SYS/#"}


def test_no_service_may_administer_the_broker() -> None:
    services = (INGEST_ACCOUNT, WORKER_ACCOUNT)
    rendered = render([Account(name, credential_for("x")) for name in services])
    assert "$CONTROL" not in rendered


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
