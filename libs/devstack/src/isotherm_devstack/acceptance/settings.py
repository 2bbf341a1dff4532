"""Where the parts of the installation are, and who may make a person for the check."""

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """A user name and its password."""

    username: str
    password: str


@dataclass(frozen=True, slots=True)
class Target:
    """The installation: public addresses, and where they are inside the cluster."""

    public_url: str
    """The address that people type."""
    frontend: str
    """Where the public address leads to."""
    api: str
    keycloak_public_url: str
    """Keycloak's base URL as browsers see it, without the realm."""
    keycloak: str
    """Keycloak's base URL from here."""
    realm: str
    client_secret: str
    """The secret of the client isotherm-web."""
    broker: tuple[str, int]
    """Host and port of the devices' listener."""
    broker_tls: bool
    """Whether that listener speaks TLS. Its certificate names the public host and is not judged."""
    administrator: Account | None
    """An administrator of Keycloak's realm `master`, who makes a person for the check."""
    person: Account | None
    """A person with the role `admin` who is there already."""
    makes_accounts: bool
    """Whether Isotherm makes the accounts of devices at the broker."""


def _account(environment: Mapping[str, str], prefix: str) -> Account | None:
    username, password = (environment.get(f"{prefix}_{part}") for part in ("USERNAME", "PASSWORD"))
    return Account(username, password) if username and password else None


def read(environment: Mapping[str, str] = os.environ) -> Target:
    """Return the target that the environment describes; raise SystemExit for a missing setting."""

    def need(name: str) -> str:
        try:
            return environment[name]
        except KeyError:
            raise SystemExit(f"{name} is not set") from None

    host, _, port = need("ISOTHERM_TEST_BROKER").rpartition(":")
    return Target(
        public_url=need("ISOTHERM_PUBLIC_URL").rstrip("/"),
        frontend=need("ISOTHERM_TEST_FRONTEND").rstrip("/"),
        api=need("ISOTHERM_TEST_API").rstrip("/"),
        keycloak_public_url=need("ISOTHERM_KEYCLOAK_PUBLIC_URL").rstrip("/"),
        keycloak=need("ISOTHERM_KEYCLOAK_URL").rstrip("/"),
        realm=environment.get("ISOTHERM_REALM", "isotherm"),
        client_secret=need("ISOTHERM_OIDC_CLIENT_SECRET"),
        broker=(host, int(port)),
        broker_tls=environment.get("ISOTHERM_TEST_BROKER_TLS", "false") == "true",
        administrator=_account(environment, "ISOTHERM_KEYCLOAK_ADMIN"),
        person=_account(environment, "ISOTHERM_TEST_PERSON"),
        makes_accounts=environment.get("ISOTHERM_BROKER_ADMIN", "mosquitto") != "none",
    )
