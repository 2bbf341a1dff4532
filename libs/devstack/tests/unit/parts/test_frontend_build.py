"""Packages are installed only if npm's own record differs from the lock file."""

import json
from pathlib import Path
from typing import Any

import pytest

from isotherm_devstack.parts.frontend_build import fingerprint, is_installed

PLAIN = {"version": "1.0.0", "integrity": "sha512-a"}
OPTIONAL = {"version": "2.0.0", "optional": True}


def _folder(home: Path, packages: dict[str, Any] | None) -> Path:
    lock = {"": {"name": "x"}, "node_modules/a": PLAIN, "node_modules/mac": OPTIONAL}
    (home / "package-lock.json").write_text(json.dumps({"packages": lock}))
    if packages is not None:
        (home / "node_modules").mkdir()
        record = home / "node_modules" / ".package-lock.json"
        record.write_text(json.dumps({"packages": packages}))
    return home


@pytest.mark.parametrize(
    ("packages", "installed"),
    [
        ({"node_modules/a": PLAIN}, True),
        ({"node_modules/a": PLAIN, "node_modules/mac": OPTIONAL}, True),
        ({"node_modules/a": PLAIN | {"version": "0.9.0"}}, False),
        ({"node_modules/mac": OPTIONAL}, False),
        ({"node_modules/a": PLAIN, "node_modules/gone": PLAIN}, False),
        (None, False),
    ],
)
def test_packages_are_installed_if_the_record_matches_the_lock_file(
    tmp_path: Path, packages: dict[str, Any] | None, installed: bool
) -> None:
    assert is_installed(_folder(tmp_path, packages)) is installed


def test_the_fingerprint_covers_names_and_contents(tmp_path: Path) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_text("one")
    b.write_text("two")
    first = fingerprint(tmp_path, [a, b])
    assert fingerprint(tmp_path, [a, b]) == first
    b.write_text("three")
    assert fingerprint(tmp_path, [a, b]) != first
    assert fingerprint(tmp_path, [b, a]) != fingerprint(tmp_path, [a, b])
