"""The folder of all backups: their names, the latest, and which are deleted."""

import re
import shutil
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
    found = (each.name for each in shelf.iterdir() if (each / manifest.NAME).is_file())
    return sorted(each for each in found if _NAME.fullmatch(each))


def find(shelf: Path, name: str) -> Path:
    """Return the folder of a backup by its name, or `latest`. Raise BackupError."""
    known = names(shelf)
    if not known:
        raise BackupError(f"there is no backup in {shelf}")
    if name == "latest":
        return shelf / known[-1]
    if name not in known:
        raise BackupError(f"there is no backup {name}; there are: {', '.join(known[-10:])}")
    return shelf / name


def clear_partial(shelf: Path) -> list[str]:
    """Delete what interrupted backups left; return their names."""
    left = [each for each in shelf.glob(f"*{PARTIAL}") if each.is_dir()]
    for each in left:
        shutil.rmtree(each)
    return [each.name for each in left]


def prune(shelf: Path, keep: int, days: int, now: datetime) -> list[str]:
    """Delete backups beyond the newest `keep` that are older than `days`; return their names."""
    oldest = name_of(now - timedelta(days=days))
    surplus = [each for each in names(shelf)[:-keep] if each < oldest]
    for each in surplus:
        shutil.rmtree(shelf / each)
    return surplus


def check_space(shelf: Path) -> None:
    """Raise BackupError if there is less room than the last backup took."""
    known = names(shelf)
    if not known:
        return
    needed = sum(each.bytes for each in manifest.read(shelf / known[-1]).files)
    free = shutil.disk_usage(shelf).free
    if free < needed:
        raise BackupError(
            f"{shelf} has {free >> 20} MiB left, and the last backup took {needed >> 20} MiB:"
            " make the volume larger, or keep fewer backups"
        )
