"""From the last release to this version and back, as docs/operations.md tells it, under load."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from cluster_books import Log, settle
from cluster_kube import Kube, option, until
from cluster_load import load
from cluster_release import Hand, Release
from cluster_released import Released, last_release
from isotherm import __version__

TAG = option("IMAGE_TAG", __version__)
DEVICES = 5
HISTORY = 200
"""How many of the oldest readings are looked up in the API."""


@dataclass(frozen=True)
class Installation:
    """The last release as it was installed and used before its upgrade."""

    released: Released
    release: Release
    hand: Hand
    kube: Kube
    log: Log
    """What devices had published."""
    people: list[list[str]]


@pytest.fixture(scope="module")
def installation(other_kube: Kube, figures: dict[str, Any], rate: str) -> Iterator[Installation]:
    """The last release in a namespace of its own, with devices, a person and readings."""
    with last_release() as released:
        release = Release("isotherm", other_kube, figures)
        release.put_scripts()
        seconds = release.upgrade(released.chart, image={"tag": released.tag})
        figures["release_install_s"] = round(seconds, 1)
        # of this version's image, as its scripts are
        hand = Hand(release)
        hand.start()
        hand.register(DEVICES)
        hand.begin("release_readings", "publish", rate)
        until_many_are_sent(release)
        hand.end("release_readings")
        log = hand.log("release_readings")
        assert settle(release, log).lost == []
        yield Installation(released, release, hand, other_kube, log, people(release))


def until_many_are_sent(release: Release) -> None:
    """Wait until each device has more readings than are looked up later."""

    def many() -> bool:
        rows = release.query("SELECT count(*) FROM reading GROUP BY channel_id")
        return len(rows) == DEVICES and all(int(count) > HISTORY for (count,) in rows)

    until("the devices have published", many)


def people(release: Release) -> list[list[str]]:
    """Return the people that Keycloak knows, with the hashes of their passwords."""
    return release.query(
        "SELECT u.username, md5(c.secret_data) FROM user_entity u"
        " JOIN credential c ON c.user_id = u.id ORDER BY 1, 2",
        "keycloak",
    )


def tags(kube: Kube, release: Release) -> dict[str, set[str]]:
    """Return the tags of Isotherm's images that run, by component."""
    registry = release.values()["image"]["registry"]
    running: dict[str, set[str]] = {}
    for pod in kube.select("Pod", f"app.kubernetes.io/instance={release.name}"):
        if "deletionTimestamp" in pod["metadata"] or pod["status"]["phase"] != "Running":
            continue
        if pod["metadata"]["name"].startswith("e2e-"):
            continue
        spec = pod["spec"]
        for container in (*spec.get("initContainers", ()), *spec["containers"]):
            image = str(container["image"])
            if image.startswith(f"{registry}/"):
                component = pod["metadata"]["labels"]["app.kubernetes.io/component"]
                running.setdefault(component, set()).add(image.rpartition(":")[2])
    return running


def revision(release: Release) -> str:
    """Return the revision of the database's schema."""
    ((number,),) = release.query("SELECT version_num FROM alembic_version")
    return number


def check_history(installation: Installation) -> None:
    """Assert that the API answers the readings from before the upgrade, one by one."""
    mine = sorted((at, value) for name, at, value, _ in installation.log if name == "load-0")
    oldest = mine[:HISTORY]
    first, last = oldest[0][0], oldest[-1][0]
    sensor = "e2e-cluster/load-0"
    path = f"/series?sensor={sensor}&from={first}&to={last + 1}&points={2 * HISTORY}"
    (series,) = installation.hand.run("show", path)["sensors"]
    assert list(zip(series["time"], series["avg"], strict=True)) == oldest
    books = settle(installation.release, installation.log, 0)
    assert (books.lost, books.wrong) == ([], [])
    assert people(installation.release) == installation.people


def test_an_upgrade_fails_no_request_and_loses_no_reading(
    installation: Installation, rate: str
) -> None:
    release, kube = installation.release, installation.kube
    assert set().union(*tags(kube, release).values()) == {installation.released.tag}
    before = revision(release)
    said, seconds = release.run_job("backup", "before-upgrade")
    assert "is complete" in said
    with load(release, installation.hand, "release_upgrade", rate) as result:
        release.figures["release_upgrade_s"] = round(release.upgrade(image={"tag": TAG}), 1)
    release.figures["release_upgrade"] = {
        "from": f"{installation.released.tag}, schema {before}",
        "to": f"{TAG}, schema {revision(release)}",
        "backup_s": round(seconds, 1),
    }
    running = tags(kube, release)
    assert running.keys() >= {"ingest", "worker", "api", "frontend", "keycloak", "mosquitto"}
    assert set().union(*running.values()) == {TAG}
    result.check()
    check_history(installation)
    assert "all steps passed" in release.helm("test", "--timeout", "5m")


def test_a_rollback_goes_on_with_the_newer_schema_and_loses_no_reading(
    installation: Installation, rate: str
) -> None:
    release, kube = installation.release, installation.kube
    newer = revision(release)
    with load(release, installation.hand, "release_rollback", rate) as result:
        release.figures["release_rollback_s"] = round(release.rollback("1"), 1)
    assert set().union(*tags(kube, release).values()) == {installation.released.tag}
    assert revision(release) == newer
    result.check()
    check_history(installation)
    assert "all steps passed" in release.helm("test", "--timeout", "5m")
