"""PostgreSQL reads the names of channels as Python does."""

from typing import Any

from real_names import ALL

from isotherm_api.evidence.names import is_temperature, sql_is_temperature

FORMS = (
    str.lower,
    str.upper,
    str.title,
    "{}1".format,
    "x_{}".format,
    "{}-2.x".format,
    "a.{}".format,
    "{}Value".format,
)


async def test_postgres_judges_names_as_python_does(world: Any) -> None:
    names = sorted({form(name) for name in ALL for form in FORMS} | set(ALL))
    rows = await world.connection.fetch(
        f"SELECT name, {sql_is_temperature('name')} AS judged FROM unnest($1::text[]) AS n (name)",
        names,
    )
    judged = {row["name"]: row["judged"] for row in rows}
    assert judged == {name: is_temperature(name) for name in names}
    assert {True, False} <= set(judged.values())
