"""The version: one line of libs/shared, repeated by the files that no tool can make read it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FORM = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


class VersionError(Exception):
    """A text that is no version, or a file that does not name one where it must."""


@dataclass(frozen=True)
class Place:
    """Where files name the version: the first group of each match of a pattern."""

    files: str
    pattern: str
    matches: int | None = 1
    """How many a file must have; None where it may have any number."""

    def paths(self, root: Path) -> list[Path]:
        """Return the files of this place."""
        return sorted(
            path for path in root.glob(self.files) if not _IGNORED & {*path.relative_to(root).parts}
        )

    def spans(self, path: Path) -> list[tuple[int, int]]:
        """Return where the text of a file names the version."""
        text = path.read_text()
        spans = [match.span(1) for match in re.finditer(self.pattern, text, re.MULTILINE)]
        if self.matches is not None and len(spans) != self.matches:
            raise VersionError(f"{path} names the version {len(spans)} times, not {self.matches}")
        return spans


_IGNORED = {".venv", ".local", ".cache", ".git", "node_modules"}
THE_PLACE = Place("libs/shared/src/isotherm/__init__.py", r'^__version__ = "(.*)"$')
REPEATED = (
    Place("pyproject.toml", r'^version = "(.*)"$'),
    Place("libs/*/pyproject.toml", r'^version = "(.*)"$'),
    Place("services/*/pyproject.toml", r'^version = "(.*)"$'),
    Place("charts/*/pyproject.toml", r'^version = "(.*)"$'),
    Place("services/api/openapi.json", r'^  "info": \{[^}]*^    "version": "(.*)"'),
    Place("frontend/package.json", r'^  "version": "(.*)"'),
    Place("frontend/package-lock.json", r'"name": "isotherm-frontend",\n *"version": "(.*)"', 2),
    Place("charts/isotherm/Chart.yaml", r"^(?:version|appVersion): (.*)$", 2),
    *(
        Place(files, r"ghcr\.io/isotherm/[a-z]+:([\w.-]+)", None)
        for files in ("*.md", "charts/**/*.md", "docs/**/*.md", "k8s/**/*.md")
    ),
)


def as_numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers, which compare; raise VersionError."""
    match = _FORM.fullmatch(version)
    if match is None:
        raise VersionError(f"{version!r} is no version; expected three numbers such as 1.2.0")
    return tuple(map(int, match.groups()))


def read(root: Path = ROOT) -> str:
    """Return the version."""
    (path,) = THE_PLACE.paths(root)
    ((start, end),) = THE_PLACE.spans(path)
    return path.read_text()[start:end]


def differing(root: Path = ROOT) -> Iterator[tuple[Path, str]]:
    """Yield the files that name another version, with that version."""
    version = read(root)
    for place in REPEATED:
        for path in place.paths(root):
            text = path.read_text()
            for start, end in place.spans(path):
                if text[start:end] != version:
                    yield path, text[start:end]


def write(version: str, root: Path = ROOT) -> list[Path]:
    """Write the version into every file that names it; return the files that changed."""
    as_numbers(version)
    changed = []
    for place in (THE_PLACE, *REPEATED):
        for path in place.paths(root):
            before = text = path.read_text()
            for start, end in reversed(place.spans(path)):
                text = text[:start] + version + text[end:]
            if text != before:
                path.write_text(text)
                changed.append(path)
    return changed
