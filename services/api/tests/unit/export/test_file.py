"""The patience of an export's client: a slow one is sent the whole file, one that stalls is not."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from isotherm_api.bounds import ExportBounds
from isotherm_api.export.file import Patience

KIB = 1024
BOUNDS = ExportBounds(least_bytes_s=8 * KIB, patience_s=60)


class Client:
    """Takes what is sent at a pace, on a clock of its own; counts the bytes."""

    def __init__(self, seconds: Callable[[int], float]) -> None:
        self.now, self.taken, self._seconds = 0.0, 0, seconds

    async def send(self, message: Any) -> None:
        """Take a piece."""
        self.now += self._seconds(len(message["body"]))
        self.taken += len(message["body"])


async def send_all(client: Client, chunks: int, size: int) -> None:
    """Send a file to a client."""
    patience = Patience(BOUNDS, now=lambda: client.now)
    for _ in range(chunks):
        await patience.send(client.send, b"a" * size)
    await patience.finish(client.send)


@pytest.mark.parametrize("size", [100, 64 * KIB, 1000 * KIB])
async def test_a_client_at_the_least_pace_is_sent_everything(size: int) -> None:
    client = Client(lambda n: n / (8 * KIB))
    await send_all(client, 200, size)
    assert client.taken == 200 * size


async def test_a_pause_is_forgiven_if_the_average_is_enough() -> None:
    pauses = iter([0.0, 55.0] * 100)
    client = Client(lambda n: next(pauses) if n == 512 * KIB else 0.0)
    await send_all(client, 50, 512 * KIB)


@pytest.mark.parametrize(
    ("pace", "size"), [(4 * KIB, 1000 * KIB), (4 * KIB, 10 * KIB), (1 * KIB, 1 * KIB), (100, 100)]
)
async def test_a_client_below_it_is_left_after_a_while(pace: int, size: int) -> None:
    client = Client(lambda n: n / pace)
    with pytest.raises(TimeoutError):
        await send_all(client, 10_000, size)
    assert 55 < client.now < 140


async def test_a_client_that_takes_nothing_is_left() -> None:
    async def never(message: Any) -> None:
        await asyncio.Event().wait()

    patience = Patience(ExportBounds(patience_s=0.05))
    with pytest.raises(TimeoutError):
        await patience.send(never, b"a")
    with pytest.raises(TimeoutError):
        await patience.finish(never)
