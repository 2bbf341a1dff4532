"""Read CHANGELOG.md, and write what is new for the page About.

`python -m isotherm_releases.changelog` writes the frontend's `releases.json`, in `make generate`.
The form is that of https://keepachangelog.com, and strict, as programs read it:

    ## 0.2.0 (not yet released)     the newest first; only the first may have no date

    ### Added                       one of SECTIONS, with at least one line

    - One change for people who use or run Isotherm, with **strong** words and `code`;
      further lines of it are indented.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CHANGELOG = ROOT / "CHANGELOG.md"
PAGE = ROOT / "frontend/src/features/about/releases.json"
SECTIONS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
UNRELEASED = "not yet released"

_NUMBER = r"(?:0|[1-9]\d*)"
_HEADING = re.compile(
    rf"(?P<version>{_NUMBER}\.{_NUMBER}\.{_NUMBER})"
    rf" \((?:(?P<day>\d{{4}}-\d\d-\d\d)|{UNRELEASED})\)"
)
_RUN = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|`(?P<code>[^`]+)`|(?P<text>[^*`]+)")

Run = str | dict[str, str]
"""A piece of a line: plain text, or `{"strong": text}` or `{"code": text}`."""


class ChangelogError(ValueError):
    """CHANGELOG.md does not have the form that programs read."""


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one kind of change, as they are written."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """What one version changed; it has no date until it is released."""

    version: str
    date: date | None
    sections: tuple[Section, ...]

    @property
    def order(self) -> tuple[int, ...]:
        """The version as numbers, to compare it with others."""
        return tuple(int(number) for number in self.version.split("."))

    def notes(self) -> str:
        """Return the changes in Markdown, without a heading of the version."""
        blocks = (
            f"### {section.name}\n\n" + "".join(f"- {line}\n" for line in section.lines)
            for section in self.sections
        )
        return "\n".join(blocks)


def read(text: str) -> list[Release]:
    """Return the releases of a changelog, newest first; raise ChangelogError."""
    head, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    if not head.startswith("# Changelog\n"):
        raise ChangelogError("it has to begin with # Changelog")
    releases = [_release(part) for part in parts]
    if not releases:
        raise ChangelogError("it names no version")
    for newer, older in pairwise(releases):
        if newer.order <= older.order:
            raise ChangelogError(f"{newer.version} stands before {older.version}")
        if older.date is None:
            raise ChangelogError(f"{older.version}: only the first version may have no date")
        if newer.date is not None and newer.date < older.date:
            raise ChangelogError(f"{newer.version} is dated before {older.version}")
    return releases


def find(version: str, text: str | None = None) -> Release:
    """Return the release of a version in the changelog; raise ChangelogError if it has none."""
    for release in read(CHANGELOG.read_text() if text is None else text):
        if release.version == version:
            return release
    raise ChangelogError(f"{CHANGELOG.name} has no heading for {version}")


def _release(part: str) -> Release:
    heading, _, body = part.partition("\n")
    parsed = _HEADING.fullmatch(heading)
    if parsed is None:
        raise ChangelogError(f"{heading!r} is not like 1.2.3 (2026-11-30) or ({UNRELEASED})")
    version, day = parsed["version"], parsed["day"]
    before, *blocks = re.split(r"^### ", body, flags=re.MULTILINE)
    if before.strip():
        raise ChangelogError(f"{version}: text outside a section: {before.strip()!r}")
    sections = tuple(_section(version, block) for block in blocks)
    names = [section.name for section in sections]
    if not sections:
        raise ChangelogError(f"{version} has no section")
    if names != [name for name in SECTIONS if name in names]:
        raise ChangelogError(f"{version}: sections are {', '.join(SECTIONS)}, each once, in order")
    try:
        return Release(version, date.fromisoformat(day) if day else None, sections)
    except ValueError as error:
        raise ChangelogError(f"{version}: {error}") from None


def _section(version: str, block: str) -> Section:
    name, _, body = block.partition("\n")
    lines: list[str] = []
    for line in filter(None, body.splitlines()):
        if line.startswith("- "):
            lines.append(line[2:])
        elif line.startswith("  ") and lines:
            lines[-1] += f" {line.strip()}"
        else:
            raise ChangelogError(f"{version}, {name}: no line of a list: {line!r}")
    if not lines:
        raise ChangelogError(f"{version}: {name} is empty")
    for line in lines:
        list(runs(line))
    return Section(name, tuple(lines))


def runs(line: str) -> Iterator[Run]:
    """Yield the pieces of a line; raise ChangelogError for Markdown that the page does not show."""
    end = 0
    for piece in _RUN.finditer(line):
        if piece.start() != end:
            break
        end = piece.end()
        kind = str(piece.lastgroup)
        text = piece[kind]
        if kind == "text" and re.search(r"\]\(|https?://|<", text):
            raise ChangelogError(f"a link or HTML, which the page does not show: {line!r}")
        yield text if kind == "text" else {kind: text}
    if end != len(line):
        raise ChangelogError(f"an open * or `: {line!r}")


def page(releases: list[Release]) -> str:
    """Return what the page About shows, as the JSON that the frontend imports."""
    document: list[dict[str, Any]] = [
        {
            "version": release.version,
            "date": release.date and release.date.isoformat(),
            "sections": [
                {"name": section.name, "lines": [list(runs(line)) for line in section.lines]}
                for section in release.sections
            ],
        }
        for release in releases
    ]
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the page's JSON."""
    PAGE.write_text(page(read(CHANGELOG.read_text())))


if __name__ == "__main__":
    main()
