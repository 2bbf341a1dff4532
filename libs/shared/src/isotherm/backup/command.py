"""`isotherm-backup`: make, list, verify, prune and restore backups, and record what came of it."""

import argparse
import asyncio
import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from isotherm.backup import dump, manifest, restore, sealing, secrets, shelf
from isotherm.backup.errors import BackupError
from isotherm.backup.runs import record_done
from isotherm.backup.settings import BackupSettings
from isotherm.backup.tools import tools
from isotherm.process import command
from isotherm.process.settings import load


def say(line: str) -> None:
    """Write a line with the time, at once."""
    sys.stdout.write(f"{datetime.now(UTC):%H:%M:%S} {line}\n")
    sys.stdout.flush()


async def _make(settings: BackupSettings, scratch: Path, *, copied_later: bool) -> None:
    programs = tools(settings.backup_tools, settings.logins, scratch)
    await dump.make(settings, programs, say, copied_later=copied_later)
    _prune(settings)


async def _copied(settings: BackupSettings) -> None:
    folder = shelf.find(settings.backup_folder, settings.restore_from)
    await record_done(settings.owner, folder.name, manifest.read(folder), say)
    say(f"{folder.name}: recorded as copied away")


async def _restore(settings: BackupSettings, scratch: Path) -> None:
    await restore.restore(settings, tools(settings.backup_tools, settings.logins, scratch), say)


def _prune(settings: BackupSettings) -> None:
    now = datetime.now(UTC)
    keep, days = settings.backup_keep, settings.backup_keep_days
    for name in shelf.prune(settings.backup_folder, keep, days, now):
        say(f"deleted {name}: {keep} newer ones are kept")


def _list(settings: BackupSettings) -> None:
    for name in shelf.names(settings.backup_folder):
        backup = manifest.read(settings.backup_folder / name)
        size = sum(file.bytes for file in backup.files)
        sealed = "encrypted" if backup.encrypted else "not encrypted"
        sys.stdout.write(
            f"{name}  {backup.rows} rows  {size >> 10} KiB  schema {backup.revision}"
            f"  version {backup.isotherm}  {sealed}\n"
        )


def _verify(settings: BackupSettings) -> None:
    folder = shelf.find(settings.backup_folder, settings.restore_from)
    backup = manifest.read(folder)
    manifest.verify(folder, backup)
    say(f"{folder.name}: the checksums of {len(backup.files)} files are right")


def _print_secrets(settings: BackupSettings, scratch: Path, release: str, namespace: str) -> None:
    folder = shelf.find(settings.backup_folder, settings.restore_from)
    backup = manifest.read(folder)
    manifest.verify(folder, backup)
    if backup.secrets is None:
        raise BackupError(f"{folder.name} holds no Secrets")
    path = folder / backup.secrets.name
    if not settings.restore_unencrypted:
        sealing.refuse_unsealed([path.name], settings.passphrase)
    if path.suffix == sealing.SUFFIX:
        if settings.passphrase is None:
            raise BackupError("the backup is encrypted: set ISOTHERM_BACKUP_PASSPHRASE")
        sealing.unseal(path, scratch / path.stem, settings.passphrase)
        path = scratch / path.stem
    json.dump(secrets.objects(secrets.read(path), release, namespace), sys.stdout, indent=1)
    sys.stdout.write("\n")


def _parser() -> argparse.ArgumentParser:
    parser = command.parser(
        "isotherm-backup", "Makes and restores backups in the folder ISOTHERM_BACKUP_FOLDER."
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    make = verbs.add_parser("make", help="make a backup, then delete old ones")
    make.add_argument(
        "--copied-later",
        action="store_true",
        help="the backup counts as made only once `copied` says that it is where it has to be",
    )
    verbs.add_parser("list", help="list the complete backups, oldest first")
    verbs.add_parser("prune", help="delete old backups")
    for verb, text in (
        ("copied", "record in the database that a backup was copied to where it has to be"),
        ("verify", "compare the files of a backup with their checksums"),
        ("restore", "restore the databases of a backup"),
        ("secrets", "print the Secrets of a backup as Kubernetes objects"),
    ):
        added = verbs.add_parser(verb, help=text)
        added.add_argument("name", nargs="?", help="the backup; ISOTHERM_RESTORE_FROM if left out")
        if verb == "secrets":
            added.add_argument(
                "--release", default="isotherm", help="the Helm release that gets them"
            )
            added.add_argument("--namespace", default="isotherm", help="its namespace")
    dropped = verbs.add_parser("drop", help="drop a database that a restore has kept")
    dropped.add_argument("database")
    return parser


def _run(asked: argparse.Namespace, settings: BackupSettings, scratch: Path) -> None:
    match asked.verb:
        case "make":
            asyncio.run(_make(settings, scratch, copied_later=asked.copied_later))
        case "copied":
            asyncio.run(_copied(settings))
        case "restore":
            asyncio.run(_restore(settings, scratch))
        case "list":
            _list(settings)
        case "prune":
            _prune(settings)
        case "verify":
            _verify(settings)
        case "secrets":
            _print_secrets(settings, scratch, asked.release, asked.namespace)
        case _:
            asyncio.run(restore.drop_aside(settings, asked.database))
            say(f"dropped {asked.database}")


def main() -> None:
    """Run the command; exit with code 1 and one line if it fails."""
    asked = _parser().parse_args()
    settings = load(BackupSettings)
    if getattr(asked, "name", None):
        settings = settings.model_copy(update={"restore_from": asked.name})
    try:
        with tempfile.TemporaryDirectory() as scratch:
            _run(asked, settings, Path(scratch))
    except BackupError as error:
        raise SystemExit(f"isotherm-backup: {error}") from None
