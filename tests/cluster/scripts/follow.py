"""Hold live streams until told to stop, and connect again when one ends: follow.py NAME COUNT"""

import asyncio
import sys
import time

import httpx

from common import TARGET, Running, finish, session

NAME, COUNT = sys.argv[1], int(sys.argv[2])


async def main() -> None:
    running = Running(NAME)
    events = ends = refused = 0
    silence = 0.0
    broken: list[str] = []
    opened = 0

    async def follow(pages: httpx.AsyncClient) -> None:
        nonlocal events, ends, refused, silence, opened
        last_id, heard = "", time.monotonic()
        while running:
            headers = {"last-event-id": last_id} if last_id else {}
            try:
                url = f"{TARGET.public_url}/api/v1/live"
                async with pages.stream("GET", url, headers=headers, timeout=60) as answer:
                    if answer.status_code != 200:
                        refused += 1
                        broken.append(str(answer.status_code))
                        await asyncio.sleep(1)
                        continue
                    opened += 1
                    async for line in answer.aiter_lines():
                        if line.startswith("id:"):
                            last_id = line[3:].strip()
                        if line.startswith("event: latest") or line.startswith("event:latest"):
                            events += 1
                            silence = max(silence, time.monotonic() - heard)
                            heard = time.monotonic()
                        if not running:
                            return
                ends += 1
            except httpx.HTTPError as error:
                broken.append(repr(error))
                await asyncio.sleep(0.5)

    async with session() as pages, asyncio.TaskGroup() as group:
        for _ in range(COUNT):
            group.create_task(follow(pages))
        while opened < COUNT and running:
            await asyncio.sleep(0.1)
        running.ready()
    finish(
        {
            "streams": COUNT,
            "events": events,
            "ended_cleanly": ends,
            "broken": len(broken),
            "how": broken[:10],
            "longest_silence_s": round(silence, 1),
        }
    )


asyncio.run(main())
