"""The rows of devices with accounts, as api writes them; no broker has to run."""

import secrets
from dataclasses import dataclass, field

import asyncpg

from isotherm.broker.file import credential_for
from isotherm.sealing import make_key, seal
from isotherm_devstack.testing.database import Database

_WISH = """
INSERT INTO credential_wish (device_id, version, sealed) VALUES ($1, $2, $3)
ON CONFLICT (device_id) DO UPDATE SET version = $2, sealed = $3, requested_at = now()
"""
_CREDENTIAL = """
UPDATE device SET credential_salt = $2, credential_hash = $3, credential_at = now(),
    credential_version = credential_version + 1
WHERE name = $1 RETURNING id, credential_version
"""


@dataclass(kw_only=True)
class AccountRows:
    """Does to the database what api does; `sql` is a superuser's connection."""

    database: Database
    sql: asyncpg.Connection
    key: str = field(default_factory=make_key)
    passwords: dict[str, str] = field(default_factory=dict)
    """The newest password of each device."""

    async def register(self, name: str) -> str:
        """Insert a device with a new password, wished for; return the password."""
        await self.sql.execute("INSERT INTO device (name, state) VALUES ($1, 'known')", name)
        return await self.rotate(name)

    async def rotate(self, name: str, *, wish: bool = True) -> str:
        """Give a device a new password; return it."""
        password = secrets.token_urlsafe(18)
        credential = credential_for(password)
        async with self.sql.transaction():
            row = await self.sql.fetchrow(_CREDENTIAL, name, credential.salt, credential.hash)
            assert row is not None
            if wish:
                sealed = seal(self.key, name, password)
                await self.sql.execute(_WISH, row["id"], row["credential_version"], sealed)
        self.passwords[name] = password
        return password

    async def change(self, name: str, assignment: str) -> None:
        """Set columns of a device."""
        await self.sql.execute(f"UPDATE device SET {assignment} WHERE name = $1", name)

    async def account(self, name: str) -> asyncpg.Record | None:
        """Return what worker says that it gave the broker."""
        return await self.sql.fetchrow("SELECT * FROM broker_account WHERE name = $1", name)

    async def state(self) -> asyncpg.Record:
        """Return the row `account_state`."""
        row = await self.sql.fetchrow("SELECT * FROM account_state")
        assert row is not None
        return row
