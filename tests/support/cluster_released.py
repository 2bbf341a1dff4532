"""The last release before this version: its chart as it was released, and its images' tag."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from cluster_kube import option, run
from cluster_release import CHART, ROOT
from isotherm import __version__

RELEASES = ROOT / "releases"


@dataclass(frozen=True)
class Released:
    """A release that an installation is upgraded from."""

    tag: str
    """The tag of its images."""
    chart: Path
    """Its chart, a folder or an archive."""


@contextmanager
def last_release() -> Iterator[Released]:
    """Give the newest release that is older than this version.

    RELEASE_TAG names another tag of its images, RELEASE_CHART another chart.
    """
    release = newest_before(__version__)
    tag = option("RELEASE_TAG", release["version"])
    if chart := option("RELEASE_CHART", ""):
        yield Released(tag, Path(chart))
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Released(tag, _unpack(release["commit"], Path(folder)))


def newest_before(version: str) -> dict[str, str]:
    """Return release.json of the newest release that is older; raise ValueError for none."""
    documents = [json.loads(path.read_text()) for path in RELEASES.glob("*/release.json")]
    older = [each for each in documents if Version(each["version"]) < Version(version)]
    return max(older, key=lambda document: Version(document["version"]))


def _unpack(commit: str, folder: Path) -> Path:
    """Write the chart of a commit into a folder and return its path; raise CommandError."""
    path, archive = CHART.relative_to(ROOT), folder / "chart.tar"
    # a shallow clone lacks it
    run("git", "-C", str(ROOT), "archive", f"--output={archive}", commit, str(path))
    run("tar", "--extract", f"--file={archive}", f"--directory={folder}")
    return folder / path
