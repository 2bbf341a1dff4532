"""`isotherm-wait`: wait for the database or its schema, before a part starts."""

import argparse
import asyncio

from isotherm.process import command
from isotherm.process.ending import end_at_sigterm
from isotherm.process.settings import DatabaseSettings, load
from isotherm.waiting.database import until_login, until_schema
from isotherm.waiting.progress import Progress, WaitTimeoutError, say
from isotherm.waiting.revision import number


def seconds(text: str) -> float:
    """Return a number of seconds that is not negative; raise ValueError for another text."""
    value = float(text)
    if not 0 <= value < float("inf"):
        raise ValueError(text)
    return value


def _arguments() -> argparse.ArgumentParser:
    parser = command.parser(
        "isotherm-wait",
        "Waits for the database of ISOTHERM_DATABASE_URL, with the password in it or"
        " in PGPASSWORD.",
    )
    parser.add_argument(
        "what",
        choices=("schema", "database"),
        help="schema: until its revision is the one that this code needs, or newer;"
        " database: until the login is accepted",
    )
    parser.add_argument(
        "--timeout",
        type=seconds,
        default=0.0,
        metavar="SECONDS",
        help="give up after this time, with exit code 1; 0, the default, waits for ever",
    )
    return parser


async def _wait(what: str, dsn: str, timeout_s: float | None) -> None:
    progress = Progress(f"the {what}", say, timeout_s=timeout_s)
    if what == "schema":
        say(f"the schema is at {number(await until_schema(dsn, progress))}")
    else:
        await until_login(dsn, progress)
        say("the database accepts the login")


def main() -> None:
    """Run the command; exit code 1 after the timeout, 2 for a bad argument or setting."""
    given = _arguments().parse_args()
    end_at_sigterm()
    dsn = load(DatabaseSettings).database_url.get_secret_value()
    try:
        asyncio.run(_wait(given.what, dsn, given.timeout or None))
    except WaitTimeoutError as error:
        raise SystemExit(f"isotherm-wait: {error}") from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
