"""A database as SQL in a file: without secrets, restored into a database that is empty."""

import base64
import gzip
import tempfile
from pathlib import Path

import asyncpg

from isotherm_devstack.host.tools import run
from isotherm_devstack.parts.postgres import binary

MOST_BYTES = 1_000_000
_SALT, _HASH = (base64.b64encode(bytes(length)).decode() for length in (12, 64))
"""As long as those of a password."""
_SCRUB = f"""
SET session_replication_role = replica;
UPDATE device SET credential_salt = '{_SALT}', credential_hash = '{_HASH}'
WHERE credential_hash IS NOT NULL;
UPDATE credential_wish SET sealed = '\\x00';
UPDATE ended_session SET session = 'session-' || md5(session);
RESET session_replication_role;
"""


async def scrub(superuser: str) -> None:
    """Replace what is secret: hashes of passwords, sealed passwords, ids of sessions."""
    connection = await asyncpg.connect(superuser)
    try:
        await connection.execute(_SCRUB)
    finally:
        await connection.close()


async def write(superuser: str, path: Path) -> None:
    """Write a database into a compressed file; the same database gives the same bytes."""
    text = await run(binary("pg_dump"), "--no-comments", f"--dbname={superuser}")
    lines = (line for line in text.splitlines() if not line.startswith(("\\restrict", "\\unrestr")))
    with path.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write("\n".join(lines).encode() + b"\n")


async def restore(path: Path, superuser: str) -> None:
    """Restore a file into an empty database of a server with Isotherm's roles; raise ToolError."""
    await execute(gzip.decompress(path.read_bytes()).decode(), superuser)


async def execute(text: str, superuser: str) -> None:
    """Run what pg_dump wrote, in one transaction; raise ToolError."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as unpacked:
        unpacked.write(text)
        unpacked.flush()
        options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        await run(binary("psql"), *options, f"--dbname={superuser}", f"--file={unpacked.name}")


async def schema(superuser: str) -> str:
    """Return a database's schema with its privileges, without partitions of days, as SQL."""
    return await run(
        binary("pg_dump"),
        "--schema-only",
        "--no-comments",
        "--exclude-table=reading_2*",
        f"--dbname={superuser}",
    )


def statements(schema: str) -> list[str]:
    """Return the sorted statements of a schema, without comments and empty lines."""
    blocks = (
        "\n".join(
            line.strip()
            for line in block.splitlines()
            if line.strip() and not line.startswith(("--", "\\"))
        )
        for block in schema.split(";\n")
    )
    return sorted(filter(None, blocks))
