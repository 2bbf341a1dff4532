"""Looking people up in Keycloak by user name or e-mail address, before their first login."""

from dataclasses import dataclass
from typing import Protocol

from keycloak import KeycloakAdmin, KeycloakError, KeycloakOpenIDConnection

from isotherm_api.problem import Unavailable


@dataclass(frozen=True, slots=True)
class Person:
    """A user of the realm."""

    subject: str
    username: str
    name: str | None
    email: str | None


class Directory(Protocol):
    """Finds people by user name or e-mail address."""

    async def find(self, username_or_email: str) -> Person | None:
        """Return the person with exactly that user name or e-mail address, ignoring case."""
        ...

    async def aclose(self) -> None:
        """Close the connections."""
        ...


class NoDirectory:
    """Used without a service account: only people who have logged in can be found."""

    async def find(self, username_or_email: str) -> Person | None:
        """Return None."""
        return None

    async def aclose(self) -> None:
        """Do nothing: there are no connections."""


class KeycloakDirectory:
    """Asks Keycloak, as a service account that may only look people up."""

    def __init__(self, realm_url: str, client_id: str, secret: str) -> None:
        server, _, realm = realm_url.partition("/realms/")
        self._connection = KeycloakOpenIDConnection(
            server_url=server + "/",
            realm_name=realm,
            client_id=client_id,
            client_secret_key=secret,
            timeout=5,
        )
        self._admin = KeycloakAdmin(connection=self._connection)

    async def find(self, username_or_email: str) -> Person | None:
        """Return the person; raise Unavailable if Keycloak does not answer."""
        wanted = username_or_email.casefold()
        for field in ("username", "email"):
            try:
                people = await self._admin.a_get_users(
                    {field: username_or_email, "exact": True, "max": 2}
                )
            except KeycloakError as error:
                raise Unavailable("Keycloak cannot be reached to look that person up.") from error
            for user in people:
                if str(user.get(field, "")).casefold() == wanted:
                    return _person(user)
        return None

    async def aclose(self) -> None:
        """Close the connections to Keycloak, including those that fetch tokens."""
        await self._connection.keycloak_openid.connection.aclose()
        await self._connection.aclose()


def _person(user: dict[str, object]) -> Person:
    names = [str(user[key]) for key in ("firstName", "lastName") if user.get(key)]
    email = user.get("email")
    return Person(
        subject=str(user["id"]),
        username=str(user["username"]),
        name=" ".join(names) or None,
        email=str(email) if email else None,
    )
