"""The lock file has a version for everything that is declared, and one that fits."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from isotherm_devstack.host.paths import REPOSITORY

PROJECTS = sorted([REPOSITORY / "pyproject.toml", *REPOSITORY.glob("[ls]*/*/pyproject.toml")])
MEMBERS = {
    canonicalize_name(tomllib.loads(path.read_text())["project"]["name"]) for path in PROJECTS
}


def _locked() -> dict[str, str]:
    text = (REPOSITORY / "requirements.lock").read_text()
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def _declared(path: Path) -> Iterator[Requirement]:
    content = tomllib.loads(path.read_text())
    groups = content.get("dependency-groups", {}).values()
    for words in (*content["project"].get("dependencies", []), *(w for g in groups for w in g)):
        yield Requirement(words)


@pytest.mark.parametrize("path", PROJECTS, ids=lambda path: path.parent.name)
def test_every_declared_package_is_locked(path: Path) -> None:
    locked = _locked()
    wrong = [
        str(each)
        for each in _declared(path)
        if canonicalize_name(each.name) not in MEMBERS
        and not each.specifier.contains(locked.get(canonicalize_name(each.name), "0"))
    ]
    assert wrong == [], "make the lock anew: `make lock`"


def test_every_locked_package_has_hashes_and_no_address() -> None:
    text = (REPOSITORY / "requirements.lock").read_text()
    assert "://" not in text
    assert text.count("==") <= text.count(" \\\n")
