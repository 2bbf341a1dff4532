"""Packages are installed again only when npm's own record differs from the lock file."""

import json
from pathlib import Path
from typing import Any

import pytest

from isotherm_devstack.parts.frontend_build import fingerprint, is_installed

PLAIN = {"version": "1.0.0", "integrity": "sha512-a"}
OPTIONAL = {"version": "2.0.0", "optional": True}


def _folder(home: Path, have: dict[str, Any] | None) -> Path:
    want = {"": {"name": "x"}, "node_modules/a": PLAIN, "node_modules/mac": OPTIONAL}
    (home / "package-lock.json").write_text(json.dumps({"packages": want}))
    if have is not None:
        (home / "node_modules").mkdir()
        record = home / "node_modules" / ".package-lock.json"
        record.write_text(json.dumps({"packages": have}))
    return home


@pytest.mark.parametrize(
    ("have", "installed"),
    [
        ({"node_modules/a": PLAIN}, True),
        ({"node_modules/a": PLAIN, "node_modules/mac": OPTIONAL}, True),
        ({"node_modules/a": PLAIN | {"version": "0.9.0"}}, False),
        ({"node_modules/mac": OPTIONAL}, False),
        ({"node_modules/a": PLAIN, "node_modules/gone": PLAIN}, False),
        (None, False),
    ],
)
def test_is_installed(tmp_path: Path, have: dict[str, Any] | None, installed: bool) -> None:
    assert is_installed(_folder(tmp_path, have)) is installed


def test_the_fingerprint_sees_names_and_content(tmp_path: Path) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_text("one")
    b.write_text("two")
    first = fingerprint(tmp_path, [a, b])
    assert fingerprint(tmp_path, [a, b]) == first
    b.write_text("three")
    assert fingerprint(tmp_path, [a, b]) != first
    assert fingerprint(tmp_path, [b, a]) != fingerprint(tmp_path, [a, b])
