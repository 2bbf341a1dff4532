"""Put the people of the demo into the development cluster, and devices that send nothing.

Tilt runs it once the pages answer, and at its button: it keeps what exists. It speaks to the ports
that Tilt forwards, and prints who can sign in. The simulated sensors are the simulator's own.
"""

import asyncio
import sys

from pydantic import SecretStr

from isotherm.realm.errors import RealmError
from isotherm.realm.server import administration
from isotherm.realm.settings import ServerSettings
from isotherm.schema.roles import dsn_for
from isotherm_devstack.demo.fleet import SILENT
from isotherm_devstack.demo.people import PEOPLE
from isotherm_devstack.demo.seed import seed
from isotherm_devstack.parts.realm import REALM, add_people
from isotherm_devstack.parts.services import DATABASE
from isotherm_devstack.state.addresses import USUAL_PORTS, Addresses
from isotherm_devstack.state.credentials import Credentials
from kind_secrets import load

PORTS = Addresses(**USUAL_PORTS)
KEYCLOAK_URL = f"http://localhost:{PORTS.keycloak}/idp"


def server_settings(credentials: Credentials, url: str = KEYCLOAK_URL) -> ServerSettings:
    """Return how Keycloak is administered, whatever the environment contains."""
    return ServerSettings(
        keycloak_url=url,
        keycloak_ca=None,
        keycloak_admin_realm="master",
        keycloak_admin_username="admin",
        keycloak_admin_password=SecretStr(credentials.single["keycloak_admin"]),
        keycloak_admin_client_id=None,
        keycloak_admin_client_secret=None,
        realm=REALM,
        realm_wait_s=60,
    )


async def add_demo(settings: ServerSettings, owner_dsn: str, credentials: Credentials) -> None:
    """Add people, their grants and silent devices, if they are missing; raise RealmError."""
    with administration(settings) as admin:
        add_people(admin, PEOPLE, credentials.people)
    await seed(
        owner_dsn,
        credentials.devices,
        sensors=SILENT,
        people=PEOPLE,
        sealing_key=credentials.single["sealing_key"],
    )


def sign_in(credentials: Credentials) -> str:
    """Return what to open, who can sign in there, and how to send a first reading."""
    device = SILENT[0].device
    people = [
        f"  {person.username:<6} {credentials.people[person.username]}   {person.role or 'no role'}"
        f"{f' of {person.site}' if person.site else ''}"
        for person in PEOPLE
    ]
    return "\n".join(
        (
            f"The pages: {PORTS.frontend_url}",
            "Sign in as",
            *people,
            "Send a reading yourself:",
            f"  mosquitto_pub -h 127.0.0.1 -p {PORTS.mqtt} -q 1 -u {device}"
            f" -P {credentials.devices[device]} -t sensors/{device}/temperature -m 21.4",
            f"Keycloak's administrator: admin, {credentials.single['keycloak_admin']}",
            "All passwords: .kind/secrets.json",
        )
    )


def main() -> None:
    """Run the command; exit with 1 if Keycloak or the database refuses."""
    credentials = load()
    server = f"postgresql://localhost:{PORTS.postgres}"
    owner_dsn = dsn_for(server, "owner", credentials.database["owner"], DATABASE)
    try:
        asyncio.run(add_demo(server_settings(credentials), owner_dsn, credentials))
    except (RealmError, OSError) as error:
        sys.stderr.write(f"seed: {error}\n")
        sys.exit(1)
    sys.stdout.write(f"{sign_in(credentials)}\n")


if __name__ == "__main__":
    main()
