"""A backup, and its restore as docs/operations.md tells it."""

from cluster_books import READINGS
from cluster_kube import Kube, until
from cluster_release import Hand, Release


def test_what_was_backed_up_comes_back(release: Release, hand: Hand, kube: Kube) -> None:
    hand.stop()
    parts = {
        "ingest": "statefulset",
        "worker": "deployment",
        "api": "deployment",
        "keycloak": "deployment",
    }
    release.scale("statefulset", "ingest", 0)
    before = release.query(READINGS)
    people = release.query("SELECT count(*) FROM user_entity", "keycloak")
    said, seconds = release.run_job("backup", "e2e-backup")
    assert "is complete" in said
    release.figures["backup"] = {"seconds": round(seconds, 1), "readings": int(before[0][0])}
    release.query("DELETE FROM reading WHERE channel_id % 2 = 0; UPDATE site SET name = 'lost'")

    # while parts are connected, or without being told to replace, it refuses
    kube.kubectl("create", "job", f"--from=cronjob/{release.fullname}-restore", "e2e-refused")

    def failed() -> bool:
        return bool(kube.get("Job", "e2e-refused")["status"].get("failed"))

    until("the restore is refused", failed)
    refused = kube.kubectl("logs", "job/e2e-refused", "-c", "restore")
    assert "is in use by" in refused

    for part, kind in parts.items():
        release.scale(kind, part, 0)
    kube.kubectl(
        "set", "env", f"cronjob/{release.fullname}-restore", "-c", "restore",
        "ISOTHERM_RESTORE_REPLACE=true",
    )  # fmt: skip
    said, seconds = release.run_job("restore", "e2e-restore")
    release.figures["restore"] = {
        "seconds": round(seconds, 1),
        "said": [line[9:] for line in said.splitlines()],
    }
    assert release.query(READINGS) == before
    assert release.query("SELECT name FROM site WHERE slug = 'e2e-cluster'") == [["E2E cluster"]]
    assert release.query("SELECT count(*) FROM user_entity", "keycloak") == people
    for part, kind in parts.items():
        release.kube.kubectl("scale", f"{kind}/{release.fullname}-{part}", "--replicas=1")
    release.upgrade()
    hand.start()
    sensor = hand.run("show", "/sensors/e2e-cluster/load-0")
    assert sensor["latest"] is not None
    assert "all steps passed" in release.helm("test", "--timeout", "5m")
