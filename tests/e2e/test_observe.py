"""The chart's scrape configuration and alerts, in a real Prometheus that reads the whole stack."""

from isotherm_devstack.testing.prometheus import Answers

PARTS = {"ingest", "worker", "api", "frontend"}


async def test_every_part_is_read(prometheus: Answers) -> None:
    targets = await prometheus.targets()

    assert targets.keys() == PARTS | {"prometheus"}
    errors = {job: target["lastError"] for job, target in targets.items()}
    assert not any(errors.values()), errors
    assert {target["health"] for target in targets.values()} == {"up"}


async def test_every_alert_is_evaluated(prometheus: Answers) -> None:
    rules = await prometheus.rules()

    assert rules
    broken = {rule["name"]: rule["lastError"] for rule in rules if rule["health"] != "ok"}
    assert not broken
