"""When the counts of the ledger balance."""

import pytest

from isotherm.columns import COUNTERS
from isotherm_api.ledger.router import balanced


@pytest.mark.parametrize(
    ("changed", "messages", "elements"),
    [
        ({}, 0, 0),
        ({"received": 11}, 1, 0),
        ({"stored": 21}, 0, -1),
        ({"replayed": 5}, 0, 0),
    ],
)
def test_a_difference_is_positive_if_some_were_lost(
    changed: dict[str, int], messages: int, elements: int
) -> None:
    counts = dict.fromkeys(COUNTERS, 0) | {
        **{"received": 10, "decoded": 9, "undecodable": 1},
        **{"offered": 30, "stored": 20, "duplicate": 5, "rejected": 4, "ignored": 1},
    }
    document = balanced(counts | changed)
    assert document["difference"] == {"messages": messages, "elements": elements}
    assert document["balanced"] == (messages == elements == 0)
