"""The programs that can build an image: Docker, Podman, Buildah."""

import json
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from isotherm_images.components import ROOT


class BuilderError(Exception):
    """No builder works here, or a build failed; the text says what to do, in one line."""


@dataclass(frozen=True)
class Order:
    """What to build: a Dockerfile, the image's name, and the commit that it is built from."""

    dockerfile: Path
    image: str
    version: str
    revision: str
    epoch: int
    """The commit's time in Unix seconds, which all files of the image get."""
    fresh: bool = False
    """Whether to build each step again."""

    def arguments(self) -> list[str]:
        """Return the arguments that all builders understand."""
        return [
            *(("--no-cache",) if self.fresh else ()),
            *("--file", str(self.dockerfile), "--tag", self.image),
            *("--build-arg", f"VERSION={self.version}"),
            *("--build-arg", f"REVISION={self.revision}"),
        ]


class Builder(ABC):
    """A program that builds and inspects images."""

    program: str
    hint = ""
    """What the program lacks to build the same image twice, if anything."""

    def works(self) -> bool:
        """Return whether the program is installed and answers; Docker also needs its daemon."""
        if shutil.which(self.program) is None:
            return False
        asked = subprocess.run([self.program, "info"], capture_output=True, check=False)
        return asked.returncode == 0

    @abstractmethod
    def build(self, order: Order) -> None:
        """Build the image; raise BuilderError."""

    @abstractmethod
    def save(self, image: str, path: Path) -> None:
        """Write the image as an archive that `docker load` reads; raise BuilderError."""

    @abstractmethod
    def layers(self, image: str) -> list[str]:
        """Return the digests of the uncompressed layers, lowest first; raise BuilderError."""

    @abstractmethod
    def digest(self, image: str) -> str:
        """Return the digest that names the image's content; raise BuilderError."""

    def run(self, *arguments: str) -> None:
        """Run the program, its output on stderr; raise BuilderError if it fails."""
        command = [self.program, *arguments]
        ended = subprocess.run(command, cwd=ROOT, check=False, stdout=sys.stderr)
        if ended.returncode != 0:
            raise BuilderError(f"failed with exit code {ended.returncode}: {' '.join(command)}")

    def ask(self, *arguments: str) -> str:
        """Return what the program prints; raise BuilderError if it fails."""
        command = [self.program, *arguments]
        ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        if ended.returncode != 0:
            raise BuilderError(f"{' '.join(command)}: {ended.stderr.strip()}")
        return ended.stdout.strip()


class Docker(Builder):
    """Docker with buildx. Only a builder with a driver of its own rewrites the times of files."""

    program = "docker"

    def works(self) -> bool:
        """Return whether the daemon and buildx answer."""
        if not super().works():
            return False
        try:
            self.ask("buildx", "version")
        except BuilderError:
            return False
        if self._is_plain():
            self.hint = (
                "Docker's default builder keeps the time of the build: for the same digest twice,"
                " run `docker buildx create --driver docker-container --use` first"
            )
        return True

    def _is_plain(self) -> bool:
        lines = self.ask("buildx", "inspect").splitlines()
        return "docker" in [line.split()[-1] for line in lines if line.startswith("Driver:")]

    def build(self, order: Order) -> None:
        """Build the image and load it into the daemon; raise BuilderError."""
        output = "type=docker" if self._is_plain() else "type=docker,rewrite-timestamp=true"
        epoch = f"SOURCE_DATE_EPOCH={order.epoch}"
        self.run(
            *("buildx", "build", "--provenance=false", "--output", output),
            *("--build-arg", epoch, *order.arguments(), "."),
        )

    def save(self, image: str, path: Path) -> None:
        """Write the archive; raise BuilderError."""
        self.run("image", "save", "--output", str(path), image)

    def layers(self, image: str) -> list[str]:
        """Return the layers' digests; a base that only buildx has is pulled."""
        question = ("image", "inspect", "--format", "{{json .RootFS.Layers}}", image)
        try:
            answer = self.ask(*question)
        except BuilderError:
            self.run("image", "pull", "--quiet", image)
            answer = self.ask(*question)
        return list(json.loads(answer))

    def digest(self, image: str) -> str:
        """Return the image's id."""
        return self.ask("image", "inspect", "--format", "{{.Id}}", image)


class Podman(Builder):
    """Podman."""

    program = "podman"

    def build(self, order: Order) -> None:
        """Build the image; raise BuilderError."""
        self.run("build", "--timestamp", str(order.epoch), *order.arguments(), ".")

    def save(self, image: str, path: Path) -> None:
        """Write the archive; raise BuilderError."""
        self.run("image", "save", "--format", "docker-archive", "--output", str(path), image)

    def layers(self, image: str) -> list[str]:
        """Return the layers' digests."""
        question = ("image", "inspect", "--format", "{{json .RootFS.Layers}}", image)
        return list(json.loads(self.ask(*question)))

    def digest(self, image: str) -> str:
        """Return the digest of the manifest."""
        return self.ask("image", "inspect", "--format", "{{.Digest}}", image)


class Buildah(Builder):
    """Buildah, which needs no daemon."""

    program = "buildah"

    def build(self, order: Order) -> None:
        """Build the image; raise BuilderError."""
        self.run("bud", "--layers", "--timestamp", str(order.epoch), *order.arguments(), ".")

    def save(self, image: str, path: Path) -> None:
        """Write the archive; raise BuilderError."""
        self.run("push", "--quiet", image, f"docker-archive:{path}")

    def layers(self, image: str) -> list[str]:
        """Return the layers' digests."""
        described = json.loads(self.ask("inspect", "--type", "image", image))
        return list(described["OCIv1"]["rootfs"]["diff_ids"])

    def digest(self, image: str) -> str:
        """Return the digest of the manifest."""
        return self.ask("inspect", "--type", "image", "--format", "{{.FromImageDigest}}", image)


def find(name: str | None = None) -> Builder:
    """Return the named builder, or the first that works; raise BuilderError if none does."""
    builders: list[Builder] = [Docker(), Podman(), Buildah()]
    if name is not None:
        builders = [builder for builder in builders if builder.program == name]
    for builder in builders:
        if builder.works():
            return builder
    names = " or ".join(builder.program for builder in builders)
    raise BuilderError(
        f"no working {names} here: install one (Debian/Ubuntu: apt-get install buildah);"
        " Docker also needs its running daemon and buildx"
    )
