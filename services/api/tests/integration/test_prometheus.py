"""Prometheus is asked within bounds, and says what it said or why it did not."""

import json
from typing import Any

import httpx
import pytest
from status_world import answered, prometheus

from isotherm_api.prometheus import MOST_BYTES, Prometheus, PrometheusError


def listed(*alerts: dict[str, Any]) -> bytes:
    """Return Prometheus' answer with these alerts."""
    return answered(json.dumps({"status": "success", "data": {"alerts": alerts}}).encode())


def alert(name: str, state: str = "firing", **more: Any) -> dict[str, Any]:
    """Return one alert as Prometheus writes it."""
    return {
        "labels": {"alertname": name, "severity": "critical", "kind": "blind"},
        "annotations": {"summary": "No readings come in", "runbook_url": "https://r/blind.md"},
        "state": state,
        "activeAt": "2026-11-23T11:58:00.123456789Z",
        "value": "1e+00",
    } | more


async def test_alerts_of_our_rules_are_returned() -> None:
    given = (
        alert("IsothermClockSkew"),
        alert("KubePodCrashLooping"),
        alert("IsothermWatchdog", annotations={}, activeAt="2026-11-23T11:00:00Z"),
    )
    async with prometheus(listed(*given)) as url, httpx.AsyncClient(trust_env=False) as client:
        first, watchdog = await Prometheus(client, url + "/").fetch_alerts()
    assert (first.labels.alertname, first.runbook) == ("IsothermClockSkew", "clock-skew")
    assert (first.state, first.labels.severity) == ("firing", "critical")
    assert first.since is not None
    assert first.since.isoformat() == "2026-11-23T11:58:00.123456+00:00"
    assert watchdog.annotations.summary == ""


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (answered(b"no", "503 Service Unavailable"), "status 503"),
        (answered(b"", "302 Found"), "status 302"),
        (answered(b"<html>"), "not one of Prometheus"),
        (answered(b'{"status": "error", "error": "x"}'), "not one of Prometheus"),
        (answered(b'{"status": "success", "data": {"alerts": [{"state": "odd"}]}}'), "not one of"),
        (answered(b"[" * 100_000), "not one of Prometheus"),
        (answered(b"x" * (MOST_BYTES + 1)), "too long"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", "broke off"),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "broke off"),
    ],
)
async def test_any_other_answer_is_named(answer: bytes, why: str) -> None:
    async with prometheus(answer) as url, httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(PrometheusError, match=why):
            await Prometheus(client, url).fetch_alerts()


@pytest.mark.parametrize("bytewise", [False, True])
async def test_one_that_hangs_is_left(bytewise: bool) -> None:
    """Also one that sends a byte now and then, so that no read times out."""
    answer = listed() if bytewise else None
    async with (
        prometheus(answer, bytewise=bytewise) as url,
        httpx.AsyncClient(trust_env=False) as client,
    ):
        with pytest.raises(PrometheusError, match=r"no answer within 0\.2 s"):
            await Prometheus(client, url, timeout_s=0.2).fetch_alerts()


async def test_one_that_is_away_is_named_without_its_address() -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(PrometheusError, match="cannot be reached") as raised:
            await Prometheus(client, "http://user:secret@127.0.0.1:1").fetch_alerts()
    assert "secret" not in str(raised.value)


async def test_long_texts_are_cut() -> None:
    given = alert("Isotherm" + "x" * 9000, annotations={"summary": "y" * 9000})
    async with prometheus(listed(given)) as url, httpx.AsyncClient(trust_env=False) as client:
        [fetched] = await Prometheus(client, url).fetch_alerts()
    assert len(fetched.labels.alertname) == len(fetched.annotations.summary) == 500
