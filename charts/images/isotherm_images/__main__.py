"""Build the images with Docker, Podman or Buildah, and compare what they add with their bounds."""

import argparse
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from isotherm_images.builders import Builder, BuilderError, Order, find
from isotherm_images.components import COMPONENTS, ROOT, Component, named
from isotherm_images.layers import LayersError, added_bytes

_MB = 1_000_000
_ROW = "{:<11}{:>9}{:>8}  {:<7}{:>6}  {}\n"


@dataclass(frozen=True)
class Built:
    """An image that was built: the bytes above its base, its digest, and how long it took."""

    component: Component
    image: str
    added: int
    digest: str
    seconds: float

    @property
    def is_within(self) -> bool:
        """Whether it adds no more than it may."""
        return self.component.bound_mb is None or self.added <= self.component.bound_mb * _MB


def parser() -> argparse.ArgumentParser:
    """Return the parser of the arguments."""
    names = ", ".join(component.name for component in COMPONENTS)
    arguments = argparse.ArgumentParser(prog="make images", description=__doc__)
    arguments.add_argument("--only", default="", metavar="NAMES", help=f"some of: {names}")
    arguments.add_argument("--tag", default=_version(), help="default %(default)s")
    arguments.add_argument(
        "--registry", default="ghcr.io/isotherm", help="in front of each name, default %(default)s"
    )
    arguments.add_argument(
        "--builder",
        choices=("docker", "podman", "buildah"),
        help="default: the first of them that works",
    )
    arguments.add_argument(
        "--twice",
        action="store_true",
        help="build each image but Keycloak's again, from its first step; fail if a digest differs",
    )
    return arguments


def main() -> int:
    """Return the exit code: 1 if a build fails, an image is too large or differs; 2 for usage."""
    own = parser()
    given = own.parse_args()
    try:
        components = named(given.only.replace(",", " ").split())
    except ValueError as error:
        own.error(str(error))
    try:
        builder = find(given.builder)
        if builder.hint:
            sys.stderr.write(f"{builder.hint}\n")
        revision, epoch = _commit()
        results = []
        for component in components:
            image = f"{given.registry.rstrip('/')}/{component.name}:{given.tag}"
            order = Order(component.dockerfile, image, given.tag, revision, epoch)
            results.append(_build(builder, component, order))
            if given.twice and component.is_reproducible:
                _build_again(builder, order, results[-1])
    except (BuilderError, LayersError) as error:
        sys.stderr.write(f"make images: {error}\n")
        return 1
    _print_table(results)
    return 0 if all(built.is_within for built in results) else 1


def _build(builder: Builder, component: Component, order: Order) -> Built:
    started = time.monotonic()
    builder.build(order)
    seconds = time.monotonic() - started
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / f"{component.name}.tar"
        builder.save(order.image, archive)
        layers, base = builder.layers(order.image), builder.layers(component.base())
        added = added_bytes(archive, layers, base)
    return Built(component, order.image, added, builder.digest(order.image), seconds)


def _build_again(builder: Builder, order: Order, first: Built) -> None:
    builder.build(replace(order, fresh=True))
    digest = builder.digest(order.image)
    if digest != first.digest:
        raise BuilderError(f"{order.image} is {first.digest}, built again {digest}")


def _print_table(results: list[Built]) -> None:
    write = sys.stdout.write
    write(_ROW.format("image", "above MB", "bound", "", "s", "digest"))
    for built in results:
        bound = "-" if built.component.bound_mb is None else str(built.component.bound_mb)
        verdict = "ok" if built.is_within else "TOO BIG"
        size = f"{built.added / _MB:.1f}"
        row = (built.component.name, size, bound, verdict, f"{built.seconds:.0f}", built.digest)
        write(_ROW.format(*row))
    write("MB: 10⁶ bytes of the gzipped layers above the base image\n")


def _version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return str(project["version"])


def _commit() -> tuple[str, int]:
    """Return the checked-out commit, marked if files differ from it, and its time in seconds."""
    if _git("rev-parse", "--is-inside-work-tree") != "true":
        return "unknown", 0
    dirty = "-dirty" if _git("status", "--porcelain", "--untracked-files=no") else ""
    return _git("rev-parse", "HEAD") + dirty, int(_git("log", "-1", "--format=%ct"))


def _git(*arguments: str) -> str:
    try:
        answer = subprocess.run(
            ["git", *arguments], cwd=ROOT, check=False, capture_output=True, text=True
        )
    except FileNotFoundError:  # an unpacked archive may be built without git
        return ""
    return answer.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
