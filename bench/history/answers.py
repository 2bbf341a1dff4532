"""Answers a second for series of 720 points, by one api process, with a token and grants."""

import asyncio
import json
import sys
from pathlib import Path
from urllib.parse import urlencode

from bench.errors import BenchError
from bench.history.apis import OBJECTS, OURS, api, grant
from bench.history.realm import realm
from bench.history.stack import Stack
from bench.history.year import SITE, Year
from bench.usage import processor_s
from isotherm_devstack.host.paths import REPOSITORY

RATE, ASKER = "a second", "asker's share of a processor"
SERIES, OBJECTS_ROUTE, RESHAPED_ROUTE = "series", "objects", "reshaped"
POINTS, DAYS = 721, 30
# 30 days of hours: 721 instead of 720 if the range does not start on a full hour
_CONNECTIONS, _WARM_S = 8, 1.0


async def answers(on: Stack, year: Year, seconds: float, route: str) -> dict[str, float]:
    """Request the last 30 days of each sensor in turn, from our series or a peer's route."""
    days = min(DAYS, (year.end - year.start).days - 1)
    ends = [int(year.end.timestamp() * 1000) - 61_000 * n for n in range(20)]
    names = [name for name in year.channels if name.startswith("fridge")]
    paths = [
        f"/api/v1/{route}?"
        + urlencode({"sensor": f"{SITE}/{name}", "from": end - days * 86_400_000, "to": end,
                     "points": POINTS})
        for end in ends for name in names
    ]  # fmt: skip
    async with realm() as keys:
        await grant(on.owner, ["asker"])
        argv = OURS if route == SERIES else OBJECTS
        async with api(argv, on.api, keys, on.home) as serving:
            options = {"port": serving.port, "token": keys.token("asker"), "paths": paths,
                       "connections": _CONNECTIONS}  # fmt: skip
            await asker("asker", options | {"seconds": _WARM_S})
            before = processor_s(serving.process.pid)
            measured = await asker("asker", options | {"seconds": seconds})
            used = processor_s(serving.process.pid) - before
            return {
                RATE: measured["a second"],
                "median ms": measured["median ms"],
                "p99 ms": measured["p99 ms"],
                "bytes": measured["bytes"],
                "api ms of processor": used * 1000 / measured["requests"],
                ASKER: measured["share of a processor"],
            }


async def asker(module: str, options: dict[str, object]) -> dict[str, float]:
    """Run a client process of this folder and return its measures.

    Raise BenchError with the last line of its error output.
    """
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"bench.history.{module}"),
        cwd=Path(REPOSITORY),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await child.communicate(json.dumps(options).encode())
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        raise BenchError(err.decode().strip().rpartition("\n")[2])
    measured: dict[str, float] = json.loads(out)
    return measured
