"""An upgrade that rolls every pod, under load, and its rollback."""

from cluster_kube import Kube
from cluster_load import load
from cluster_release import Hand, Release


def test_an_upgrade_under_load_fails_no_request_and_loses_no_reading(
    release: Release, hand: Hand, kube: Kube, rate: str
) -> None:
    before = {p["metadata"]["uid"] for part in PARTS for p in kube.pods(part)}
    with load(release, hand, "upgrade", rate) as result:
        release.figures["upgrade_s"] = round(release.upgrade(logLevel="warning"), 1)
        after = {p["metadata"]["uid"] for part in PARTS for p in kube.pods(part)}
        release.figures["rollback_s"] = round(release.rollback(), 1)
    assert not before & after, "not every pod was replaced"
    result.check()


PARTS = ("ingest", "worker", "api", "frontend")
