"""The target that the environment describes."""

import pytest

from isotherm_devstack.acceptance.settings import Account, read

ENVIRONMENT = {
    "ISOTHERM_PUBLIC_URL": "https://isotherm.example.org/",
    "ISOTHERM_TEST_FRONTEND": "http://frontend:3000",
    "ISOTHERM_TEST_API": "http://api:8000",
    "ISOTHERM_KEYCLOAK_PUBLIC_URL": "https://isotherm.example.org/idp",
    "ISOTHERM_KEYCLOAK_URL": "http://keycloak:8080/idp",
    "ISOTHERM_OIDC_CLIENT_SECRET": "s",
    "ISOTHERM_TEST_BROKER": "broker:1883",
}


def test_addresses_lose_their_last_slash() -> None:
    target = read(ENVIRONMENT)
    assert target.public_url == "https://isotherm.example.org"
    assert target.broker == ("broker", 1883)
    assert target.administrator is None
    assert target.makes_accounts


def test_accounts_need_both_halves() -> None:
    given = {"ISOTHERM_KEYCLOAK_ADMIN_USERNAME": "admin", "ISOTHERM_TEST_PERSON_USERNAME": "ada"}
    assert read(ENVIRONMENT | given).administrator is None
    given |= {"ISOTHERM_KEYCLOAK_ADMIN_PASSWORD": "x"}
    assert read(ENVIRONMENT | given).administrator == Account("admin", "x")
    assert read(ENVIRONMENT | given).person is None


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_a_missing_setting_is_named(name: str) -> None:
    given = {key: value for key, value in ENVIRONMENT.items() if key != name}
    with pytest.raises(SystemExit, match=f"{name} is not set"):
        read(given)
