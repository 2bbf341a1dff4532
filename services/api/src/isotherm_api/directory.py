"""Looking people up in Keycloak by user name or verified e-mail address."""

from dataclasses import dataclass
from typing import Protocol

from keycloak import KeycloakAdmin, KeycloakError, KeycloakOpenIDConnection

from isotherm_api.problem import Conflict, Unavailable


@dataclass(frozen=True, slots=True)
class Person:
    """A user of the realm; `email` is only ever an address that Keycloak has verified."""

    subject: str
    username: str
    name: str | None
    email: str | None


class Directory(Protocol):
    """Finds people by user name or e-mail address."""

    async def find(self, username_or_email: str) -> Person | None:
        """Return the person with exactly that user name or verified address, ignoring case.

        Raise Conflict if it is the user name of one person and the address of another, and
        Unavailable if the directory does not answer.
        """
        ...

    async def aclose(self) -> None:
        """Close the connections."""
        ...


class NoDirectory:
    """Used without a service account: only user names of people who have logged in are found."""

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
        """Return the person; result and errors as for `Directory.find`."""
        by_name = await self._users("username", username_or_email)
        by_address = await self._users("email", username_or_email)
        people = {
            person.subject: person
            for person in (*by_name, *(person for person in by_address if person.email))
        }
        if len(people) > 1:
            raise Conflict(
                "That is the user name of one person and the e-mail address of another."
                " Name them by their subject."
            )
        return next(iter(people.values()), None)

    async def _users(self, field: str, text: str) -> list[Person]:
        """Return the users whose `field` is exactly this text, ignoring case."""
        try:
            users = await self._admin.a_get_users({field: text, "exact": True, "max": 10})
        except KeycloakError as error:
            raise Unavailable("Keycloak cannot be reached to look that person up.") from error
        wanted = text.casefold()
        return [_person(user) for user in users if str(user.get(field, "")).casefold() == wanted]

    async def aclose(self) -> None:
        """Close the connections to Keycloak, including those that fetch tokens."""
        await self._connection.keycloak_openid.connection.aclose()
        await self._connection.aclose()


def _person(user: dict[str, object]) -> Person:
    names = [str(user[key]) for key in ("firstName", "lastName") if user.get(key)]
    email = user.get("email") if user.get("emailVerified") is True else None
    return Person(
        subject=str(user["id"]),
        username=str(user["username"]),
        name=" ".join(names) or None,
        email=str(email) if email else None,
    )
