"""The demo and tests add people and a client to the product's realm."""

from isotherm_devstack.demo.people import PEOPLE
from isotherm_devstack.parts.realm import product_realm, with_people, with_test_client

VALUES = {
    "ISOTHERM_PUBLIC_URL": "http://localhost:3000",
    "ISOTHERM_OIDC_CLIENT_SECRET": "a secret",
    "ISOTHERM_OIDC_LOOKUP_CLIENT_SECRET": "another",
}


def test_people_and_test_client_are_added_to_a_copy() -> None:
    realm = product_realm(VALUES)
    passwords = {person.username: "long enough a word" for person in PEOPLE}
    demo = with_test_client(with_people(realm, PEOPLE, passwords))
    assert realm == product_realm(VALUES)
    assert [user["id"] for user in demo["users"][1:]] == [person.subject for person in PEOPLE]
    assert [group["name"] for group in demo["groups"]] == ["night-shift"]
    assert demo["clients"][-1]["directAccessGrantsEnabled"] is True
