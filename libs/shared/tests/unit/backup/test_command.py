"""`isotherm-backup` lists, verifies, prunes and prints backups by what lies in their folder."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from backup_parts import manifest_of

from isotherm.backup import manifest, sealing, secrets
from isotherm.backup.command import main
from isotherm.backup.dump import SECRETS
from isotherm.backup.settings import BackupSettings
from isotherm.process.settings import environment_names

OLD, NEW = "20261128T020000Z", "20261129T020000Z"
PHRASE = "correct horse"
SAVED = {"release-app": {"sealing-key": "AP9rZXkK"}}


class Command:
    """The command, run in this process on one folder of backups."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, output: Any) -> None:
        self.folder, self._monkeypatch, self._output = folder, monkeypatch, output
        for name in environment_names(BackupSettings):
            monkeypatch.delenv(name, raising=False)
        self.set(DATABASE_URL="postgresql://u@127.0.0.1/d", BACKUP_FOLDER=str(folder))

    def set(self, **settings: str) -> None:
        """Set variables of the environment."""
        for name, value in settings.items():
            self._monkeypatch.setenv(f"ISOTHERM_{name}", value)

    def run(self, *arguments: str) -> list[str]:
        """Run it; return the lines that it wrote."""
        self._monkeypatch.setattr(sys, "argv", ["isotherm-backup", *arguments])
        main()
        written: str = self._output.readouterr().out
        return written.splitlines()

    def put(self, name: str, *, passphrase: str | None = None, with_secrets: bool = True) -> Path:
        """Write a backup with a dump and Secrets, which are sealed if there is a passphrase."""
        folder = self.folder / name
        folder.mkdir()
        (folder / "isotherm.dump").write_bytes(b"x" * 2048)
        path = folder / SECRETS
        secrets.write(path, SAVED)
        if passphrase is not None:
            path = folder / f"{SECRETS}{sealing.SUFFIX}"
            sealing.seal(folder / SECRETS, path, passphrase)
        backup = manifest_of(
            manifest.describe(folder / "isotherm.dump"),
            secrets=manifest.describe(path) if with_secrets else None,
        )
        manifest.write(folder, backup)
        return folder


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    return Command(tmp_path, monkeypatch, capsys)


def test_complete_backups_are_listed_from_the_oldest(command: Command) -> None:
    for name in (NEW, OLD):
        command.put(name, with_secrets=False)
    (command.folder / "20261130T020000Z.partial").mkdir()
    rest = "  0 rows  2 KiB  schema 0001  version 1  not encrypted"
    assert command.run("list") == [f"{OLD}{rest}", f"{NEW}{rest}"]


def test_a_backup_is_verified_by_its_name_else_the_one_of_the_settings(command: Command) -> None:
    for name in (OLD, NEW):
        command.put(name)
    assert command.run("verify")[0].endswith(f" {NEW}: the checksums of 2 files are right")
    command.set(RESTORE_FROM=OLD)
    assert f" {OLD}: " in command.run("verify")[0]
    assert f" {NEW}: " in command.run("verify", NEW)[0]
    (command.folder / NEW / "isotherm.dump").write_bytes(b"y" * 2048)
    with pytest.raises(SystemExit, match=f"^isotherm-backup: {NEW}/isotherm.dump is damaged"):
        command.run("verify", NEW)


def test_deleted_backups_are_named(command: Command) -> None:
    for name in (OLD, NEW):
        command.put(name)
    assert command.run("prune") == []
    command.set(BACKUP_KEEP="1")
    (line,) = command.run("prune")
    assert line.endswith(f" deleted {OLD}: 1 newer ones are kept")
    assert [folder.name for folder in command.folder.iterdir()] == [NEW]


@pytest.mark.parametrize("passphrase", [None, PHRASE])
def test_secrets_are_printed_as_objects_of_a_release(
    command: Command, passphrase: str | None
) -> None:
    command.put(NEW, passphrase=passphrase)
    if passphrase is not None:
        command.set(BACKUP_PASSPHRASE=passphrase)
    written = command.run("secrets", "--release", "warm", "--namespace", "rooms")
    (item,) = json.loads("\n".join(written))["items"]
    assert {item["metadata"]["name"]: item["data"]} == SAVED
    annotations = item["metadata"]["annotations"]
    assert annotations["meta.helm.sh/release-name"] == "warm"
    assert annotations["meta.helm.sh/release-namespace"] == "rooms"


def test_encrypted_secrets_need_the_passphrase(command: Command) -> None:
    command.put(NEW, passphrase=PHRASE)
    with pytest.raises(SystemExit, match=r"^isotherm-backup: the backup is encrypted: set ISO"):
        command.run("secrets")
    command.set(BACKUP_PASSPHRASE=f"not {PHRASE}")
    with pytest.raises(SystemExit, match="cannot be decrypted"):
        command.run("secrets")


def test_plain_secrets_are_trusted_beside_a_passphrase_only_if_that_is_set(
    command: Command,
) -> None:
    command.put(NEW)
    command.set(BACKUP_PASSPHRASE=PHRASE)
    with pytest.raises(SystemExit, match="set ISOTHERM_RESTORE_UNENCRYPTED=true"):
        command.run("secrets")
    command.set(RESTORE_UNENCRYPTED="true")
    assert "release-app" in "".join(command.run("secrets"))


def test_secrets_that_were_exchanged_are_not_printed(command: Command) -> None:
    folder = command.put(NEW)
    (folder / SECRETS).write_text((folder / SECRETS).read_text().replace("AP9r", "AAAA"))
    with pytest.raises(SystemExit, match="is damaged"):
        command.run("secrets")


def test_a_backup_without_secrets_is_told(command: Command) -> None:
    command.put(NEW, with_secrets=False)
    with pytest.raises(SystemExit, match=f"^isotherm-backup: {NEW} holds no Secrets$"):
        command.run("secrets")
