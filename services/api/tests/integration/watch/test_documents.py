"""The documents of `watch`: instances, broker and alerts, also without a worker."""

from typing import Any

from watched import broker, instance


async def test_a_healthy_system_has_no_alerts(api: Any, world: Any) -> None:
    await broker(world)
    await instance(world, "ingest-0", 1)
    found = await api.get("ada", "/watch")
    assert found["broker"]["connected"]
    assert found["broker"]["queued"] == 12
    assert found["broker"]["dropped"] == {"hour": 0, "day": 0, "last": None}
    assert found["broker"]["subscription"] is True
    assert found["broker"]["tick_age_s"] >= 2
    [ingest] = found["instances"]
    assert (ingest["state"], ingest["connected"], ingest["waiting"]) == ("running", True, 3)
    assert ingest["tick_age_s"] >= 1
    assert found["ledger"] == {"checked": None, "differences": []}
    assert found["alerts"] == []


async def test_an_instance_without_heartbeat_is_gone(api: Any, world: Any) -> None:
    await broker(world)
    await instance(world, "ingest-0", 60)
    await instance(world, "ingest-1", 0, state="draining", subscribed=False)
    found = await api.get("ada", "/watch")
    silent, draining = found["instances"]
    assert (silent["state"], silent["connected"], silent["subscribed"]) == ("gone", False, False)
    assert (draining["state"], draining["subscribed"]) == ("draining", False)
    # no instance is subscribed now, but the broker keeps the share for one that may return
    assert found["broker"]["subscription"] is True
    await broker(world, shared=0)
    assert (await api.get("ada", "/watch"))["broker"]["subscription"] is False


async def test_figures_that_a_broker_does_not_report_are_null(api: Any, world: Any) -> None:
    await broker(world, dropped=None, queued=None, shared=None)
    found = (await api.get("ada", "/watch"))["broker"]
    assert found["connected"]
    assert [found[key] for key in ("dropped", "queued", "subscription")] == [None, None, None]


async def test_an_unavailable_worker_is_an_alert(api: Any, world: Any) -> None:
    first = await api.get("ada", "/watch")
    await broker(world, seen_s=30.0)
    later = await api.get("ada", "/watch")
    for found in (first, later):
        assert not found["broker"]["connected"]
        assert found["broker"]["queued"] is None
        [alert] = found["alerts"]
        assert (alert["kind"], alert["until"]) == ("impaired", None)
        assert alert["since"] == found["broker"]["since"]
        assert "Worker is unavailable" in alert["detail"]
