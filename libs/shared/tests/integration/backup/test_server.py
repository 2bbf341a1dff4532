"""A connection to a saved database has no time limit, and one that fails is told in a line."""

from collections.abc import Callable

import asyncpg
import pytest
from backup_parts import without_password

from isotherm.backup.errors import BackupError
from isotherm.backup.server import connected
from isotherm.backup.settings import Login
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.testing.database import Database

Change = Callable[[Login], Login]


def login_of(database: Database) -> Login:
    """Return the owner's login, with its password beside the URL."""
    return Login(*without_password(database.owner))


async def test_its_statements_may_take_long_whatever_the_database_sets(database: Database) -> None:
    admin = await asyncpg.connect(database.superuser)
    await admin.execute(f"ALTER DATABASE {database.name} SET statement_timeout = '1ms'")
    async with connected(login_of(database)) as connection:
        assert await connection.fetchval("SHOW statement_timeout") == "0"
        named = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'isotherm-backup'"
        assert await admin.fetchval(f"{named} AND datname = current_database()") == 1
    await admin.close()


async def test_it_is_closed_also_by_an_error(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with connected(login_of(database)) as connection:
            raise ZeroDivisionError
    assert connection.is_closed()


@pytest.mark.parametrize(
    ("change", "name", "reason"),
    [
        (lambda login: Login(login.url, "terrible"), None, "password authentication failed"),
        (lambda login: login.at("missing"), "missing", 'database "missing" does not exist'),
        (
            lambda _: Login(f"postgresql://u@127.0.0.1:{free_port()}/d", "terrible"),
            "d",
            "refused|Connect call failed",
        ),
    ],
    ids=["password", "database", "server"],
)
async def test_a_database_that_cannot_be_reached_is_named_without_the_password(
    database: Database, change: Change, name: str | None, reason: str
) -> None:
    expected = f"^database {name or database.name} cannot be reached: .*({reason})"
    with pytest.raises(BackupError, match=expected) as refused:
        async with connected(change(login_of(database))):
            pass
    assert "terrible" not in str(refused.value)
