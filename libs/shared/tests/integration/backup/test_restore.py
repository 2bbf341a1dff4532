"""A backup, made and restored on a real PostgreSQL."""

import json
from pathlib import Path

import asyncpg
import pytest
from backup_parts import EACH_READING, MakeSettings, RunBy, Source, silent

from isotherm.backup import manifest, shelf
from isotherm.backup.dump import make
from isotherm.backup.errors import BackupError
from isotherm.backup.restore import drop_aside, restore
from isotherm.schema.migrate import check, head

PHRASE = "correct horse"


async def test_every_row_and_every_right_comes_back(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings()
    before = await source.query(EACH_READING)
    rights = await source.query(RIGHTS)
    backup = await make(asked, run_by(asked), silent)
    assert len(before) == 5760
    await source.query("DELETE FROM reading WHERE measured_at > '2026-03-02'")
    await source.query("UPDATE site SET name = 'changed'")

    asked = settings(restore_replace=True)
    said: list[str] = []
    await restore(asked, run_by(asked), said.append)

    assert await source.query(EACH_READING) == before
    assert [r["name"] for r in await source.query("SELECT name FROM site")] == ["Oslo"]
    assert await source.query(RIGHTS) == rights
    people = await source.query("SELECT id FROM user_entity", of=name_of(source.keycloak))
    assert len(people) == 3
    await check(source.database.owner)
    assert f"the schema is at {head()}" in said
    assert any(f"{backup.databases[0].name}: {sum_of(backup, 0)} rows" in line for line in said)


RIGHTS = """
SELECT n.nspname, c.relname, c.relkind::text, pg_get_userbyid(c.relowner) AS owner,
       c.relacl::text[] AS acl
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('public', 'grafana')
UNION ALL
SELECT n.nspname, p.oid::regprocedure::text, 'f', pg_get_userbyid(p.proowner), p.proacl::text[]
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'public' OR p.proname ~ 'advisory|^lo_'
UNION ALL
SELECT '', '', 'd', pg_get_userbyid(datdba), ARRAY(SELECT unnest(datacl)::text ORDER BY 1)
FROM pg_database WHERE datname = current_database()
ORDER BY 1, 2, 3
"""


def name_of(url: str) -> str:
    return url.rpartition("/")[2]


def sum_of(backup: manifest.Manifest, index: int) -> int:
    return sum(backup.databases[index].rows.values())


async def test_parts_log_in_and_work_after_it(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings(restore_replace=True)
    await make(asked, run_by(asked), silent)
    await restore(asked, run_by(asked), silent)
    for dsn in (source.database.ingest, source.database.worker, source.database.api):
        connection = await asyncpg.connect(dsn)
        await connection.fetchval("SELECT pg_advisory_lock(1)")
        await connection.fetchval("SELECT count(*) FROM device")
        await connection.close()
    worker = await asyncpg.connect(source.database.worker)
    assert await worker.fetchval("SELECT make_day('2026-03-09')")
    await worker.close()


async def test_data_is_replaced_only_if_that_is_asked_for_and_kept_aside(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings()
    await make(asked, run_by(asked), silent)
    with pytest.raises(BackupError, match="ISOTHERM_RESTORE_REPLACE"):
        await restore(asked, run_by(asked), silent)
    await source.query("UPDATE site SET name = 'newer'")
    asked = settings(restore_replace=True)
    await restore(asked, run_by(asked), silent)
    there = await source.query("SELECT datname FROM pg_database", of="postgres")
    begin = f"{source.database.name}_before_"
    (kept,) = (row["datname"] for row in there if row["datname"].startswith(begin))
    rows = await source.query("SELECT name FROM site", of=kept)
    assert rows[0]["name"] == "newer"
    await drop_aside(asked, kept)
    with pytest.raises(BackupError, match="there is no database"):
        await drop_aside(asked, kept)
    with pytest.raises(BackupError, match="only a database that a restore has kept"):
        await drop_aside(asked, source.database.name)


async def test_a_part_that_is_connected_is_named(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings(restore_replace=True)
    await make(asked, run_by(asked), silent)
    part = await asyncpg.connect(
        source.database.ingest, server_settings={"application_name": "isotherm-ingest"}
    )
    with pytest.raises(BackupError, match=r"isotherm-ingest \(isotherm_ingest_login"):
        await restore(asked, run_by(asked), silent)
    await part.close()


async def test_a_dump_that_lacks_rows_is_not_put_in_place(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings(restore_replace=True)
    backup = await make(asked, run_by(asked), silent)
    folder = shelf.find(asked.backup_folder, "latest")
    document = json.loads((folder / manifest.NAME).read_text())
    document["databases"][1]["rows"]["public.user_entity"] += 1
    (folder / manifest.NAME).write_text(json.dumps(document))
    await source.query("UPDATE site SET name = 'untouched'")
    with pytest.raises(BackupError, match=r"public\.user_entity: 4 in the backup, 3 restored"):
        await restore(asked, run_by(asked), silent)
    assert (await source.query("SELECT name FROM site"))[0]["name"] == "untouched"
    assert backup.databases[1].rows["public.user_entity"] == 3


async def test_a_damaged_file_is_refused_first(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings(restore_replace=True)
    backup = await make(asked, run_by(asked), silent)
    path = shelf.find(asked.backup_folder, "latest") / backup.databases[0].file.name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(BackupError, match="damaged"):
        await restore(asked, run_by(asked), silent)


async def test_a_newer_schema_is_refused(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings(restore_replace=True)
    await source.query("UPDATE alembic_version SET version_num = '9999'")
    await make(asked, run_by(asked), silent)
    with pytest.raises(BackupError, match="newer than this program"):
        await restore(asked, run_by(asked), silent)


async def test_an_encrypted_backup_needs_its_passphrase(
    source: Source, settings: MakeSettings, run_by: RunBy, tmp_path: Path
) -> None:
    secrets = tmp_path / "secrets" / "app"
    secrets.mkdir(parents=True)
    (secrets / "sealing-key").write_text("a very secret key")
    options = {"backup_secrets": tmp_path / "secrets", "restore_replace": True}
    asked = settings(**options, backup_passphrase=PHRASE)
    before = await source.query(EACH_READING)
    backup = await make(asked, run_by(asked), silent)
    folder = shelf.find(asked.backup_folder, "latest")
    assert backup.encrypted
    assert sorted(path.name for path in folder.iterdir() if path.name != manifest.NAME) == sorted(
        file.name for file in backup.files
    )
    assert all(file.name.endswith(".sealed") for file in backup.files)
    assert backup.secret_names == ["app"]
    for wrong in (None, "another"):
        other = settings(backup_passphrase=wrong, **options)
        with pytest.raises(BackupError, match="passphrase"):
            await restore(other, run_by(other), silent)
    await source.query("DELETE FROM reading")
    await restore(asked, run_by(asked), silent)
    assert await source.query(EACH_READING) == before
    assert [path.name for path in asked.backup_folder.iterdir()] == [folder.name]


async def test_a_backup_that_anybody_could_have_made_is_not_restored(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    plain = settings()
    await make(plain, run_by(plain), silent)
    asked = settings(backup_passphrase=PHRASE, restore_replace=True)
    with pytest.raises(BackupError, match="ISOTHERM_RESTORE_UNENCRYPTED"):
        await restore(asked, run_by(asked), silent)
    before = await source.query(EACH_READING)
    meant = settings(backup_passphrase=PHRASE, restore_replace=True, restore_unencrypted=True)
    await restore(meant, run_by(meant), silent)
    assert await source.query(EACH_READING) == before


async def test_without_a_superuser_empty_databases_are_filled(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings()
    before = await source.query(EACH_READING)
    await make(asked, run_by(asked), silent)
    alone = settings(admin_database_url=None)
    with pytest.raises(BackupError, match="not empty"):
        await restore(alone, run_by(alone), silent)
    for name in (source.database.name, name_of(source.keycloak)):
        await source.query(f"DROP DATABASE {name}", of="postgres")
        await source.query(f"CREATE DATABASE {name} OWNER isotherm_owner", of="postgres")
    await restore(alone, run_by(alone), silent)
    assert await source.query(EACH_READING) == before
    await check(source.database.owner)


CORRECTED = """
DO $$ BEGIN
INSERT INTO sensor (site_id, slug, name) SELECT id, 'fridge', 'Fridge' FROM site;
INSERT INTO correction (sensor_id, kind, during, shift_us, reason, made_by)
SELECT id, 'time', '[2026-03-01,2026-03-02)', 86400000000, 'clock', 'olga' FROM sensor;
INSERT INTO correction
    (sensor_id, kind, during, reason, made_by, undone_by, undone_at, undo_reason)
SELECT id, 'set_aside', '[2026-03-01,2026-03-02)', 'door', 'olga', 'olga', now(), 'not so'
FROM sensor;
DELETE FROM dirty;
END $$
"""


async def test_corrections_come_back_and_can_still_be_undone(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    await source.query(CORRECTED)
    rows = await source.query("SELECT * FROM correction ORDER BY id")
    asked = settings(restore_replace=True)
    await make(asked, run_by(asked), silent)
    await restore(asked, run_by(asked), silent)
    assert await source.query("SELECT * FROM correction ORDER BY id") == rows
    # what the backup held is not dirty only because it was restored
    assert await source.query("SELECT * FROM dirty") == []
    await source.query(
        "UPDATE correction SET undone_by = 'olga', undone_at = now() WHERE kind = 'time'"
    )
    dirty = await source.query("SELECT since::date::text, until::date::text FROM dirty")
    assert [tuple(row) for row in dirty] == [("2026-03-01", "2026-03-03")]
