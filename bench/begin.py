"""How a benchmark begins: where it prints, what it needs, and what its results are about."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console

from bench.load import PAYLOAD_BYTES
from bench.machine import machine, versions
from bench.publisher import compiled
from isotherm.instants import SystemClock
from isotherm_devstack.host.system import require

_FILE_COLUMNS = 140


async def begin(rounds: int, size: Mapping[str, Any]) -> tuple[Console, dict[str, Any]]:
    """Return the console, and what was measured when, where and of which size."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _FILE_COLUMNS
    require("mosquitto")
    await compiled()
    return console, {
        "measured": f"{SystemClock().now():%Y-%m-%d %H:%M} UTC",
        "machine": machine(),
        "versions": await versions(),
        "size": {"rounds": rounds, "payload_bytes": PAYLOAD_BYTES, "qos": 1, **size},
    }
