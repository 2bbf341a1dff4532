"""Questions that are put to the database together: one way there and back for all of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from isotherm.database import Connection

_WORD = re.compile(r"\$(\d+)")


@dataclass(frozen=True, slots=True)
class Question:
    """A statement that answers with exactly one row of so many columns."""

    text: str
    words: tuple[object, ...]
    """For $1, $2 and so on of its own text."""
    width: int


async def ask(connection: Connection, questions: Sequence[Question]) -> list[tuple[Any, ...]]:
    """The answer of each question, in their order."""
    if not questions:
        return []
    words = [word for each in questions for word in each.words]
    text = _together(tuple((each.text, len(each.words)) for each in questions))
    row = tuple(await connection.fetchrow(text, *words) or ())
    found, first = [], 0
    for each in questions:
        found.append(row[first : first + each.width])
        first += each.width
    return found


@lru_cache(maxsize=256)
def _together(texts: tuple[tuple[str, int], ...]) -> str:
    """One statement of all: each keeps its words, counted on from those of the ones before it."""
    parts, taken = [], 0
    for number, (text, many) in enumerate(texts):
        parts.append(f"({_moved(text, taken)}) q{number}")
        taken += many
    return f"SELECT * FROM {' CROSS JOIN '.join(parts)}"  # noqa: S608  statements of ours


def _moved(text: str, by: int) -> str:
    return _WORD.sub(lambda found: f"${int(found[1]) + by}", text)
