"""The version is in one place, and every other file that names it agrees."""

import json
import tomllib
from pathlib import Path

import pytest
import yaml

from isotherm import __version__

ROOT = Path(__file__).parents[4]
MEMBERS = ("", "libs/devstack", "libs/shared", "services/api", "services/ingest", "services/worker")


@pytest.mark.parametrize("member", MEMBERS)
def test_every_package_has_the_version(member: str) -> None:
    project = tomllib.loads((ROOT / member / "pyproject.toml").read_text())["project"]
    assert project["version"] == __version__


@pytest.mark.parametrize("name", ["package.json", "package-lock.json"])
def test_the_frontend_has_the_version(name: str) -> None:
    assert json.loads((ROOT / "frontend" / name).read_text())["version"] == __version__


def test_the_chart_installs_the_version() -> None:
    chart = yaml.safe_load((ROOT / "charts/isotherm/Chart.yaml").read_text())
    assert (chart["version"], chart["appVersion"]) == (__version__, __version__)


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("*/*/Dockerfile")), ids=lambda path: path.parent.name
)
def test_every_image_has_the_version(path: Path) -> None:
    if "ARG VERSION" in path.read_text():
        assert f"ARG VERSION={__version__}\n" in path.read_text()
