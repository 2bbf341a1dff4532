"""Parts are scaled apart, under load: nothing is lost or doubled, streams go on."""

from cluster_books import longest_pause, settle
from cluster_kube import Kube, until
from cluster_release import Hand, Release

STREAMS = "4"
"""Fewer than the live streams that a person may have."""


def test_ingest_from_one_to_three_and_back_under_load(
    release: Release, hand: Hand, kube: Kube, rate: str
) -> None:
    hand.begin("ingest_scaled", "publish", rate)
    try:
        up = release.scale("statefulset", "ingest", 3)
        until("three ingests are subscribed", lambda: len(connected(release)) == 3, 120)
        down = release.scale("statefulset", "ingest", 1)
    finally:
        result = hand.end("ingest_scaled")
    log = hand.log("ingest_scaled")
    books = settle(release, log)
    result |= {
        "stored": books.stored,
        "lost": len(books.lost),
        "up_s": round(up, 1),
        "down_s": round(down, 1),
        "longest_pause_s": round(longest_pause(release, log), 2),
    }
    assert books.lost == []
    assert books.wrong == []
    assert result["nobody"] == 0
    # no share stays behind: all that is published from now on reaches the one that is left
    hand.begin("after_scale", "publish", rate)
    until("a second load goes on", lambda: True)
    after = hand.end("after_scale")
    assert settle(release, hand.log("after_scale"), 30).lost == []
    assert after["unacknowledged"] == 0
    assert len(connected(release)) == 1
    left = release.query("SELECT instance, state FROM ingest_instance ORDER BY 1")
    assert [state for _, state in left] == ["running", "gone", "gone"], left


def connected(release: Release) -> list[str]:
    """Return the instances of ingest that say they are connected."""
    rows = release.query(
        "SELECT instance FROM ingest_instance WHERE connected AND subscribed"
        " AND state = 'running' AND seen_at > now() - interval '10 seconds'"
    )
    return [row[0] for row in rows]


def test_api_and_frontend_from_one_to_three_with_streams_going_on(
    release: Release, hand: Hand, rate: str
) -> None:
    hand.begin("live_scaled", "follow", STREAMS)
    hand.begin("readings_live", "publish", "5")
    hand.begin("http_scaled", "ask", "10")
    try:
        for part in ("api", "frontend"):
            release.scale("deployment", part, 3)
        before = hand.execute("cat", "/tmp/said-live_scaled")
        assert before == "", "a stream ended although nothing was taken away"
        for part in ("api", "frontend"):
            release.scale("deployment", part, 1)
    finally:
        # streams first, while there is something to hear
        live = hand.end("live_scaled")
        asked = hand.end("http_scaled")
        hand.end("readings_live")
    assert live["broken"] == 0, live
    assert live["events"] > 0
    assert asked.get("new failed", 0) == 0, asked
    assert asked.get("kept failed", 0) == 0, asked
