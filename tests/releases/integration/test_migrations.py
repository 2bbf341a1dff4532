"""The database of every release is upgraded without losing anything, to the schema of today."""

import pytest

from isotherm.schema import migrate
from isotherm_devstack.testing.database import Database, Databases
from isotherm_releases import answers, dump, fill, rows
from release_kept import Kept, PartsOn, change

_CHANGE = """
UPDATE reading r SET value = value + 0.0001
FROM (SELECT channel_id, measured_at FROM reading WHERE value IS NOT NULL LIMIT 1) o
WHERE (r.channel_id, r.measured_at) = (o.channel_id, o.measured_at)
"""
CHANGED: dict[str, str] = {}
"""Tables whose kept columns a migration fills anew, each with the reason."""


async def test_every_table_has_rows(each_kept: Kept) -> None:
    of = await rows.tables(each_kept.database.superuser)
    assert len(of) > 40
    contents = await rows.contents(each_kept.database.superuser, of)
    assert {name for name, content in contents.items() if content.rows == 0} == fill.EMPTY.keys()


async def test_the_next_release_has_rows_of_every_table(kept: Kept) -> None:
    released = await rows.tables(kept.database.superuser)
    today = await rows.tables(kept.upgraded.superuser)
    assert today.keys() - released.keys() == fill.NEW.keys(), "give them rows, and say where in NEW"
    for table, file in fill.NEW.items():
        assert table in (fill.HERE / file).read_text()


async def test_nothing_is_lost(each_kept: Kept) -> None:
    of = await rows.tables(each_kept.database.superuser)
    before = await rows.contents(each_kept.database.superuser, of)
    after = await rows.contents(each_kept.upgraded.superuser, of)
    assert sum(content.rows for content in before.values()) > 1000
    assert {
        name: (content, after[name])
        for name, content in before.items()
        if after[name] != content and name not in CHANGED
    } == {}


async def test_a_changed_reading_would_be_noticed(each_kept: Kept, databases: Databases) -> None:
    async with databases.copied(each_kept.database.name) as copy:
        of = {"reading": (await rows.tables(copy.superuser))["reading"]}
        before = await rows.contents(copy.superuser, of)
        await change(copy, _CHANGE)
        after = await rows.contents(copy.superuser, of)
        assert after["reading"].rows == before["reading"].rows
        assert after != before


async def test_the_schema_is_as_of_a_fresh_installation(
    each_kept: Kept, databases: Databases
) -> None:
    assert await migrate.current(each_kept.upgraded.owner) == migrate.head()
    await migrate.check(each_kept.upgraded.owner)
    async with databases.migrated() as fresh:
        wanted = await _statements(fresh, databases)
    assert any(statement.startswith("GRANT SELECT") for statement in wanted)
    assert await _statements(each_kept.upgraded, databases) == wanted


async def _statements(database: Database, databases: Databases) -> list[str]:
    """Return the statements of a schema as of a restored one: PostgreSQL writes some anew."""
    async with databases.empty() as copy:
        await dump.execute(await dump.schema(database.superuser), copy.superuser)
        return dump.statements(await dump.schema(copy.superuser))


async def test_todays_api_answers_as_the_released_one_did(
    each_kept: Kept, databases: Databases, parts_on: PartsOn
) -> None:
    wanted = each_kept.release.answers
    async with databases.copied(each_kept.upgraded.name) as copy:
        parts = parts_on(copy)
        async with parts.running("api"):
            given = await answers.record(parts.api_url, parts.identity, list(wanted))
    assert list(answers.differences(wanted, given)) == []


@pytest.mark.parametrize(
    ("kept", "today", "said"),
    [
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, ["/a/1/b was 2 and is 3"]),
        ({"a": [1]}, {"a": []}, ["/a was [1] and is []"]),
        ({"a": 1}, {"b": 1}, ["/a is missing"]),
        ({"/sites": {"a": 1, "etag": "x"}}, {"/sites": {"a": 1, "b": 2, "etag": "y"}}, []),
    ],
)
def test_differences_of_answers(kept: object, today: object, said: list[str]) -> None:
    assert list(answers.differences(kept, today)) == said
