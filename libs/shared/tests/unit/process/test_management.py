"""The management port says whether the part lives, is ready, and what it counted."""

import json

import httpx
import pytest
from prometheus_client import CollectorRegistry, Counter

from isotherm.process.management import serve


@pytest.mark.parametrize(("ready", "status"), [(True, 200), (False, 503)])
async def test_readiness(ready: bool, status: int) -> None:
    async with serve("127.0.0.1", 0, lambda: {"broker": ready}) as port, httpx.AsyncClient() as web:
        answer = await web.get(f"http://127.0.0.1:{port}/readyz")
    assert answer.status_code == status
    assert json.loads(answer.text)["checks"] == {"broker": ready}


async def test_health_and_metrics() -> None:
    registry = CollectorRegistry()
    Counter("isotherm_test_things", "Things", registry=registry).inc(3)
    async with serve("127.0.0.1", 0, dict, registry=registry) as port, httpx.AsyncClient() as web:
        base = f"http://127.0.0.1:{port}"
        assert (await web.get(f"{base}/healthz")).status_code == 200
        assert "isotherm_test_things_total 3.0" in (await web.get(f"{base}/metrics")).text
        assert (await web.get(f"{base}/other")).status_code == 404


@pytest.mark.parametrize(
    ("host", "name"), [("127.0.0.1", "MANAGEMENT_PORT"), ("nowhere.invalid", "MANAGEMENT_HOST")]
)
async def test_where_it_cannot_listen_one_line_says_so(
    capsys: pytest.CaptureFixture[str], host: str, name: str
) -> None:
    async with serve("127.0.0.1", 0, dict) as port:
        with pytest.raises(SystemExit) as ended:
            async with serve(host, port, dict):
                pass
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(f"ISOTHERM_{name}: cannot listen on {host}:{port}: ")
    assert said.count("\n") == 1
