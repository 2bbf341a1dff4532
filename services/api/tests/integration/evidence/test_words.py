"""PostgreSQL and Python read each regular expression of the words alike."""

import re
from typing import Any

from real_names import ALL

from isotherm_api.evidence import words

PATTERNS = sorted(
    {
        *(part for quantity in (*words.OTHERS, *words.SETTINGS)
          for part in (quantity.words, quantity.parts) if part),
        words.TEMPERATURE, words.OF_THE_DEVICE, words.PLACES, words.UNIT_LETTER,
        *words.UNITS.values(),
    }
)  # fmt: skip


async def test_postgres_matches_every_expression_as_python_does(world: Any) -> None:
    names = sorted({name.lower().replace("-", "_") for name in ALL} | set(ALL))
    rows = await world.connection.fetch(
        "SELECT pattern, name FROM unnest($1::text[]) AS p (pattern), unnest($2::text[]) AS n"
        " (name) WHERE name ~ pattern",
        PATTERNS, names,
    )  # fmt: skip
    matched = {(row["pattern"], row["name"]) for row in rows}
    assert matched == {
        (pattern, name) for pattern in PATTERNS for name in names if re.search(pattern, name)
    }
    assert {pattern for pattern, _ in matched} >= {words.TEMPERATURE, words.UNIT_LETTER}
