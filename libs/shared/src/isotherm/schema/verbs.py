"""The verbs of `isotherm-migrate`: bootstrap, upgrade, check and current."""

import argparse
import asyncio

from alembic.util.exc import CommandError

from isotherm.process import command
from isotherm.process.connections import AWAY, GONE, connect
from isotherm.process.ending import end_at_sigterm
from isotherm.process.settings import DatabaseSettings, load
from isotherm.schema.bootstrap import BootstrapError, bootstrap
from isotherm.schema.migrate import check, current, head, upgrade
from isotherm.schema.settings import BootstrapSettings
from isotherm.waiting.command import seconds
from isotherm.waiting.database import told, until_login
from isotherm.waiting.progress import Progress, WaitTimeoutError, say
from isotherm.waiting.revision import number

_VERBS = {
    "bootstrap": "create the databases and logins, as the administrator in"
    " ISOTHERM_ADMIN_DATABASE_URL, and set their passwords",
    "upgrade": "apply the migrations that the database does not have yet",
    "check": "fail if the schema is not the one that this code describes",
    "current": "show the revision of the database and of this code",
}
_TIMEOUT_S = 600.0


async def _bootstrap(settings: BootstrapSettings, timeout_s: float) -> str:
    dsn, keycloak = settings.admin_database_url.get_secret_value(), settings.keycloak_password
    await _available(dsn, timeout_s)
    await bootstrap(
        dsn,
        settings.passwords(),
        database=settings.database_name,
        keycloak=None if keycloak is None else keycloak.get_secret_value(),
        say=say,
    )
    return "databases and logins are there, with the given passwords"


async def _available(dsn: str, timeout_s: float) -> None:
    await until_login(dsn, Progress("the database", say, timeout_s=timeout_s or None))


async def _upgrade(dsn: str, timeout_s: float) -> str:
    await _available(dsn, timeout_s)
    before = await upgrade(dsn, say=say)
    if number(before) > number(head()):
        return (
            f"database is newer ({number(before)}) than this code ({number(head())}): nothing to do"
        )
    return f"schema is at {head()}" + ("" if before == head() else f", was at {before}")


async def _run(verb: str, timeout_s: float) -> str:
    if verb == "bootstrap":
        return await _bootstrap(load(BootstrapSettings), timeout_s)
    dsn = load(DatabaseSettings).database_url.get_secret_value()
    try:
        if verb == "upgrade":
            return await _upgrade(dsn, timeout_s)
        await _log_in(dsn)
        if verb == "check":
            await check(dsn)
            return "schema and models agree"
        return f"schema is at {await current(dsn)}, this code is at {head()}"
    except GONE as error:
        raise SystemExit(f"isotherm-migrate: {told(error, dsn)}") from None


async def _log_in(dsn: str) -> None:
    """Log in once, as SQLAlchemy hides why a login is refused."""
    try:
        connection = await connect(dsn)
    except AWAY as error:
        raise SystemExit(f"isotherm-migrate: {told(error, dsn)}") from None
    await connection.close()


def _arguments() -> argparse.ArgumentParser:
    parser = command.parser(
        "isotherm-migrate",
        "Creates, upgrades or checks Isotherm's schema, as the owner in ISOTHERM_DATABASE_URL.",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, title="verbs")
    for name, text in _VERBS.items():
        verb = verbs.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        if name in ("bootstrap", "upgrade"):
            verb.add_argument(
                "--timeout",
                type=seconds,
                default=_TIMEOUT_S,
                metavar="SECONDS",
                help=f"how long to wait for the server; 0 waits for ever ({_TIMEOUT_S:.0f})",
            )
    return parser


def main() -> None:
    """Run the command; exit with code 1 if the schema differs or the database is unavailable."""
    given = _arguments().parse_args()
    end_at_sigterm()
    try:
        say(asyncio.run(_run(given.verb, getattr(given, "timeout", 0.0))))
    except (CommandError, BootstrapError, WaitTimeoutError, ValueError) as error:
        raise SystemExit(f"isotherm-migrate: {error}") from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
