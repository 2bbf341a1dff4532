"""Before a pod stops, ingest leaves the broker only if Kubernetes has scaled the pod away."""

import asyncio
import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from heartbeats import beating
from ingest_process import process
from ingest_world import World, until
from kubernetes_api import KubernetesApi, kubernetes_api

from isotherm_devstack.host.ports import free_port
from isotherm_devstack.testing.database import Database
from isotherm_ingest.leave import leave
from isotherm_ingest.settings import LeaveSettings

STAYS = "staying with the broker"
UNKNOWN = "staying with the broker: it is unknown whether this pod is scaled away"


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    """Import the package before the tests.

    It takes seconds, in which a heart of the same process could not beat.
    """
    importlib.import_module("kubernetes.client")


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KubernetesApi]:
    with kubernetes_api(tmp_path / "account") as kubernetes:
        for name, text in kubernetes.environment.items():
            monkeypatch.setenv(name, text)
        yield kubernetes


def settings(database: Database, **changes: Any) -> LeaveSettings:
    """Return the settings of the pod ingest-1, beside those in the environment."""
    return LeaveSettings(**{"database_url": database.ingest, "instance": "ingest-1"} | changes)


async def state(world: World, name: str) -> str | None:
    """Return the state of an instance in the database."""
    current: str | None = await world.sql.fetchval(
        "SELECT state FROM ingest_instance WHERE instance = $1", name
    )
    return current


async def taking_readings(world: World) -> bool:
    """Return whether three instances take readings, by their heartbeats."""
    ask = "SELECT count(*) FROM ingest_instance WHERE connected AND subscribed"
    return bool(await world.sql.fetchval(ask) == 3)


async def test_scaled_from_three_to_one_two_leave_at_once_and_one_stays(
    world: World, api: KubernetesApi
) -> None:
    api.spec = {"replicas": 1}
    names = [f"one-ingest-{number}" for number in range(3)]
    async with (
        world.ingest(instance=names[0]),
        world.ingest(instance=names[1]),
        world.ingest(instance=names[2]),
    ):
        await until(lambda: taking_readings(world), "three instances that take readings")
        await asyncio.gather(
            *(leave(settings(world.database, instance=name), 60) for name in names)
        )
        states = [await state(world, name) for name in names]
        assert states == ["running", "gone", "gone"]
        await world.send(
            *[f'{{"value": {n % 50}, "time": {1_767_225_600 + n}}}' for n in range(99)]
        )
        await world.counted(99)  # no share is left behind with those that have gone
    [path] = {line.partition(" ")[0] for line in api.asked}
    assert path == "/apis/apps/v1/namespaces/greenhouse/statefulsets/one-ingest"
    assert {line.partition(" ")[2] for line in api.asked} == {"bearer token-of-the-pod"}


@pytest.mark.parametrize(
    ("spec", "metadata", "reason"),
    [
        ({"replicas": 2}, {}, "this pod comes back"),
        ({"replicas": 1, "ordinals": {"start": 1}}, {}, "this pod comes back"),
        (
            {"replicas": 0},
            {"deletionTimestamp": "2026-01-01T00:00:00Z"},
            "the StatefulSet ingest is being deleted",
        ),
    ],
)
async def test_a_restarted_or_deleted_pod_stays(
    world: World,
    api: KubernetesApi,
    caplog: pytest.LogCaptureFixture,
    spec: dict[str, Any],
    metadata: dict[str, Any],
    reason: str,
) -> None:
    api.spec, api.metadata = spec, metadata
    caplog.set_level("INFO")
    async with beating(world.database), beating(world.database, "ingest-1"):
        await leave(settings(world.database), 60)
        assert await state(world, "ingest-1") == "running"
    [record] = [record for record in caplog.records if record.name == "isotherm_ingest.leave"]
    assert (record.getMessage(), vars(record)["reason"]) == (STAYS, reason)


@pytest.mark.parametrize("start", [0, 2])
async def test_a_pod_beside_the_numbers_of_its_set_is_asked_to_leave(
    world: World, api: KubernetesApi, start: int
) -> None:
    api.spec = {"replicas": 1, "ordinals": {"start": start}}
    async with beating(world.database), beating(world.database, "ingest-1") as leaving:
        await leave(settings(world.database), 0.5 + 5)  # this heart does not leave, so it times out
        assert await state(world, "ingest-1") == "draining"
        await leaving.beat()
        assert leaving.asked.is_set()


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("forbidden", "Kubernetes answers 403 Forbidden"),
        ("not found", "Kubernetes answers 404 Not Found"),
        ("broken", "Kubernetes answers 500 Internal Server Error"),
        ("no json", "Kubernetes answers with no StatefulSet"),
        ("no spec", "Kubernetes answers with no StatefulSet"),
        ("away", "Kubernetes cannot be asked: "),
        ("another authority", "Kubernetes cannot be asked: "),
        ("no token", "Kubernetes cannot be asked: Service token file does not exist."),
        ("no account", "there is no service account"),
        ("outside", "Kubernetes cannot be asked: Service host/port is not set."),
        ("no pod", "laptop is no name of a StatefulSet's pod"),
    ],
)
async def test_who_cannot_ask_stays_and_says_so_in_a_line(
    world: World,
    api: KubernetesApi,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: str,
    why: str,
) -> None:
    changes: dict[str, Any] = {}
    api.spec = {"replicas": 1}
    match fault:
        case "forbidden":
            api.status = 403
        case "not found":
            api.status = 404
        case "broken":
            api.status = 500
        case "no json":
            api.body = b'"secret"'
        case "no spec":
            api.spec = None
        case "away":
            monkeypatch.setenv("KUBERNETES_SERVICE_PORT", str(free_port()))
        case "another authority":
            with kubernetes_api(tmp_path / "other") as other:
                (other.account / "ca.crt").replace(api.account / "ca.crt")
        case "no token":
            (api.account / "token").unlink()
        case "no account":
            changes["service_account"] = tmp_path / "nowhere"
        case "outside":
            monkeypatch.delenv("KUBERNETES_SERVICE_HOST")
        case "no pod":
            changes["instance"] = "laptop"
    async with beating(world.database), beating(world.database, "ingest-1"):
        await leave(settings(world.database, **changes), 60)
        assert await state(world, "ingest-1") == "running"
    [record] = [record for record in caplog.records if record.name == "isotherm_ingest.leave"]
    assert record.getMessage() == UNKNOWN
    assert str(vars(record)["why"]).startswith(why)
    assert "token-of-the-pod" not in caplog.text
    assert "secret" not in caplog.text


async def test_a_silent_api_does_not_hold_up_the_stop(
    world: World, api: KubernetesApi, caplog: pytest.LogCaptureFixture
) -> None:
    api.silent.set()
    await leave(settings(world.database), 60)
    [record] = [record for record in caplog.records if record.name == "isotherm_ingest.leave"]
    assert record.getMessage() == UNKNOWN
    assert "imed out" in str(vars(record)["why"])


async def test_the_last_one_stays(
    world: World, api: KubernetesApi, caplog: pytest.LogCaptureFixture
) -> None:
    api.spec = {"replicas": 0}
    async with world.ingest(instance="ingest-1"):
        await leave(settings(world.database), 60)
        assert await state(world, "ingest-1") == "running"
    [record] = [record for record in caplog.records if record.name == "isotherm_ingest.leave"]
    assert "no other ingest takes readings" in str(vars(record)["why"])


async def test_an_unavailable_database_is_said(
    api: KubernetesApi, caplog: pytest.LogCaptureFixture
) -> None:
    api.spec = {"replicas": 1}
    url = f"postgresql://u:terrible@127.0.0.1:{free_port()}/d"
    await leave(LeaveSettings(database_url=url, instance="ingest-1"), 60)  # type: ignore[arg-type]  # as the environment gives it
    [record] = [record for record in caplog.records if record.name == "isotherm_ingest.leave"]
    assert record.getMessage() == "not left the broker: the database is unavailable"
    assert "terrible" not in caplog.text


async def test_the_command_always_ends_with_code_0(world: World, api: KubernetesApi) -> None:
    api.status = 403
    pipe = asyncio.subprocess.PIPE
    async with process(world, "leave", log=pipe, instance="ingest-1") as child:
        output, _ = await child.communicate()
        assert child.returncode == 0
        [line] = output.decode().splitlines()
        assert json.loads(line)["message"] == UNKNOWN
        assert json.loads(line)["service"] == "ingest"
    async with process(world, "leave", log=pipe, database_url="mysql://x") as child:
        output, _ = await child.communicate()
        assert child.returncode == 0
        assert output.startswith(b"ISOTHERM_DATABASE_URL: must be ")
