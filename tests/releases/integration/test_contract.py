"""The schema has expanded since the newest release, and takes nothing away from its programs."""

import pytest

from isotherm_devstack.testing.database import Databases
from isotherm_releases import contract
from release_kept import Kept
from release_kept import change as alter

ACCEPTED: dict[str, str] = {}
"""Lines of `contractions`, each with why no program of a kept release is harmed."""


async def test_todays_schema_has_all_that_the_release_uses(kept: Kept) -> None:
    released = await contract.surface(kept.database.superuser)
    newer = await contract.surface(kept.upgraded.superuser)
    assert min(map(len, (released.columns, released.functions, released.constraints))) > 10
    assert len(released.privileges) > 100
    contractions = set(contract.contractions(released, newer))
    assert contractions == ACCEPTED.keys()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("ALTER TABLE sensor DROP COLUMN place CASCADE", "column public.sensor.place is gone"),
        ("ALTER TABLE alert RENAME detail TO text", "column public.alert.detail is gone"),
        ("ALTER TABLE alert ALTER count TYPE int", "alert.count was bigint and is integer"),
        ("DROP TABLE backup_run", "column public.backup_run.ok is gone"),
        ("DELETE FROM alert; ALTER TABLE alert ADD worse int NOT NULL",
         "alert.worse is new, and required without"),
        ("ALTER TABLE device ALTER created_at DROP DEFAULT", "created_at has lost its default"),
        ("UPDATE device SET model = ''; ALTER TABLE device ALTER model SET NOT NULL",
         "device.model may not be null any more"),
        ("ALTER TABLE alert ADD CHECK (count < 9)", "constraint alert: CHECK ((count < 9)) is new"),
        ("CREATE UNIQUE INDEX ON broker_drop (since)", "ON public.broker_drop USING btree (since)"),
        ("DROP FUNCTION drop_day", "function drop_day(date) is gone"),
        ("REVOKE SELECT ON sensor FROM isotherm_api", "SELECT on public.sensor.slug to isotherm_a"),
        ("REVOKE DELETE ON dirty FROM isotherm_worker", "DELETE on public.dirty to isotherm_work"),
        ("DROP VIEW grafana.reading CASCADE", "column grafana.reading.value is gone"),
    ],
)  # fmt: skip
async def test_what_takes_away_is_noticed(
    kept: Kept, databases: Databases, change: str, said: str
) -> None:
    async with databases.copied(kept.database.name) as copy:
        await alter(copy, change)
        released = await contract.surface(kept.database.superuser)
        newer = await contract.surface(copy.superuser)
    assert said in "\n".join(contract.contractions(released, newer))


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE alert ADD seen_by text, ADD times int NOT NULL DEFAULT 1",
        "CREATE TABLE noted (id int PRIMARY KEY, alert bigint NOT NULL UNIQUE)",
        "CREATE INDEX ON broker_drop (count)",
        "GRANT DELETE ON alert TO isotherm_api",
        "ALTER TABLE limits ALTER set_by DROP NOT NULL",
    ],
)
async def test_what_expands_is_fine(kept: Kept, databases: Databases, change: str) -> None:
    async with databases.copied(kept.database.name) as copy:
        await alter(copy, change)
        released = await contract.surface(kept.database.superuser)
        assert list(contract.contractions(released, await contract.surface(copy.superuser))) == []
