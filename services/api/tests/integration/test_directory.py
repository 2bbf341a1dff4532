"""Looking people up in the real Keycloak."""

from contextlib import aclosing
from typing import Any

import pytest

from isotherm_api.directory import KeycloakDirectory
from isotherm_api.problem import Unavailable
from isotherm_devstack.demo.people import ADA
from isotherm_devstack.parts.realm import LOOKUP_CLIENT


async def test_people_are_found_by_name_and_by_address(keycloak: Any) -> None:
    directory = KeycloakDirectory(keycloak.issuer, LOOKUP_CLIENT, keycloak.lookup_secret)
    async with aclosing(directory):
        for words in ("ada", "ADA", ADA.email):
            found = await directory.find(words)
            assert found is not None
            assert (found.subject, found.username, found.name) == (ADA.subject, "ada", "Ada Keller")
        for words in ("ad", "ad*", "*", "nobody@example.invalid", ""):
            assert await directory.find(words) is None, words


async def test_an_address_names_somebody_only_once_it_is_verified(keycloak: Any) -> None:
    address = "newhire@example.invalid"
    directory = KeycloakDirectory(keycloak.issuer, LOOKUP_CLIENT, keycloak.lookup_secret)
    async with aclosing(directory), await keycloak.admin() as admin:
        eve = {"username": "eve", "email": address, "emailVerified": False, "enabled": True}
        made = await admin.post("/users", json=eve)
        assert made.status_code == 201
        path = f"/users/{made.headers['location'].rsplit('/', 1)[1]}"
        try:
            assert await directory.find(address) is None
            found = await directory.find("eve")
            assert found is not None
            assert found.email is None
            await admin.put(path, json=eve | {"emailVerified": True})
            found = await directory.find(address)
            assert found is not None
            assert (found.username, found.email) == ("eve", address)
        finally:
            await admin.delete(path)


async def test_an_unreachable_directory_is_unavailable(keycloak: Any) -> None:
    directory = KeycloakDirectory("http://127.0.0.1:1/realms/isotherm", LOOKUP_CLIENT, "x")
    async with aclosing(directory):
        with pytest.raises(Unavailable):
            await directory.find("ada")
    wrong = KeycloakDirectory(keycloak.issuer, LOOKUP_CLIENT, "not the secret")
    async with aclosing(wrong):
        with pytest.raises(Unavailable):
            await wrong.find("ada")
