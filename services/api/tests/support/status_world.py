"""A system that is well, as its parts write it, and a Prometheus that answers as a test wants."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from watched import broker, instance

from isotherm import __version__


async def present(world: Any, part: str, name: str, seen_s: float = 1, **changes: str) -> None:
    """Insert a process of worker, api or frontend that was seen `seen_s` seconds ago."""
    await world.connection.execute(
        "INSERT INTO part_instance (part, instance, version, started_at, seen_at)"
        " VALUES ($1, $2, $3, now() - interval '2 days', now() - $4 * interval '1 s')",
        part, name, changes.get("version", __version__), seen_s,
    )  # fmt: skip


async def backup(
    world: Any, hours_ago: float, *, ok: bool | None = True, message: str = ""
) -> None:
    """Insert a run of the backup."""
    await world.connection.execute(
        "INSERT INTO backup_run (name, started_at, finished_at, ok, bytes, revision, message)"
        " VALUES ('b', now() - $1 * interval '1 h', CASE WHEN $2::bool IS NOT NULL THEN now()"
        " - $1 * interval '1 h' + interval '5 min' END, $2, CASE WHEN $2 THEN 1048576 END,"
        " CASE WHEN $2 THEN '0033' END, $3)",
        hours_ago, ok, message,
    )  # fmt: skip


async def sizes(world: Any, *samples: tuple[float, int]) -> None:
    """Insert samples of the database's size: how many hours ago, and bytes."""
    await world.connection.executemany(
        "INSERT INTO database_size (at, bytes, reading_bytes)"
        " VALUES (now() - $1 * interval '1 h', $2::bigint, $2::bigint / 2)",
        samples,
    )


async def certificate(world: Any, days: float, error: str | None = None, age_s: float = 60) -> None:
    """Set what the broker shows: a certificate that ends in `days`."""
    await world.connection.execute(
        "UPDATE broker_certificate SET checked_at = now() - $3 * interval '1 s',"
        " address = 'mqtt.example:8883', expires_at = now() + $1 * interval '1 day', error = $2",
        days, error, age_s,
    )  # fmt: skip


async def alert(world: Any, kind: str, detail: str, count: int | None = None) -> None:
    """Insert an open alert of worker."""
    await world.connection.execute(
        "INSERT INTO alert (kind, cause, since, count, detail)"
        " VALUES ($1, $1, now() - interval '5 minutes', $3, $2)",
        kind, detail, count,
    )  # fmt: skip


async def well(world: Any) -> None:
    """Make everything run and be as it should."""
    await broker(world)
    await world.connection.execute(
        "UPDATE broker_watch SET version = 'mosquitto version 2.0.18', clients = 51"
    )
    await instance(world, "ingest-0", 1)
    await world.connection.execute("UPDATE ingest_instance SET version = $1", __version__)
    for part in ("api", "frontend", "worker"):
        await present(world, part, f"{part}-0")
    for ahead in range(-1, 8):
        await world.connection.execute(
            "SELECT make_day((now() AT TIME ZONE 'UTC')::date + $1::int)", ahead
        )
    await world.connection.execute(
        "INSERT INTO state (key, value) VALUES ('raw_days', '400'), ('days_ahead', '7'),"
        " ('backup_expected', 'true'), ('backup_max_age_hours', '50')"
    )
    await sizes(world, (48, 1_000_000), (24, 1_400_000), (0.5, 2_000_000))
    await backup(world, 5)
    await certificate(world, 60)


@asynccontextmanager
async def prometheus(answer: bytes | None, *, bytewise: bool = False) -> AsyncIterator[str]:
    """Serve an answer to every connection, or none at all; yield the URL."""
    ended = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if answer is None:
            await ended.wait()
        elif bytewise:
            for number in range(len(answer)):
                writer.write(answer[number : number + 1])
                await writer.drain()
                if number >= 40:
                    await ended.wait()
        else:
            writer.write(answer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        ended.set()
        server.close()


def answered(body: bytes, status: str = "200 OK") -> bytes:
    """Return an HTTP response."""
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
