"""The folder of all backups."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from backup_parts import manifest_of

from isotherm.backup import manifest, shelf
from isotherm.backup.errors import BackupError
from isotherm.backup.manifest import SavedFile

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


def put(place: Path, name: str, size: int = 1) -> Path:
    folder = place / name
    folder.mkdir()
    file = SavedFile(name="isotherm.dump", bytes=size, sha256="")
    manifest.write(folder, manifest_of(file))
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for day in range(20, 30):
        put(tmp_path, f"202611{day}T020000Z")
    (tmp_path / "lost+found").mkdir()
    (tmp_path / "20261130T020000Z.partial").mkdir()
    return tmp_path


def test_the_latest_is_the_newest_complete_one(place: Path) -> None:
    (place / "20261130T020000Z").mkdir()  # without a manifest
    assert shelf.find(place, "latest").name == "20261129T020000Z"
    assert shelf.find(place, "20261121T020000Z").name == "20261121T020000Z"


def test_a_name_that_is_not_there_is_answered_with_those_that_are(place: Path) -> None:
    with pytest.raises(BackupError, match="20261129T020000Z"):
        shelf.find(place, "../etc")


def test_an_empty_folder_has_no_latest(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="no backup"):
        shelf.find(tmp_path, "latest")


@pytest.mark.parametrize(("keep", "days", "left"), [(3, 0, 3), (3, 5, 5), (1, 0, 1), (99, 0, 10)])
def test_the_newest_are_kept_and_those_of_the_last_days(
    place: Path, keep: int, days: int, left: int
) -> None:
    shelf.prune(place, keep, days, NOW)
    assert shelf.names(place) == [f"202611{day}T020000Z" for day in range(30 - left, 30)]


def test_what_was_interrupted_is_deleted(place: Path) -> None:
    assert shelf.clear_partial(place) == ["20261130T020000Z.partial"]
    assert len(shelf.names(place)) == 10
    assert (place / "lost+found").is_dir()


def test_too_little_room_is_said_before_the_backup(place: Path) -> None:
    shelf.check_space(place)
    put(place, "20261129T030000Z", 1 << 60)
    with pytest.raises(BackupError, match="make the volume larger"):
        shelf.check_space(place)


def test_a_damaged_backup_keeps_no_other_from_being_made(place: Path) -> None:
    put(place, "20261129T030000Z", 1 << 60)
    damaged = put(place, "20261129T040000Z", 1)
    (damaged / manifest.NAME).write_text("{")
    with pytest.raises(BackupError, match="make the volume larger"):
        shelf.check_space(place)
    for name in shelf.names(place):
        (place / name / manifest.NAME).write_text("{")
    shelf.check_space(place)
