"""Check the ledger's two equations for every hour it has.

A batch adds all its counts in one transaction, so the equations hold at any moment, in the current
hour too. A difference means that something was lost between two stages of ingest.
"""

from isotherm.database import Connection
from isotherm_worker.books.differences import Difference, update_differences
from isotherm_worker.jobs import Job

KINDS = ("messages", "elements")
_UNBALANCED = """
SELECT hour, received AS messages, decoded + undecodable AS messages_found,
    offered AS elements, stored + duplicate + rejected + ignored AS elements_found
FROM ledger_hour
WHERE received <> decoded + undecodable OR offered <> stored + duplicate + rejected + ignored
ORDER BY hour DESC LIMIT 1000
"""


def check_books() -> Job:
    """Return the job that records hours whose messages or elements do not add up."""

    async def run(connection: Connection) -> int:
        differences = [
            Difference(kind, row["hour"], None, row[kind], row[f"{kind}_found"])
            for row in await connection.fetch(_UNBALANCED)
            for kind in KINDS
            if row[kind] != row[f"{kind}_found"]
        ]
        await update_differences(connection, KINDS, differences)
        return len(differences)

    return Job("books", 30.0, run)
