"""PostgreSQL folds texts as Python does, whatever the locale of the database."""

import pytest

from isotherm.folding import folded, folded_sql
from isotherm.process.connections import connect
from isotherm_devstack.testing.database import Database

TEXTS = (
    "Kühlraum SÜD",
    "Ku\u0308hlraum",
    "KALT À L'ÉTÉ",
    "ΣΑΣ",
    "σας",
    "İstanbul",
    "5 ℃",
    "Straße",
)


@pytest.mark.parametrize("text", TEXTS)
async def test_postgresql_folds_as_python_does(database: Database, text: str) -> None:
    connection = await connect(database.api)
    try:
        assert await connection.fetchval(f"SELECT {folded_sql('$1::text')}", text) == folded(text)
    finally:
        await connection.close()


async def test_accents_are_folded_also_where_the_locale_knows_only_ascii(
    database: Database,
) -> None:
    expression = folded_sql('$1::text COLLATE "C"')
    connection = await connect(database.api)
    try:
        assert await connection.fetchval(f"SELECT {expression}", "KÜHLRAUM") == "kuhlraum"
    finally:
        await connection.close()
