"""Rows are counted in every table that holds any itself."""

import asyncpg

from isotherm.backup.rows import count_rows
from isotherm_devstack.testing.database import Databases

TABLES = """
CREATE SCHEMA "Their own";
CREATE TABLE "Their own"."a ""b" AS SELECT generate_series(1, 3) AS n;
CREATE TABLE parent (n int) PARTITION BY LIST (n);
CREATE TABLE part_1 PARTITION OF parent FOR VALUES IN (1);
CREATE TABLE part_2 PARTITION OF parent FOR VALUES IN (2);
INSERT INTO parent VALUES (1), (2), (2);
CREATE VIEW seen AS SELECT * FROM parent;
CREATE MATERIALIZED VIEW stored AS SELECT * FROM parent;
CREATE TEMPORARY TABLE passing AS SELECT 1 AS n;
"""


async def test_each_row_is_counted_once_where_it_lies(databases: Databases) -> None:
    async with databases.empty() as database:
        connection = await asyncpg.connect(database.superuser)
        await connection.execute(TABLES)
        rows = await count_rows(connection)
        await connection.close()

    assert rows == {'"Their own"."a ""b"': 3, "public.part_1": 1, "public.part_2": 2}
