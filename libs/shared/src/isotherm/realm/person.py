"""A person who is to be added to the realm."""

from dataclasses import dataclass

from isotherm.realm.description import Representation


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to add; with a temporary password they must choose another at the first login."""

    username: str
    password: str
    email: str
    email_verified: bool
    first_name: str
    last_name: str
    temporary: bool
    admin: bool

    def representation(self) -> Representation:
        """Return the person as Keycloak creates them, with their password in the same request."""
        password = {"type": "password", "value": self.password, "temporary": self.temporary}
        return {
            "username": self.username,
            "enabled": True,
            "email": self.email,
            "emailVerified": self.email_verified,
            "firstName": self.first_name,
            "lastName": self.last_name,
            "credentials": [password],
        }
