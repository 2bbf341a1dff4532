"""HTTP as bytes, for requests that no client would send."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit


async def opened(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a connection to a server; raise OSError if it refuses."""
    address = urlsplit(url)
    return await asyncio.open_connection(address.hostname, address.port)


async def read_until_closed(reader: asyncio.StreamReader) -> bytes:
    """Return what the server sends until it closes the connection."""
    received = b""
    with suppress(ConnectionError):
        while chunk := await reader.read(65_536):
            received += chunk
    return received


async def exchanged(url: str, request: bytes) -> tuple[int, bytes]:
    """Send bytes; return the status (0 if the server only closed) and all that was answered."""
    reader, writer = await opened(url)
    received = b""
    try:
        with suppress(ConnectionError):
            writer.write(request)
            await writer.drain()
        received = await read_until_closed(reader)
    finally:
        writer.close()
    words = received.split(b" ", 2)
    status = int(words[1]) if received.startswith(b"HTTP/") and words[1].isdigit() else 0
    return status, received
