"""The tables of accounts, backed up and restored as a dump does it."""

from account_rows import AccountRows

TABLES = ("device", "broker_account", "account_state", "credential_wish")


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
