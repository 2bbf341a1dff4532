"""A release as it is kept in `releases/<version>/`."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from isotherm_releases.version import ROOT, as_numbers

HOME = ROOT / "releases"
LOCKS = (
    "charts/images/build.lock",
    "libs/shared/requirements.lock",
    "libs/devstack/requirements.lock",
    "services/ingest/requirements.lock",
    "services/worker/requirements.lock",
    "services/api/requirements.lock",
    "frontend/package-lock.json",
)
"""The locks of all images, which are kept below `locks/` under the same paths."""


@dataclass(frozen=True)
class Release:
    """What `release.json` says."""

    version: str
    commit: str
    date: str
    schema: str
    """The revision of the schema."""

    @property
    def folder(self) -> Path:
        """The folder of the release."""
        return HOME / self.version

    @property
    def dump(self) -> Path:
        """The schema with data in every table, as SQL, compressed."""
        return self.folder / "schema.sql.gz"

    @property
    def answers(self) -> dict[str, Any]:
        """What the release's api answered about these data, by path."""
        answers: dict[str, Any] = json.loads((self.folder / "answers.json").read_text())
        return answers

    def write(self, folder: Path) -> None:
        """Write `release.json`."""
        (folder / "release.json").write_text(json.dumps(asdict(self), indent=2) + "\n")


def releases(home: Path = HOME) -> list[Release]:
    """Return all releases, the oldest first."""
    kept = [Release(**json.loads(path.read_text())) for path in home.glob("*/release.json")]
    return sorted(kept, key=lambda release: as_numbers(release.version))
