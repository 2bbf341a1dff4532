"""Only what images copy leaves the machine for a build: no secrets, tests or Git data."""

import pytest
from pathspec import PathSpec

from image_dockerfiles import read
from isotherm_images.components import COMPONENTS, ROOT

_LOCAL = (
    ".git/config",
    ".env",
    ".local/state/credentials.json",
    ".venv/bin/python",
    "bench/ingest.py",
    "docs/security.md",
    "frontend/.env.local",
    "frontend/.next/server/app.js",
    "frontend/node_modules/next/package.json",
    "frontend/src/server/.env",
    "frontend/tests/e2e.ts",
    "libs/devstack/tests/unit/test_cli.py",
    "libs/shared/src/isotherm/__pycache__/names.cpython-311.pyc",
    "libs/shared/src/isotherm/sealing.key",
    "libs/shared/tests/unit/test_names.py",
    "services/api/src/isotherm_api/server.pem",
    "services/api/tests/test_app.py",
    "tests/images/test_ignored.py",
)


@pytest.fixture(scope="module")
def ignored() -> PathSpec:
    """Return the patterns of .dockerignore; as with Docker, the last that matches decides."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    return PathSpec.from_lines("gitignore", lines)


@pytest.mark.parametrize("path", _LOCAL)
def test_stays_here(ignored: PathSpec, path: str) -> None:
    assert ignored.match_file(path)


def test_all_that_is_copied_gets_there(ignored: PathSpec) -> None:
    sources = [
        source
        for component in COMPONENTS
        for stage in read(component.dockerfile)
        for text in stage.all("COPY")
        if not text.startswith("--from=")
        for source in text.split()[:-1]
    ]
    assert sources
    for source in sources:
        path = ROOT / source
        assert path.exists(), source
        if path.is_file():
            assert not ignored.match_file(source), source
        else:
            assert any(
                not ignored.match_file(file.relative_to(ROOT).as_posix())
                for file in path.rglob("*.*")
            ), source
