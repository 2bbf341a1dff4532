"""Each account may do at the broker only what its part needs."""

import json

import pytest

from isotherm.broker.rights import (
    DENIED,
    SERVICE_ACLS,
    generation_of,
    generation_role,
    role_name,
    role_of,
)
from isotherm.names import ADMIN_ACCOUNT, INGEST_ACCOUNT, WORKER_ACCOUNT


def allowed(username: str) -> list[tuple[str, str]]:
    """Return the kind and topic of each permission of an account."""
    acls = role_of(username)["acls"]
    assert all(acl["allow"] for acl in acls)
    return [(acl["acltype"], acl["topic"]) for acl in acls]


def topics(username: str, kind: str) -> set[str]:
    """Return the topics of an account's permissions of one kind."""
    return {topic for acl_kind, topic in allowed(username) if acl_kind == kind}


def test_a_device_may_only_publish_below_its_own_name() -> None:
    assert allowed("fridge-7") == [("publishClientSend", "sensors/fridge-7/#")]
    assert not any(DENIED.values())


def test_ingest_subscribes_to_sensors_by_the_shared_form_only() -> None:
    subscribed = topics(INGEST_ACCOUNT, "subscribePattern")
    assert "$share/isotherm/sensors/#" in subscribed
    assert "sensors/#" not in subscribed
    assert topics(INGEST_ACCOUNT, "publishClientSend") == set()


def test_ingest_reads_nothing_of_the_broker_itself() -> None:
    assert not any(topic.startswith("$SYS") for _, topic in allowed(INGEST_ACCOUNT))


def test_worker_receives_ticks_and_broker_topics_but_no_readings() -> None:
    assert topics(WORKER_ACCOUNT, "publishClientReceive") == {"isotherm/tick", "$SYS/#"}
    assert topics(WORKER_ACCOUNT, "publishClientSend") == {"isotherm/tick"}


def test_only_the_administrators_account_may_administer_the_broker() -> None:
    names = (ADMIN_ACCOUNT, INGEST_ACCOUNT, WORKER_ACCOUNT, "fridge-7")
    assert [name for name in names if "$CONTROL" in json.dumps(role_of(name))] == [ADMIN_ACCOUNT]


def test_the_administrators_account_may_do_nothing_else() -> None:
    assert allowed(ADMIN_ACCOUNT) == [
        ("publishClientSend", "$CONTROL/dynamic-security/v1"),
        ("subscribePattern", "$CONTROL/dynamic-security/v1/response"),
        ("publishClientReceive", "$CONTROL/dynamic-security/v1/response"),
        ("unsubscribePattern", "$CONTROL/dynamic-security/v1/response"),
    ]


def test_no_device_has_the_role_of_a_service() -> None:
    names = [*SERVICE_ACLS, "fridge-7", "ingest", "service-ingest", "isotherm-generation"]
    assert len({role_name(name) for name in names} | {"isotherm-generation"}) == len(names) + 1


@pytest.mark.parametrize("name", ["+", "#", "a/b", ".", "..", "", "other:a", "service:+", "a" * 65])
def test_what_is_no_name_of_an_account_has_no_role(name: str) -> None:
    """As a level of a topic, `+` and `#` would let it publish as every device."""
    with pytest.raises(ValueError, match="not a name of a device or service"):
        role_of(name)


def test_the_generation_is_read_from_its_roles_description() -> None:
    role = generation_role(17)
    assert role["acls"] == []
    assert generation_of(role["textdescription"]) == 17


@pytest.mark.parametrize(
    "description",
    [None, 17, "", "generation", "generation x", "generation \u0661\u0667", "my generation 17"],
)
def test_another_description_holds_no_generation(description: object) -> None:
    assert generation_of(description) is None
