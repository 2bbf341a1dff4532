"""Rows that are open while a condition holds: what to insert, update and close. Pure.

A table of such rows, as `alert` and `ledger_difference`, has one open row for each condition that
holds now. A closed row has an end and is never opened again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar


class Columns(Protocol):
    """A row of the database: its values by column name."""

    def __getitem__(self, name: str, /) -> Any:
        """Return the value of a column."""
        ...


Item = TypeVar("Item")
Row = TypeVar("Row", bound=Columns)


@dataclass(frozen=True, slots=True)
class Changes(Generic[Item, Row]):
    """What makes the open rows equal to the conditions that hold."""

    opened: list[Item]
    """Conditions without an open row."""
    changed: list[tuple[int, Item]]
    """Conditions whose open row has other values, with the row's id."""
    closed: list[Row]
    """Open rows whose condition no longer holds."""


def reconcile(
    items: Iterable[Item], rows: Iterable[Row], *, key: Sequence[str], values: Sequence[str]
) -> Changes[Item, Row]:
    """Return how open rows differ from the conditions that hold.

    `items` have attributes named as the columns of `rows`. Those in `key` identify a condition,
    those in `values` may change while it holds. A row also has its `id`.
    """
    open_rows = {tuple(row[name] for name in key): row for row in rows}
    changes: Changes[Item, Row] = Changes([], [], [])
    for item in items:
        row = open_rows.pop(tuple(getattr(item, name) for name in key), None)
        if row is None:
            changes.opened.append(item)
        elif any(row[name] != getattr(item, name) for name in values):
            changes.changed.append((row["id"], item))
    changes.closed.extend(open_rows.values())
    return changes
