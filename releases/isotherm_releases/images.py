"""Get the images of the last release: those that were published, else built from its commit.

`make images-released` runs it, for a cluster in which the last release is upgraded to this version.
"""

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from isotherm_images.builders import BuilderError, find
from isotherm_images.components import named
from isotherm_releases import version
from isotherm_releases.release import Release, releases


class ImagesError(Exception):
    """The images of a release cannot be had; the text tells the cure."""


@dataclass(frozen=True)
class Images:
    """The images of a release in the store of a builder, as `<registry>/<component>:<version>`."""

    program: str
    """The builder's program: docker, podman or buildah."""
    registry: str
    release: Release
    root: Path = version.ROOT

    def get(self, components: list[str]) -> None:
        """Pull the images; build those that are not published. Raise ImagesError."""
        if missing := [component for component in components if not self._pull(component)]:
            names = " ".join(missing)
            sys.stderr.write(f"not published: {names}; building {self.release.commit}\n")
            self._build(missing)

    def _pull(self, component: str) -> bool:
        image = f"{self.registry}/{component}:{self.release.version}"
        return self._run(self.program, "pull", image) == 0

    def _build(self, components: list[str]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            tree = Path(folder) / "tree"
            checkout = ("worktree", "add", "--quiet", "--detach", str(tree), self.release.commit)
            if self._run("git", "-C", str(self.root), *checkout) != 0:
                raise ImagesError(
                    f"this clone lacks {self.release.commit}; run: git fetch --unshallow origin"
                )
            try:
                code = self._run(
                    *("make", "--directory", str(tree), "images", f"ONLY={' '.join(components)}"),
                    *(f"TAG={self.release.version}", f"REGISTRY={self.registry}"),
                    f"BUILDER={self.program}",
                )
            finally:
                self._run("git", "-C", str(self.root), "worktree", "remove", "--force", str(tree))
        if code != 0:
            raise ImagesError(f"the images of {self.release.version} cannot be built")

    def _run(self, *command: str) -> int:
        return subprocess.run(command, check=False, stdout=sys.stderr).returncode


def last(home: Path | None = None) -> Release:
    """Return the newest release that is older than this version; raise ImagesError for none."""
    this = version.as_numbers(version.read())
    kept = releases() if home is None else releases(home)
    older = [release for release in kept if version.as_numbers(release.version) < this]
    if not older:
        raise ImagesError("no release is older than this version")
    return older[-1]


def main() -> int:
    """Return the exit code: 1 if an image cannot be had, 2 for usage."""
    arguments = argparse.ArgumentParser(prog="make images-released", description=__doc__)
    arguments.add_argument("--only", default="", metavar="NAMES")
    arguments.add_argument("--registry", default="ghcr.io/isotherm")
    arguments.add_argument("--builder", choices=("docker", "podman", "buildah"))
    given = arguments.parse_args()
    try:
        components = [component.name for component in named(given.only.split())]
    except ValueError as error:
        arguments.error(str(error))
    try:
        Images(find(given.builder).program, given.registry, last()).get(components)
    except (BuilderError, ImagesError) as error:
        sys.stderr.write(f"make images-released: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
