"""The last release before this version: its chart as it was released, and its images' tag."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cluster_kube import option
from cluster_release import CHART, ROOT
from isotherm_releases.checkout import unpack
from isotherm_releases.images import last


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
    release = last()
    tag = option("RELEASE_TAG", release.version)
    if chart := option("RELEASE_CHART", ""):
        yield Released(tag, Path(chart))
        return
    path = CHART.relative_to(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        unpack(release.commit, Path(folder), str(path))
        yield Released(tag, Path(folder) / path)
