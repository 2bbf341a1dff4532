"""The service: no error of a background job ends it; the job is retried and shown in health."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from ingest_replays import ask, ended
from ingest_world import World, until

from isotherm.process.background import FAILURES, Background
from isotherm_ingest.service import Service


class DefectError(Exception):
    """An error that no part expects."""


def fail_first(act: Callable[..., Awaitable[Any]], times: int = 2) -> Callable[..., Awaitable[Any]]:
    """Return `act`, but with the first calls raising an error that nobody expects."""
    left = times

    async def failing(*args: Any, **kwargs: Any) -> Any:
        nonlocal left
        left -= 1
        if left >= 0:
            raise DefectError("injected")
        return await act(*args, **kwargs)

    return failing


def failures(job: str) -> float:
    """Return how many attempts of a job failed."""
    return FAILURES.labels(job)._value.get()


class Patched:
    """An object with one method replaced; everything else is the object's own."""

    def __init__(self, inner: Any, name: str, method: Any) -> None:
        self.__dict__ |= {"_inner": inner, name: method}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


@pytest.mark.parametrize("job", ["flusher", "heartbeat", "replays", "store", "source"])
async def test_a_defect_of_a_background_job_ends_nothing(
    world: World, job: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    background, before = Background(), failures(job)
    async with world.ingest(background=background) as service:
        await world.send("1")
        await world.counted(1)
        _break(service, job, monkeypatch)
        await world.send("2")
        await until(lambda: failures(job) >= before + 2, f"failures of {job}")
        await world.counted(2)
        await ended(world, await ask(world))
        newest = "SELECT count(*) = 1 FROM latest WHERE value = 2"
        await until(lambda: world.sql.fetchval(newest), "the latest reading")
        await until(lambda: background.document()["status"] == "ok", "all jobs well again")
        assert job in background.document()["jobs"]


def _break(service: Service, job: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the next two attempts of a job fail."""
    match job:
        case "flusher":
            flusher = service._flusher
            monkeypatch.setattr(flusher, "flush", fail_first(flusher.flush))
        case "heartbeat":
            heartbeat = service._heartbeat
            monkeypatch.setattr(heartbeat, "_write", fail_first(heartbeat._write))
        case "replays":
            replays = service._replays
            monkeypatch.setattr(replays, "step", fail_first(replays.step))
            replays.wake()
        case "store":
            store = service.pipeline.store
            patched: Any = Patched(store, "commit", fail_first(store.commit))
            service.pipeline.store = patched
        case "source":
            source = service.source
            monkeypatch.setattr(source, "_hold", fail_first(source._hold))
            assert source._connection is not None
            source._connection.client.inner.disconnect()


async def test_leaving_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = failures("leave")
    async with world.ingest() as service:
        monkeypatch.setattr(service.source, "unsubscribe", fail_first(service.source.unsubscribe))
        service._heartbeat.asked.set()
        state = "SELECT state = 'gone' FROM ingest_instance WHERE instance = 'test'"
        await until(lambda: world.sql.fetchval(state), "the instance to be gone")
    assert failures("leave") == before + 2
