"""Checks the ledger's two equations, of every hour it has.

A batch adds all its counts in one transaction, so that they hold at any moment, in the open hour
too: whatever does not add up fell out between two stages.
"""

from isotherm_worker.books.differences import Difference, keep
from isotherm_worker.jobs import Connection, Job

KINDS = ("messages", "elements")
_UNBALANCED = """
SELECT hour, received AS messages, decoded + undecodable AS messages_found,
    offered AS elements, stored + duplicate + rejected + ignored AS elements_found
FROM ledger_hour
WHERE received <> decoded + undecodable OR offered <> stored + duplicate + rejected + ignored
ORDER BY hour DESC LIMIT 1000
"""


def check_books() -> Job:
    """The job that notes hours whose messages or elements do not add up."""

    async def run(connection: Connection) -> int:
        seen = [
            Difference(kind, row["hour"], None, row[kind], row[f"{kind}_found"])
            for row in await connection.fetch(_UNBALANCED)
            for kind in KINDS
            if row[kind] != row[f"{kind}_found"]
        ]
        await keep(connection, KINDS, seen)
        return len(seen)

    return Job("books", 30.0, run)
