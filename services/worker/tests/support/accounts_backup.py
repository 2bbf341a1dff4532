"""Accounts that change after a backup, which is restored as a dump is."""

from account_rows import AccountRows
from accounts_world import AccountsWorld

TABLES = ("device", "broker_account", "account_state", "credential_wish")
HELD = [
    ("added", "surplus", "apply"),
    ("disabled", "disabled", "apply"),
    ("removed", "missing", "render"),
    ("rotated", "credential", "rotate"),
]
"""What differs after `changed_since_backup` and `restore`, while it is held."""


async def back_up(accounts: AccountRows) -> None:
    """Copy the tables of accounts."""
    await accounts.sql.execute("CREATE SCHEMA backup")
    for table in TABLES:
        await accounts.sql.execute(f"CREATE TABLE backup.{table} AS TABLE {table}")


async def restore(accounts: AccountRows) -> None:
    """Put the copies back, as a restored dump does: without triggers."""
    async with accounts.sql.transaction():
        await accounts.sql.execute("SET LOCAL session_replication_role = replica")
        for table in reversed(TABLES):
            await accounts.sql.execute(f"DELETE FROM {table}")
        for table in TABLES:
            await accounts.sql.execute(
                f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM backup.{table}"
            )


async def changed_since_backup(accounts: AccountsWorld) -> None:
    """Back up, then rotate, add, remove and disable devices, and wait until the broker has it."""
    async with accounts.worker():
        for name in ("rotated", "removed", "disabled", "same"):
            await accounts.register(name)
            await accounts.applied(name)
        await accounts.checked()
        await back_up(accounts)
        await accounts.rotate("rotated")
        await accounts.register("added")
        await accounts.change("removed", "removed_at = now()")
        await accounts.change("disabled", "disabled_at = now()")
        for name in ("rotated", "added", "disabled"):
            await accounts.applied(name)
        await accounts.checked()


async def as_before(accounts: AccountsWorld) -> bool:
    """Return whether devices can do what they could before the database was restored."""
    can = [await accounts.can_connect(name) for name in ("rotated", "added", "same")]
    cannot = [await accounts.can_connect(name) for name in ("removed", "disabled")]
    return all(can) and not any(cannot)
