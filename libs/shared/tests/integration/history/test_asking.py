"""Several questions are answered by one statement."""

import asyncio

from isotherm.history.asking import Question, ask
from isotherm.process.connections import connect
from isotherm_devstack.testing.database import Database


async def test_questions_with_their_own_parameters_take_one_statement(database: Database) -> None:
    connection = await connect(database.worker)
    terms = " + ".join(f"${number}::int" for number in range(1, 12))
    questions = [
        Question("SELECT $2::text AS b, $1::int AS a", (1, "one"), 2),
        Question("SELECT array_agg(x) FROM (VALUES (2, $1::text)) x", ("two",), 1),
        Question(f"SELECT {terms} AS total", tuple(range(11)), 1),
    ]
    await ask(connection, questions)  # a type's first use makes asyncpg ask what the type is
    statements: list[str] = []
    with connection.query_logger(lambda record: statements.append(record.query)):
        first, second, third = await ask(connection, questions)
    await asyncio.sleep(0)  # asyncpg logs a statement in the next turn of the loop
    assert len(statements) == 1
    assert first == ("one", 1)
    assert [tuple(row) for row in second[0]] == [(2, "two")]
    assert third == (55,)
    await connection.close()


async def test_no_question_takes_no_statement(database: Database) -> None:
    connection = await connect(database.worker)
    assert await ask(connection, []) == []
    await connection.close()
