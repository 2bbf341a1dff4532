"""A correction as the API answers it, as the audit keeps it, and as a sentence names it."""

from typing import Any

import pytest
from corrected import HOUR, NOW

from isotherm.instants import to_ms
from isotherm_api.corrections import documents

FROM, TO = NOW - 6 * HOUR, NOW - 5 * HOUR


def row(**changes: Any) -> Any:
    """Return a row of `queries`: readings that otto has set aside."""
    unused = ("read_as", "sent_as", "shift_us", "made_by_name")
    undone = ("undone_by", "undone_by_name", "undone_at", "undo_reason")
    return (
        dict.fromkeys(unused + undone)
        | {
            "id": 7,
            "kind": "set_aside",
            "start": FROM,
            "until": TO,
            "reason": "Door open",
            "made_by": "otto",
            "made_at": NOW,
        }
        | changes
    )


def test_a_correction_in_force_says_what_it_does_and_who_made_it() -> None:
    document = documents.correction(row(made_by_name="Otto"))
    assert document.model_dump(by_alias=True) == {
        "id": 7,
        "kind": "set_aside",
        "from": to_ms(FROM),
        "to": to_ms(TO),
        "read_as": None,
        "sent_as": None,
        "shift_ms": None,
        "reason": "Door open",
        "by": "otto",
        "by_name": "Otto",
        "at": to_ms(NOW),
        "undone_by": None,
        "undone_by_name": None,
        "undone_at": None,
        "undo_reason": None,
    }


def test_an_undone_correction_says_who_has_undone_it() -> None:
    document = documents.correction(
        row(undone_by="olga", undone_by_name="Olga", undone_at=NOW, undo_reason="It was closed")
    )
    assert (document.undone_by, document.undone_by_name) == ("olga", "Olga")
    assert (document.undone_at, document.undo_reason) == (to_ms(NOW), "It was closed")


@pytest.mark.parametrize(
    ("changes", "details"),
    [
        ({}, {}),
        ({"kind": "unit", "read_as": "F", "sent_as": "K"}, {"read_as": "F", "sent_as": "K"}),
        ({"kind": "time", "shift_us": -90_000_000}, {"shift_ms": -90_000}),
        ({"undone_by": "olga", "undone_at": NOW, "made_by_name": "Otto"}, {}),
    ],
)
def test_the_audit_keeps_what_a_correction_does_and_why(
    changes: dict[str, Any], details: dict[str, Any]
) -> None:
    kind = changes.get("kind", "set_aside")
    assert documents.audited(row(**changes)) == {
        "id": 7, "kind": kind, "from": to_ms(FROM), "to": to_ms(TO), "reason": "Door open",
    } | details  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("set_aside", "sets readings aside"),
        ("unit", "reads values in another unit"),
        ("time", "shifts readings in time"),
    ],
)
def test_a_sentence_names_a_correction_by_who_made_it_and_what_it_does(
    kind: str, words: str
) -> None:
    rest = f"that {words} is already in force there (“Door open”)."
    assert documents.in_the_way(row(kind=kind)) == f"A correction by otto {rest}"
    signed_in = row(kind=kind, made_by_name="Otto")
    assert documents.in_the_way(signed_in) == f"A correction by Otto {rest}"
