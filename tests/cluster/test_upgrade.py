"""An upgrade that rolls every pod, under load, and its rollback."""

import time

from cluster_books import longest_pause, settle
from cluster_kube import Kube
from cluster_release import Hand, Release


def test_an_upgrade_under_load_fails_no_request_and_loses_no_reading(
    release: Release, hand: Hand, kube: Kube, rate: str
) -> None:
    before = {p["metadata"]["uid"] for part in PARTS for p in kube.pods(part)}
    hand.begin("upgrade_readings", "publish", rate)
    hand.begin("upgrade_requests", "ask", "10")
    try:
        release.figures["upgrade_s"] = round(release.upgrade(logLevel="warning"), 1)
        after = {p["metadata"]["uid"] for part in PARTS for p in kube.pods(part)}
        start = time.monotonic()
        release.helm("rollback", "--wait", "--timeout", "10m")
        release.wait()
        release.figures["rollback_s"] = round(time.monotonic() - start, 1)
    finally:
        asked = hand.end("upgrade_requests")
        readings = hand.end("upgrade_readings")
    assert not before & after, "not every pod was replaced"
    log = hand.log("upgrade_readings")
    books = settle(release, log)
    readings |= {
        "lost": len(books.lost),
        "stored": books.stored,
        "longest_pause_s": round(longest_pause(release, log), 2),
    }
    assert books.lost == []
    assert books.wrong == []
    assert readings["nobody"] == 0
    assert asked.get("new failed", 0) == 0, asked
    assert asked.get("kept failed", 0) == 0, asked


PARTS = ("ingest", "worker", "api", "frontend")
