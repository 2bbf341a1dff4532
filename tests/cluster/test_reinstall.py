"""The release is removed and installed again on the kept volumes and Secrets."""

from cluster_books import READINGS, settle
from cluster_kube import Kube, until
from cluster_release import Hand, Release


def test_devices_readings_and_passwords_are_there_again(
    release: Release, hand: Hand, kube: Kube, rate: str
) -> None:
    hand.stop()
    release.scale("statefulset", "ingest", 0)
    before = release.query(READINGS)
    secret = release.secret("app", "sealing-key")
    release.helm("uninstall", "--wait")
    label = f"app.kubernetes.io/instance={release.name}"
    until("no pod is left", lambda: not kube.select("Pod", label))
    claims = kube.select("PersistentVolumeClaim", label)
    names = [claim["metadata"]["name"] for claim in claims]
    assert any("postgresql" in name for name in names), names
    assert any("mosquitto" in name for name in names), names
    release.figures["reinstall_s"] = round(release.upgrade(), 1)
    assert release.secret("app", "sealing-key") == secret
    assert release.query(READINGS)[0][0] >= before[0][0]
    hand.start()
    # devices still have the passwords that they were given once
    hand.begin("after_reinstall", "publish", rate)
    result = hand.end("after_reinstall")
    assert result["acknowledged"] == result["sent"]
    assert settle(release, hand.log("after_reinstall")).lost == []
