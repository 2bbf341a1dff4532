"""Answers of a Prometheus are awaited until it has read and evaluated what it is asked for."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from isotherm_devstack.errors import MissingProgramError
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.parts.prometheus import Prometheus
from isotherm_devstack.testing import prometheus
from isotherm_devstack.testing.prometheus import Answers, started

Script = Callable[..., Answers]


@pytest_asyncio.fixture(loop_scope="session")
async def scripted(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Script]:
    """What makes a Prometheus that gives each of these answers once, in this order."""
    monkeypatch.setattr(prometheus, "_AGAIN_S", 0)
    remaining: list[Any] = []

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"status": "success", "data": remaining.pop(0)})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as web:

        def script(*answers: Any) -> Answers:
            remaining.extend(answers)
            return Answers("http://prometheus.invalid", web)

        yield script
    assert remaining == []


def _target(job: str, health: str) -> dict[str, Any]:
    return {"labels": {"job": job}, "health": health}


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_targets_are_awaited_until_each_has_been_read(scripted: Script) -> None:
    answers = scripted(
        {"activeTargets": []},
        {"activeTargets": [_target("api", "up"), _target("worker", "unknown")]},
        {"activeTargets": [_target("api", "up"), _target("worker", "down")]},
    )
    targets = await answers.targets()
    assert {job: target["health"] for job, target in targets.items()} == {
        "api": "up", "worker": "down",
    }  # fmt: skip


async def test_rules_of_all_groups_are_awaited_until_each_has_been_evaluated(
    scripted: Script,
) -> None:
    def groups(*healths: str) -> dict[str, Any]:
        return {"groups": [{"rules": [{"health": health}]} for health in healths]}

    answers = scripted(groups(), groups("ok", "unknown"), groups("ok", "err"))
    assert [rule["health"] for rule in await answers.rules()] == ["ok", "err"]


async def test_a_query_is_asked_again_until_it_has_series(scripted: Script) -> None:
    series = {"metric": {"job": "api"}, "value": [0, "3"]}
    answers = scripted({"result": []}, {"result": []}, {"result": [series]})
    assert await answers.query("up") == []
    assert await answers.until("up") == [series]


async def test_exemplars_of_all_series_are_awaited(scripted: Script) -> None:
    first, second = {"labels": {"trace_id": "a"}}, {"labels": {"trace_id": "b"}}
    answers = scripted([], [{"exemplars": []}], [{"exemplars": [first]}, {"exemplars": [second]}])
    assert await answers.until_exemplars("stored_seconds_bucket") == [first, second]


async def test_without_the_program_nothing_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    server = Prometheus(tmp_path / "home", free_port(), tmp_path / "log", {})
    with pytest.raises(MissingProgramError, match="prometheus"):
        async with started(server):
            pass
    assert _names(tmp_path) == []
