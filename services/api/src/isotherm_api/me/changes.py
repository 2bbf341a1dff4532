"""Changes of the caller's own preferences; not audited, since they concern nobody else."""

from datetime import datetime

from isotherm.database import Connection
from isotherm_api.access import Access
from isotherm_api.me import queries
from isotherm_api.me.schemas import Preferences


async def set_preferences(
    connection: Connection, access: Access, wanted: Preferences, now: datetime
) -> queries.Account:
    """Set the preferences given and return all of them; only the time zone can be null."""
    values = {
        name: value
        for name, value in wanted.model_dump(exclude_unset=True).items()
        if value is not None or name == "time_zone"
    }
    await queries.upsert_account(connection, access.caller, now)
    await queries.update_preferences(connection, access.caller, values)
    return await queries.upsert_account(connection, access.caller, now)
