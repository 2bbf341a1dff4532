"""The command `isotherm-seed`: put the simulated sensors into a database, ready to be simulated.

Devices have no passwords that anybody has to keep: each is derived from one secret.
"""

import asyncio
import hmac
import json
import os
from collections.abc import Mapping
from pathlib import Path

from isotherm.process import command
from isotherm.sealing import is_key
from isotherm_devstack.demo.fleet import FLEET
from isotherm_devstack.demo.seed import seed

_DSN = "ISOTHERM_DATABASE_URL"
_SECRET = "ISOTHERM_SIMULATOR_SECRET"  # noqa: S105  the name of a variable
_SEALING_KEY = "ISOTHERM_SEALING_KEY"
_SHORTEST = 16


def passwords(secret: str) -> dict[str, str]:
    """Return the password of each simulated device, always the same for the same secret."""
    key = secret.encode()
    return {
        sensor.device: hmac.digest(key, sensor.device.encode(), "sha256").hex() for sensor in FLEET
    }


def write_credentials(path: Path, credentials: Mapping[str, str]) -> None:
    """Write the file for `isotherm-simulate --credentials`, readable only by its owner."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(credentials, file)


def main() -> None:
    """Run the command; exit with 2 for a bad argument or setting."""
    parser = command.parser(
        "isotherm-seed",
        "Adds the demo's sites, sensors and devices to the database of"
        f" {_DSN} (the owner's, with the password in it or in PGPASSWORD) and writes the"
        f" devices' passwords, derived from {_SECRET}, to a file for isotherm-simulate. It is"
        " safe to repeat: existing rows are kept, and devices get the passwords of this secret."
        f" With {_SEALING_KEY}, that of api and worker, worker gives a running broker what it"
        " lacks of them; otherwise the broker has them after its next start.",
    )
    parser.add_argument("credentials", type=Path, metavar="FILE", help="where to write them")
    given = parser.parse_args()
    dsn, secret = os.environ.get(_DSN, ""), os.environ.get(_SECRET, "")
    if not dsn:
        parser.exit(2, f"{_DSN}: is not set\n")
    if len(secret) < _SHORTEST:
        parser.exit(2, f"{_SECRET}: is shorter than {_SHORTEST} characters\n")
    sealing_key = os.environ.get(_SEALING_KEY) or None
    if sealing_key is not None and not is_key(sealing_key):
        parser.exit(2, f"{_SEALING_KEY}: is not a key\n")
    device_passwords = passwords(secret)
    asyncio.run(seed(dsn, device_passwords, sensors=FLEET, people=(), sealing_key=sealing_key))
    write_credentials(given.credentials, device_passwords)
