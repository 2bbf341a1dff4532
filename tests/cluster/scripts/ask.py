"""Send HTTP requests until told to stop; each failure counts, none is tried again: ask.py NAME RATE

Half of them open a connection of their own, the others share connections that are kept.
"""

import asyncio
import sys
import time
from collections import Counter

import httpx

from common import SITE, TARGET, Running, finish, session

NAME, RATE = sys.argv[1], float(sys.argv[2])
PATHS = ("/api/v1/me", "/api/v1/overview", "/", f"/sensors/{SITE}/load-0")


async def main() -> None:
    counts: Counter[str] = Counter()
    failures: list[str] = []
    slowest = 0.0

    async def ask(http: httpx.AsyncClient, kind: str, path: str, headers: dict[str, str]) -> None:
        nonlocal slowest
        start = time.monotonic()
        try:
            answer = await http.get(f"{TARGET.frontend}{path}", headers=headers)
            failed = "" if answer.status_code == 200 else str(answer.status_code)
        except httpx.HTTPError as error:
            failed = repr(error)
        counts[kind] += 1
        slowest = max(slowest, time.monotonic() - start)
        if failed:
            counts[f"{kind} failed"] += 1
            failures.append(f"{time.strftime('%H:%M:%S')} {kind} {path} {failed}")

    async with session() as pages:
        cookies = "; ".join(
            f"{c.name}={c.value}" for c in pages.cookies.jar if "isotherm" in c.name
        )
    headers = {"cookie": cookies, "host": httpx.URL(TARGET.public_url).netloc.decode()}
    running, number, start = Running(NAME), 0, time.monotonic()
    fresh = httpx.Limits(max_keepalive_connections=0)
    async with (
        httpx.AsyncClient(timeout=30, trust_env=False, limits=fresh) as new,
        httpx.AsyncClient(timeout=30, trust_env=False) as kept,
        asyncio.TaskGroup() as group,
    ):
        running.ready()
        while running:
            http, kind = ((new, "new"), (kept, "kept"))[number % 2]
            path = PATHS[number // 2 % len(PATHS)]
            group.create_task(ask(http, kind, path, headers))
            number += 1
            await asyncio.sleep(max(0.0, start + number / RATE - time.monotonic()))
    finish({**counts, "slowest_s": round(slowest, 2), "failures": failures[:20]})


asyncio.run(main())
