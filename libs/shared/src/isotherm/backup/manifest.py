"""The manifest of a backup: what it holds, so that a restore can be counted against it."""

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from isotherm.backup.errors import BackupError

NAME = "manifest.json"
FORMAT = 1


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Format(BaseModel):
    """What every format has."""

    format: int = FORMAT


class SavedFile(_Document):
    """A file of the backup, as it lies there."""

    name: str
    bytes: int
    sha256: str


class SavedDatabase(_Document):
    """The dump of a database, and the rows of each table in the dump's own snapshot."""

    name: str
    file: SavedFile
    seconds: float
    rows: dict[str, int]


class Manifest(_Document):
    """What a backup holds."""

    format: int = FORMAT
    started_at: str
    finished_at: str
    isotherm: str
    """The version of the program that made it."""
    server: str
    """The version of PostgreSQL."""
    revision: str
    """The revision of Isotherm's schema."""
    encrypted: bool
    databases: list[SavedDatabase]
    secrets: SavedFile | None
    secret_names: list[str]

    @property
    def files(self) -> list[SavedFile]:
        """Every file but the manifest itself."""
        return [dump.file for dump in self.databases] + ([self.secrets] if self.secrets else [])

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(sum(dump.rows.values()) for dump in self.databases)


def describe(path: Path) -> SavedFile:
    """Return the name, size and checksum of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return SavedFile(name=path.name, bytes=path.stat().st_size, sha256=digest)


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into the folder of a backup."""
    (folder / NAME).write_text(manifest.model_dump_json(indent=1) + "\n")


def read(folder: Path) -> Manifest:
    """Return the manifest of a backup. Raise BackupError if it is missing or unreadable."""
    try:
        text = (folder / NAME).read_bytes()
        stated = _Format.model_validate_json(text).format
        # the fields of another format are unknown
        if stated != FORMAT:
            raise BackupError(f"{folder.name} has format {stated}; this program reads {FORMAT}")
        return Manifest.model_validate_json(text)
    except FileNotFoundError:
        raise BackupError(f"{folder} holds no {NAME}: it is no complete backup") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise BackupError(f"{folder / NAME} cannot be read: {first['msg']}") from None


def verify(folder: Path, manifest: Manifest) -> None:
    """Compare every file with its size and checksum. Raise BackupError for the first difference."""
    for saved in manifest.files:
        try:
            actual = describe(folder / saved.name)
        except FileNotFoundError:
            raise BackupError(f"{folder.name}/{saved.name} is missing") from None
        if actual.bytes != saved.bytes:
            raise BackupError(
                f"{folder.name}/{saved.name} has {actual.bytes} bytes; {saved.bytes} were written"
            )
        if actual.sha256 != saved.sha256:
            raise BackupError(f"{folder.name}/{saved.name} is damaged: another checksum")
