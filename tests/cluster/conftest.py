"""A release of the chart in the cluster of kubectl's context; the tests are its life, in order.

They run with `make e2e-cluster` alone. Without a cluster the run ends with one line and exit
code 3. IMAGE_REGISTRY and IMAGE_TAG say where images are, E2E_RATE how many messages a second are
published, E2E_VALUES names a further file of values, E2E_KEEP=1 leaves the release there. The last
release comes from the same registry; RELEASE_TAG and RELEASE_CHART name another tag and chart.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cluster_kube import Kube, missing, option, run
from cluster_release import Hand, Release

ORDER = (
    "test_release_upgrade",
    "test_install",
    "test_policies",
    "test_scale",
    "test_upgrade",
    "test_kill",
    "test_restore",
    "test_reinstall",
)
NAMESPACE = option("E2E_NAMESPACE", "isotherm-e2e")
DEVICES = 5
_figures: dict[str, Any] = {}


def pytest_sessionstart(session: pytest.Session) -> None:
    """End the run at once if there is no cluster."""
    if session.config.option.collectonly:
        return
    if (why := missing()) is not None:
        pytest.exit(f"no cluster to run against: {why}", returncode=3)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests by the life of a release; within a file they stay as they are written."""
    items.sort(key=lambda item: ORDER.index(item.path.stem))


@pytest.fixture(scope="session")
def figures() -> dict[str, Any]:
    """What the run measures, for the table at its end."""
    return _figures


@pytest.fixture(scope="session")
def rate() -> str:
    """Messages a second that are published under load."""
    return option("E2E_RATE", "200")


@pytest.fixture(scope="session")
def kube() -> Iterator[Kube]:
    """A namespace that admits restricted pods only; deleted afterwards."""
    with namespace(NAMESPACE) as space:
        yield space


@pytest.fixture(scope="module")
def other_kube() -> Iterator[Kube]:
    """A second such namespace, for a module that installs a release of its own."""
    with namespace(f"{NAMESPACE}-other") as space:
        yield space


@contextmanager
def namespace(name: str) -> Iterator[Kube]:
    labels = {"pod-security.kubernetes.io/enforce": "restricted"}
    space = Kube(name)
    space.apply(
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}
    )
    yield space
    if not option("E2E_KEEP", ""):
        run("kubectl", "delete", "namespace", name, "--timeout=300s")


@pytest.fixture(scope="session")
def release(kube: Kube, figures: dict[str, Any]) -> Release:
    """The release, installed and ready."""
    installed = Release("isotherm", kube, figures)
    installed.put_scripts()
    figures["install_s"] = round(installed.upgrade(), 1)
    return installed


@pytest.fixture(scope="session")
def hand(release: Release) -> Iterator[Hand]:
    """People and devices, with the devices of the run registered."""
    actor = Hand(release)
    actor.start()
    actor.register(DEVICES)
    yield actor
    if not option("E2E_KEEP", ""):
        actor.stop()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures as a table, and write them as JSON."""
    if not _figures:
        return
    terminalreporter.section("figures")
    for name, value in _figures.items():
        shown = json.dumps(value) if isinstance(value, dict | list) else value
        terminalreporter.write_line(f"{name:32} {shown}")
    path = Path(option("E2E_FIGURES", "e2e-cluster.json"))
    path.write_text(json.dumps(_figures, indent=1) + "\n")
    terminalreporter.write_line(f"written to {path}")
