"""The demo's people: their fixed Keycloak ids, and the role of each at a site."""

from dataclasses import dataclass
from typing import Literal

from isotherm_devstack.demo.fleet import LINDEN, NORTHGATE

Role = Literal["viewer", "operator", "manager", "admin"]


@dataclass(frozen=True, slots=True)
class Person:
    """A user. `subject` is the Keycloak user id; `role` applies at `site`.

    An admin has no site: the realm role makes them manager everywhere.
    """

    subject: str
    username: str
    first_name: str
    last_name: str
    role: Role | None = None
    site: str | None = None
    groups: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        """An address that can never receive mail."""
        return f"{self.username}@example.invalid"


ADA = Person("691e0de6-b5c4-5ce4-a099-f801205a0a62", "ada", "Ada", "Keller", "admin")
VERA = Person(
    "0adf0980-386e-572a-b150-919bb280bafb", "vera", "Vera", "Novak", "viewer", LINDEN.slug
)
OMAR = Person(
    "8ccb5f4f-d128-5dea-8b7b-20fc067bae78", "omar", "Omar", "Haddad", "operator", LINDEN.slug
)
MIRA = Person(
    "3c1f3f0e-6a0b-5b42-9c6e-8f1f5e0f7d11", "mira", "Mira", "Lindqvist", "manager", NORTHGATE.slug
)
# can log in and is in a group, but neither has a grant
NILS = Person(
    "b7f0a1c4-2d57-5f0e-8a35-5f2f2c9d6e22",
    "nils",
    "Nils",
    "Berg",
    groups=("/night-shift",),
)
PEOPLE = (ADA, VERA, OMAR, MIRA, NILS)
