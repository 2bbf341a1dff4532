"""Answers a second of a series of 720 points, by one api process, under a token and grants."""

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
from isotherm_devstack.paths import REPOSITORY

RATE, ASKER = "a second", "asker's share of a processor"
SERIES, OBJECTS_ROUTE, RESHAPED_ROUTE = "series", "objects", "reshaped"
POINTS, DAYS = 721, 30
# Of 30 days by the hour: one more than 720, where they do not begin on a full hour.
_CONNECTIONS, _WARM_S = 8, 1.0


async def answers(on: Stack, year: Year, seconds: float, route: str) -> dict[str, float]:
    """Asks for the last 30 days of each sensor in turn: our series, or a route of the peers'."""
    days = min(DAYS, (year.end - year.start).days - 1)
    ends = [int(year.end.timestamp() * 1000) - 61_000 * n for n in range(20)]
    names = [each for each in year.channels if each.startswith("fridge")]
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
            told = {"port": serving.port, "token": keys.token("asker"), "paths": paths,
                    "connections": _CONNECTIONS}  # fmt: skip
            await asker("asker", told | {"seconds": _WARM_S})
            before = processor_s(serving.process.pid)
            said = await asker("asker", told | {"seconds": seconds})
            used = processor_s(serving.process.pid) - before
            return {
                RATE: said["a second"],
                "median ms": said["median ms"],
                "p99 ms": said["p99 ms"],
                "bytes": said["bytes"],
                "api ms of processor": used * 1000 / said["requests"],
                ASKER: said["share of a processor"],
            }


async def asker(module: str, told: dict[str, object]) -> dict[str, float]:
    """Runs a load generator of this folder; raises BenchError with what it said last."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"bench.history.{module}"),
        cwd=Path(REPOSITORY),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await child.communicate(json.dumps(told).encode())
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        raise BenchError(err.decode().strip().rpartition("\n")[2])
    found: dict[str, float] = json.loads(out)
    return found
