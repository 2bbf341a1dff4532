"""CODEOWNERS names paths that exist, and somebody for every file."""

from workflows import GITHUB, ROOT

LINES = [
    line.split()
    for line in (GITHUB / "CODEOWNERS").read_text().splitlines()
    if line and not line.startswith("#")
]


def test_every_file_has_an_owner() -> None:
    assert LINES[0][0] == "*"
    assert all(owners and all(owner[0] == "@" for owner in owners) for _, *owners in LINES)


def test_paths_exist() -> None:
    for path, *_ in LINES[1:]:
        assert path.startswith("/")
        there = ROOT / path[1:]
        assert there.is_dir() if path.endswith("/") else there.is_file(), path
