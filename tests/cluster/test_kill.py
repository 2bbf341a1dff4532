"""The broker's and the database's pods are killed under load."""

import time

from cluster_books import longest_pause, settle
from cluster_kube import Kube, until
from cluster_release import Hand, Release

SAVED_S = 12.0
"""Mosquitto saves every 10 s: a killed one may lose what it took since then."""


def ready(kube: Kube, component: str, other_than: str = "") -> bool:
    """Return whether the component has a ready pod that is not this one."""
    pods = [p for p in kube.pods(component) if p["metadata"]["uid"] != other_than]
    conditions = [c for p in pods for c in p["status"].get("conditions", [])]
    return any(c["type"] == "Ready" and c["status"] == "True" for c in conditions)


def test_the_brokers_pod_is_deleted(release: Release, hand: Hand, kube: Kube, rate: str) -> None:
    hand.begin("broker_deleted", "publish", rate)
    try:
        (pod,) = kube.pods("mosquitto")
        kube.kubectl("delete", "pod", pod["metadata"]["name"], "--wait=false")
        uid = pod["metadata"]["uid"]
        seconds = until("the broker is back", lambda: ready(kube, "mosquitto", uid))
        release.figures["broker_deleted_s"] = round(seconds, 1)
    finally:
        result = hand.end("broker_deleted")
    log = hand.log("broker_deleted")
    books = settle(release, log)
    result |= {"lost": len(books.lost), "longest_pause_s": longest_pause(release, log)}
    assert books.lost == []
    assert result["nobody"] == 0


def test_only_the_brokers_container_is_killed(
    release: Release, hand: Hand, kube: Kube, rate: str
) -> None:
    (pod,) = kube.pods("mosquitto")
    name = pod["metadata"]["name"]

    def restarts() -> int:
        statuses = kube.get("Pod", name)["status"]["containerStatuses"]
        return int(next(s["restartCount"] for s in statuses if s["name"] == "mosquitto"))

    before = restarts()
    hand.begin("broker_killed", "publish", rate)
    try:
        killed = time.time()
        kube.execute(name, "python3", "-c", KILL, container="keeper")
        until("the broker's container is started again", lambda: restarts() > before)
        seconds = until("the broker is ready", lambda: ready(kube, "mosquitto"))
        release.figures["broker_container_killed_s"] = round(seconds, 1)
        back = time.time()
        until("readings go on", lambda: time.time() > back + 5)
    finally:
        result = hand.end("broker_killed")
    log = hand.log("broker_killed")
    books = settle(release, log)
    seen = {(device, at): when for device, at, _, when in log}
    result |= {"lost": len(books.lost)}
    # it was not asked to stop: what it had not saved, and ingest had not got, is gone
    assert all(killed - SAVED_S < seen[key] < killed + 1 for key in books.lost), books.lost[:5]
    assert result["nobody"] == 0


KILL = """
import os, pathlib, signal
for path in pathlib.Path("/proc").glob("[0-9]*/comm"):
    if path.read_text().strip() == "mosquitto":
        os.kill(int(path.parent.name), signal.SIGKILL)
"""


def test_the_databases_pod_is_deleted(release: Release, hand: Hand, kube: Kube, rate: str) -> None:
    hand.begin("database_deleted", "publish", rate)
    try:
        (pod,) = kube.pods("postgresql")
        kube.kubectl("delete", "pod", pod["metadata"]["name"], "--wait=false")
        uid = pod["metadata"]["uid"]
        seconds = until("the database is back", lambda: ready(kube, "postgresql", uid))
        release.figures["database_deleted_s"] = round(seconds, 1)
    finally:
        result = hand.end("database_deleted")
    log = hand.log("database_deleted")
    books = settle(release, log)
    result |= {"lost": len(books.lost), "longest_pause_s": longest_pause(release, log)}
    assert books.lost == []
    assert books.wrong == []
    assert result["nobody"] == 0
