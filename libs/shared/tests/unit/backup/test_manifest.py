"""A manifest describes every file of a backup, and finds one that differs."""

import json
from pathlib import Path

import pytest
from backup_parts import manifest_of

from isotherm.backup import manifest
from isotherm.backup.errors import BackupError
from isotherm.backup.manifest import Manifest

CONTENT = b"a dump"


@pytest.fixture
def backup(tmp_path: Path) -> Manifest:
    """A manifest, written beside the two files that it describes."""
    for name in ("isotherm.dump", "secrets.json"):
        (tmp_path / name).write_bytes(CONTENT)
    dump, secrets = map(manifest.describe, (tmp_path / "isotherm.dump", tmp_path / "secrets.json"))
    backup = manifest_of(dump, secrets=secrets)
    manifest.write(tmp_path, backup)
    return backup


def test_a_manifest_comes_back_as_it_was_written(backup: Manifest, tmp_path: Path) -> None:
    assert manifest.read(tmp_path) == backup


def test_a_manifest_knows_its_files_and_sums_its_rows(backup: Manifest) -> None:
    (dump,) = backup.databases
    counted = [
        dump.model_copy(update={"rows": {"public.site": 1, "public.reading": 5}}),
        dump.model_copy(update={"rows": {"public.user_entity": 3}}),
    ]
    both = backup.model_copy(update={"databases": counted})

    assert [file.name for file in both.files] == ["isotherm.dump", "isotherm.dump", "secrets.json"]
    assert both.rows == 9
    assert backup.model_copy(update={"secrets": None}).files == [dump.file]


def test_a_folder_without_a_manifest_is_no_complete_backup(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"holds no manifest\.json"):
        manifest.read(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 2}, "has format 2; this program reads 1"),
        ({"format": 2, "rows": "5", "databases": None}, "has format 2; this program reads 1"),
        ({"rows": "5"}, "cannot be read: Extra inputs are not permitted"),
        ({"databases": None}, "cannot be read: Input should be a valid array"),
    ],
)
@pytest.mark.usefixtures("backup")
def test_a_manifest_of_another_form_is_refused(
    tmp_path: Path, change: dict[str, object], message: str
) -> None:
    path = tmp_path / manifest.NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | change))

    with pytest.raises(BackupError, match=message):
        manifest.read(tmp_path)


def test_a_manifest_that_was_cut_off_is_refused(backup: Manifest, tmp_path: Path) -> None:
    (tmp_path / manifest.NAME).write_text(backup.model_dump_json()[:-1])

    with pytest.raises(BackupError, match=r"manifest\.json cannot be read: Invalid JSON"):
        manifest.read(tmp_path)


def test_files_as_they_were_written_are_right(backup: Manifest, tmp_path: Path) -> None:
    manifest.verify(tmp_path, backup)


@pytest.mark.parametrize("name", ["isotherm.dump", "secrets.json"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "is missing"),
        (CONTENT[:-1], f"has {len(CONTENT) - 1} bytes; {len(CONTENT)} were written"),
        (CONTENT[:-1] + b"!", "is damaged: another checksum"),
    ],
)
def test_a_file_that_differs_is_named(
    backup: Manifest, tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(BackupError, match=f"/{name} {message}"):
        manifest.verify(tmp_path, backup)
