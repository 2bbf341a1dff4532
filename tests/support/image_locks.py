"""Lock files of Python packages: what they pin, and what a project needs."""

from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# what the images run; the interpreter of the tests may be another
IMAGE = {
    "python_version": "3.11",
    "python_full_version": "3.11.0",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "os_name": "posix",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
}
MEMBERS = {"isotherm", "isotherm-devstack", "isotherm-ingest", "isotherm-worker", "isotherm-api"}


def entries(lock: Path) -> dict[str, frozenset[str]]:
    """Return the hashes of each line `name==version ; marker` of a lock file."""
    pinned: dict[str, set[str]] = {}
    current = ""
    for line in lock.read_text().splitlines():
        text = line.strip().removesuffix("\\").strip()
        if text.startswith("--hash="):
            pinned[current].add(text)
        elif text:
            current = text
            pinned[current] = set()
    return {line: frozenset(hashes) for line, hashes in pinned.items()}


def pins(lock: Path) -> dict[str, str]:
    """Return the version of each package that the lock installs in an image."""
    requirements = [Requirement(line) for line in entries(lock)]
    return {
        canonicalize_name(requirement.name): next(iter(requirement.specifier)).version
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate(IMAGE)
    }


def closure(requirements: list[str]) -> set[str]:
    """Return the names of all packages that these requirements bring into an image.

    What a package requires is read from the environment of the tests, which the lock describes.
    """
    todo = [Requirement(text) for text in requirements]
    seen: set[tuple[str, str]] = set()
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        for extra in ("", *requirement.extras):
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            for text in metadata.requires(name) or []:
                needed = Requirement(text)
                if needed.marker is None or needed.marker.evaluate({**IMAGE, "extra": extra}):
                    todo.append(needed)
    return {name for name, _ in seen} - MEMBERS
