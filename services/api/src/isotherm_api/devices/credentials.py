"""New passwords of devices: made, hashed for the broker, and sealed for worker.

The password itself is returned once, to the person who asked for it; it is stored nowhere in plain
text.
"""

import secrets
from dataclasses import dataclass, field

from isotherm import sealing
from isotherm.broker.file import Credential, credential_for
from isotherm.database import Connection
from isotherm_api.administration import Administration
from isotherm_api.cells import cell
from isotherm_api.devices import queries
from isotherm_api.problem import Conflict

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _IN_A_GROUP = 4, 5


@dataclass(frozen=True, slots=True)
class NewCredential:
    """A password, and what of it is stored."""

    password: str = field(repr=False)
    hashed: Credential = field(repr=False)
    sealed: bytes = field(repr=False)


def make_password() -> str:
    """Return 20 random letters and digits in groups of five: 99 bits, and no letter like a digit.

    A spreadsheet opens it as the text that it is.
    """
    while True:
        letters = [secrets.choice(_ALPHABET) for _ in range(_GROUPS * _IN_A_GROUP)]
        groups = ("".join(letters[at::_GROUPS]) for at in range(_GROUPS))
        password = "-".join(groups)
        if cell(password) == password:
            return password


def make_credential(administration: Administration, name: str) -> NewCredential:
    """Return a new credential for the device of that name; CPU only, about 0.2 ms."""
    password = make_password()
    sealed = sealing.seal(administration.sealing_key, name, password)
    return NewCredential(password, credential_for(password), sealed)


async def give_password(
    connection: Connection, administration: Administration, device_id: int, name: str
) -> str | None:
    """Store a new credential of a device that is locked, and the wish that worker applies it.

    Return its password; None if somebody else makes the accounts.
    """
    if not administration.makes_accounts:
        return None
    credential = make_credential(administration, name)
    await queries.update_credential(connection, device_id, credential.hashed, credential.sealed)
    return credential.password


def require_administration(administration: Administration) -> None:
    """Raise Conflict if Isotherm makes no passwords."""
    if not administration.makes_accounts:
        raise Conflict(
            "Isotherm does not administer this broker. Whoever does has to set the password there."
        )
