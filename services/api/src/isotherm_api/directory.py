"""People in Keycloak: whom a user name or an e-mail address means, before their first login."""

from dataclasses import dataclass
from typing import Protocol

from keycloak import KeycloakAdmin, KeycloakError, KeycloakOpenIDConnection

from isotherm_api.problem import Unavailable


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the realm knows."""

    subject: str
    username: str
    name: str | None
    email: str | None


class Directory(Protocol):
    """Finds people by what others call them."""

    async def find(self, username_or_email: str) -> Person | None:
        """The one person of exactly that user name or e-mail address, in any case of letters."""
        ...

    async def aclose(self) -> None:
        """Lets go of connections."""
        ...


class NoDirectory:
    """Where no service account is set: only people who have logged in are known."""

    async def find(self, username_or_email: str) -> Person | None:
        """Nobody."""
        return None

    async def aclose(self) -> None:
        """Nothing to let go."""


class KeycloakDirectory:
    """Asks Keycloak with a service account that may look people up and nothing else."""

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
        """The person; Unavailable where Keycloak cannot be asked."""
        wanted = username_or_email.casefold()
        for field in ("username", "email"):
            try:
                people = await self._admin.a_get_users(
                    {field: username_or_email, "exact": True, "max": 2}
                )
            except KeycloakError as error:
                raise Unavailable("Keycloak cannot be asked who that is.") from error
            for each in people:
                if str(each.get(field, "")).casefold() == wanted:
                    return _person(each)
        return None

    async def aclose(self) -> None:
        """Closes the connections to Keycloak, those it gets its tokens over as well."""
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
