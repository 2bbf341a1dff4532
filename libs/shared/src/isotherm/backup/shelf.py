"""The folder of all backups: their names, the latest, and which are deleted."""

import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from isotherm.backup import manifest
from isotherm.backup.errors import BackupError

_NAME = re.compile(r"\d{8}T\d{6}Z")
PARTIAL = ".partial"
_FORM = "%Y%m%dT%H%M%SZ"


def name_of(instant: datetime) -> str:
    """Return the name of a backup that is started at this instant."""
    return instant.astimezone(UTC).strftime(_FORM)


def names(shelf: Path) -> list[str]:
    """Return the names of all complete backups, oldest first."""
    if not shelf.is_dir():
        raise BackupError(f"the folder of backups, {shelf}, does not exist")
    complete = (folder.name for folder in shelf.iterdir() if (folder / manifest.NAME).is_file())
    return sorted(name for name in complete if _NAME.fullmatch(name))


def find(shelf: Path, name: str) -> Path:
    """Return the folder of a backup by its name, or `latest`. Raise BackupError."""
    backups = names(shelf)
    if not backups:
        raise BackupError(f"there is no backup in {shelf}")
    if name == "latest":
        return shelf / backups[-1]
    if name not in backups:
        raise BackupError(f"there is no backup {name}; there are: {', '.join(backups[-10:])}")
    return shelf / name


def clear_partial(shelf: Path) -> list[str]:
    """Delete what interrupted backups left; return their names."""
    left = [folder for folder in shelf.glob(f"*{PARTIAL}") if folder.is_dir()]
    for folder in left:
        shutil.rmtree(folder)
    return [folder.name for folder in left]


def prune(shelf: Path, keep: int, days: int, now: datetime) -> list[str]:
    """Delete backups beyond the newest `keep` that are older than `days`; return their names."""
    oldest = name_of(now - timedelta(days=days))
    surplus = [name for name in names(shelf)[:-keep] if name < oldest]
    for name in surplus:
        shutil.rmtree(shelf / name)
    return surplus


def check_space(shelf: Path) -> None:
    """Raise BackupError if there is less room than the last backup took that can be read."""
    needed = next(_sizes(shelf), 0)
    free = shutil.disk_usage(shelf).free
    if free < needed:
        raise BackupError(
            f"{shelf} has {free >> 20} MiB left, and the last backup took {needed >> 20} MiB:"
            " make the volume larger, or keep fewer backups"
        )


def _sizes(shelf: Path) -> Iterator[int]:
    """Yield the bytes of each backup that can be read, the newest first."""
    for name in reversed(names(shelf)):
        # a damaged one must not keep others from being made
        with suppress(BackupError):
            yield sum(file.bytes for file in manifest.read(shelf / name).files)
