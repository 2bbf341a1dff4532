"""Check that a tag may be published, and write the notes of its release.

`python -m isotherm_releases.tag v1.2.0 --notes notes.md` is the first step of the release workflow.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from isotherm_releases import changelog, version


class TagError(Exception):
    """A tag that must not be published; the text tells the cure."""


def notes(tag: str, root: Path = version.ROOT) -> str:
    """Return the notes of the release that a tag of the checked-out commit names.

    Raise TagError unless every file names its version, the changelog dates it, and main keeps the
    commit as this release.
    """
    own = version.read(root)
    if tag != f"v{own}":
        raise TagError(f"the tag is {tag}, but its commit is version {own}")
    if others := [f"{path}: {other}" for path, other in version.differing(root)]:
        raise TagError(f"files name other versions than {own}: {', '.join(others)}")
    try:
        release = changelog.find(own, (root / changelog.CHANGELOG.name).read_text())
    except changelog.ChangelogError as error:
        raise TagError(str(error)) from None
    if release.date is None:
        raise TagError(f"the changelog says that {own} is {changelog.UNRELEASED}")
    _check_kept(own, root)
    return release.notes()


def _check_kept(own: str, root: Path) -> None:
    path = f"releases/{own}/release.json"
    kept = _git(root, "show", f"origin/main:{path}")
    if kept is None:
        raise TagError(f"main has no {path}; run `make release`, and push it before the tag")
    commit = json.loads(kept)["commit"]
    if commit != _git(root, "rev-parse", "HEAD"):
        raise TagError(f"{path} keeps {commit} as {own}, which is not the commit of the tag")


def _git(root: Path, *arguments: str) -> str | None:
    """Return what git prints, None if it fails."""
    answer = subprocess.run(
        ["git", "-C", str(root), *arguments], check=False, capture_output=True, text=True
    )
    return answer.stdout.strip() if answer.returncode == 0 else None


def main() -> int:
    """Return the exit code: 1 if the tag must not be published, 2 for usage."""
    arguments = argparse.ArgumentParser(prog="isotherm_releases.tag", description=__doc__)
    arguments.add_argument("tag", help="for example v1.2.0")
    arguments.add_argument("--notes", type=Path, required=True, help="the file to write")
    given = arguments.parse_args()
    try:
        given.notes.write_text(notes(given.tag))
    except TagError as error:
        sys.stderr.write(f"{given.tag} cannot be released: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
