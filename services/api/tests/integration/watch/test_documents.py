"""The documents of `watch`: instances, broker and alerts, also without a worker."""

from typing import Any

from watched import broker, instance


async def test_a_healthy_system_has_no_alerts(api: Any, world: Any) -> None:
    await broker(world)
    await instance(world, "ingest-0", 1)
    watch = await api.get("ada", "/watch")
    assert watch["broker"]["connected"]
    assert watch["broker"]["queued"] == 12
    assert watch["broker"]["dropped"] == {"hour": 0, "day": 0, "last": None}
    assert watch["broker"]["subscription"] is True
    assert watch["broker"]["tick_age_s"] >= 2
    [ingest] = watch["instances"]
    assert (ingest["state"], ingest["connected"], ingest["waiting"]) == ("running", True, 3)
    assert ingest["tick_age_s"] >= 1
    assert watch["ledger"] == {"checked": None, "differences": []}
    assert watch["alerts"] == []


async def test_an_instance_without_heartbeat_is_gone(api: Any, world: Any) -> None:
    await broker(world)
    await instance(world, "ingest-0", 60)
    await instance(world, "ingest-1", 0, state="draining", subscribed=False)
    watch = await api.get("ada", "/watch")
    silent, draining = watch["instances"]
    assert (silent["state"], silent["connected"], silent["subscribed"]) == ("gone", False, False)
    assert (draining["state"], draining["subscribed"]) == ("draining", False)
    # no instance is subscribed now, but the broker keeps the share for one that may return
    assert watch["broker"]["subscription"] is True
    await broker(world, shared=0)
    assert (await api.get("ada", "/watch"))["broker"]["subscription"] is False


async def test_figures_that_a_broker_does_not_report_are_null(api: Any, world: Any) -> None:
    await broker(world, dropped=None, queued=None, shared=None)
    figures = (await api.get("ada", "/watch"))["broker"]
    assert figures["connected"]
    assert [figures[key] for key in ("dropped", "queued", "subscription")] == [None, None, None]


async def test_an_unavailable_worker_is_an_alert(api: Any, world: Any) -> None:
    first = await api.get("ada", "/watch")
    await broker(world, seen_s=30.0)
    later = await api.get("ada", "/watch")
    for watch in (first, later):
        assert not watch["broker"]["connected"]
        assert watch["broker"]["queued"] is None
        [alert] = watch["alerts"]
        assert (alert["kind"], alert["until"]) == ("impaired", None)
        assert alert["since"] == watch["broker"]["since"]
        assert "Worker is unavailable" in alert["detail"]
