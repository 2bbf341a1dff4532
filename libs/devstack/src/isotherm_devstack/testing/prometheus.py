"""A running Prometheus as tests see it: what it answers to queries, and what it says of itself."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from isotherm_devstack.host.system import require
from isotherm_devstack.host.web import loopback_client
from isotherm_devstack.parts.part import running
from isotherm_devstack.parts.prometheus import Prometheus

_AGAIN_S = 0.1


class Answers:
    """Answers of one Prometheus; an error that it reports raises httpx.HTTPStatusError."""

    def __init__(self, url: str, web: httpx.AsyncClient) -> None:
        self.url, self._web = url, web

    async def get(self, path: str, **parameters: str) -> Any:
        """Return the `data` of an answer of its API, such as `get("targets")`."""
        answer = await self._web.get(f"{self.url}/api/v1/{path}", params=parameters)
        return answer.raise_for_status().json()["data"]

    async def query(self, text: str) -> list[dict[str, Any]]:
        """Return the series of an instant query."""
        return list((await self.get("query", query=text))["result"])

    async def until(self, text: str) -> list[dict[str, Any]]:
        """Return the series of an instant query once it has some."""
        while True:
            if result := await self.query(text):
                return result
            await asyncio.sleep(_AGAIN_S)

    async def until_exemplars(self, text: str) -> list[dict[str, Any]]:
        """Return the exemplars of the series that a query selects, of a day, once it has some."""
        while True:
            now = time.time()
            between = {"start": f"{now - 86_400:.3f}", "end": f"{now:.3f}"}
            selected = await self.get("query_exemplars", query=text, **between)
            if result := [exemplar for series in selected for exemplar in series["exemplars"]]:
                return result
            await asyncio.sleep(_AGAIN_S)

    async def targets(self) -> dict[str, dict[str, Any]]:
        """Return the targets by job, once each has been read."""
        while True:
            targets = (await self.get("targets"))["activeTargets"]
            if targets and all(target["health"] != "unknown" for target in targets):
                return {target["labels"]["job"]: target for target in targets}
            await asyncio.sleep(_AGAIN_S)

    async def rules(self) -> list[dict[str, Any]]:
        """Return the rules, once each has been evaluated."""
        while True:
            groups = (await self.get("rules"))["groups"]
            rules = [rule for group in groups for rule in group["rules"]]
            if rules and all(rule["health"] != "unknown" for rule in rules):
                return rules
            await asyncio.sleep(_AGAIN_S)


@asynccontextmanager
async def started(server: Prometheus) -> AsyncIterator[Answers]:
    """Run this Prometheus during the block."""
    require("prometheus")
    server.prepare()
    async with running(server), loopback_client(timeout=30) as web:
        yield Answers(server.url, web)
