"""What is kept of each release is what its commit says."""

import gzip
import re

import pytest

from isotherm_releases import checkout, version
from isotherm_releases.checkout import git
from isotherm_releases.dump import MOST_BYTES
from isotherm_releases.release import LOCKS, Release, releases

_MIGRATIONS = "libs/shared/src/isotherm/schema/migrations/versions"
each_release = pytest.mark.parametrize(
    "release", releases(), ids=[release.version for release in releases()]
)


def test_the_first_release_is_kept() -> None:
    assert releases()[0].version == "0.1.0"


def test_what_is_under_way_is_newer_than_what_is_kept() -> None:
    assert version.as_numbers(version.read()) >= version.as_numbers(releases()[-1].version)


@each_release
def test_the_commit_has_the_version_and_the_schema(release: Release) -> None:
    checkout.require_commit(release.commit)
    place = version.THE_PLACE
    match = re.search(place.pattern, git("show", f"{release.commit}:{place.files}"), re.MULTILINE)
    assert match is not None
    assert match[1] == release.version == release.folder.name
    names = git("ls-tree", "--name-only", f"{release.commit}:{_MIGRATIONS}").splitlines()
    assert max(name[:4] for name in names if name[:4].isdigit()) == release.schema
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", release.date)


@each_release
def test_the_commit_is_an_ancestor(release: Release) -> None:
    if git("rev-parse", "--is-shallow-repository") == "true":
        pytest.skip("a shallow clone does not know the ancestors")
    git("merge-base", "--is-ancestor", release.commit, "HEAD")


@each_release
def test_the_locks_are_those_of_the_commit(release: Release) -> None:
    checkout.require_commit(release.commit)
    kept = {path for path in release.folder.glob("locks/**/*") if path.is_file()}
    assert kept == {release.folder / "locks" / lock for lock in LOCKS}
    for lock in LOCKS:
        assert (release.folder / "locks" / lock).read_text().strip() == git(
            "show", f"{release.commit}:{lock}"
        )


@each_release
def test_the_dump_is_small_and_tells_no_secret(release: Release) -> None:
    assert release.dump.stat().st_size < MOST_BYTES
    text = gzip.decompress(release.dump.read_bytes()).decode()
    start = text.index("\nCOPY public.device (")
    rows = text[start : text.index("\n\\.", start)].splitlines()[2:]
    assert len(rows) > 3
    hashes = {cell for row in rows for cell in row.split("\t") if cell.endswith("==")}
    assert len(hashes) == 1
    assert "/home/" not in text
    assert "/root/" not in text
