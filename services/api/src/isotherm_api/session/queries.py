"""SQL of ended sessions."""

from isotherm.database import Connection
from isotherm_api.ended import EndedSession
from isotherm_api.hub.sessions import SESSIONS


async def insert_ended(connection: Connection, ended: EndedSession) -> None:
    """Insert the end of a session and notify every api; delete those that no token can name."""
    await connection.execute("DELETE FROM ended_session WHERE until < $1", ended.ended_at)
    await connection.execute(
        "INSERT INTO ended_session (session, ended_at, until) VALUES ($1, $2, $3)"
        " ON CONFLICT (session) DO UPDATE SET ended_at = greatest("
        "ended_session.ended_at, excluded.ended_at), until = greatest("
        "ended_session.until, excluded.until)",
        ended.session,
        ended.ended_at,
        ended.until,
    )
    await connection.execute(f"NOTIFY {SESSIONS}")
