"""The lock file has a matching version of every declared package."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from isotherm_devstack.host.paths import REPOSITORY

PROJECTS = sorted([REPOSITORY / "pyproject.toml", *REPOSITORY.glob("[cls]*/*/pyproject.toml")])
MEMBERS = {
    canonicalize_name(tomllib.loads(path.read_text())["project"]["name"]) for path in PROJECTS
}


def _locked() -> dict[str, str]:
    text = (REPOSITORY / "requirements.lock").read_text()
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in pins}


def _declared(path: Path) -> Iterator[Requirement]:
    content = tomllib.loads(path.read_text())
    groups = content.get("dependency-groups", {}).values()
    for requirement in (
        *content["project"].get("dependencies", []),
        # without the inclusion of a group, which stands beside it
        *(text for group in groups for text in group if isinstance(text, str)),
    ):
        yield Requirement(requirement)


@pytest.mark.parametrize("path", PROJECTS, ids=lambda path: path.parent.name)
def test_every_declared_package_is_locked(path: Path) -> None:
    locked = _locked()
    wrong = [
        str(requirement)
        for requirement in _declared(path)
        if canonicalize_name(requirement.name) not in MEMBERS
        and not requirement.specifier.contains(locked.get(canonicalize_name(requirement.name), "0"))
    ]
    assert wrong == [], "update the lock file: `make lock`"


def test_every_locked_package_has_hashes_and_no_url() -> None:
    text = (REPOSITORY / "requirements.lock").read_text()
    assert "://" not in text
    assert text.count("==") <= text.count(" \\\n")
