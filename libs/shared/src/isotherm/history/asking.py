r"""Put several questions to PostgreSQL in one statement, so that they take one round trip.

Each question numbers its own parameters from $1. They are joined by renumbering them:

    Question A  SELECT … $1 … $2          (a1, a2)   2 columns
    Question B  SELECT … $1               (b1)       1 column
          │
          ▼
    SELECT * FROM (SELECT … $1 … $2) q0   (a1, a2, b1)
       CROSS JOIN (SELECT … $3) q1
          │
          ▼
    one row of 3 columns  ──▶  [(A's 2 columns), (B's 1 column)]
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from isotherm.database import Connection

_PARAMETER = re.compile(r"\$(\d+)")


@dataclass(frozen=True, slots=True)
class Question:
    """A statement that returns exactly one row."""

    text: str
    arguments: tuple[object, ...]
    """The values of $1, $2 and so on in `text`."""
    width: int
    """The number of columns of the row."""


async def ask(connection: Connection, questions: Sequence[Question]) -> list[tuple[Any, ...]]:
    """Read the rows that answer some questions, in their order, in one round trip."""
    if not questions:
        return []
    arguments = [argument for question in questions for argument in question.arguments]
    text = _join(tuple((question.text, len(question.arguments)) for question in questions))
    row = tuple(await connection.fetchrow(text, *arguments) or ())
    answers, first = [], 0
    for question in questions:
        answers.append(row[first : first + question.width])
        first += question.width
    return answers


@lru_cache(maxsize=256)
def _join(statements: tuple[tuple[str, int], ...]) -> str:
    """Return one statement of all; each comes with its number of parameters."""
    parts, taken = [], 0
    for number, (text, parameters) in enumerate(statements):
        parts.append(f"({_renumber(text, taken)}) q{number}")
        taken += parameters
    return f"SELECT * FROM {' CROSS JOIN '.join(parts)}"


def _renumber(text: str, by: int) -> str:
    return _PARAMETER.sub(lambda match: f"${int(match[1]) + by}", text)
