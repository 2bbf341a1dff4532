"""Changes under If-Match: read, compare, write, read again and audit, always in this order.

A room's `changes.py` first locks the rows and passes functions to read and write them. Because of
the lock, the second of two concurrent edits gets 412 with a sentence about the first.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from isotherm.database import Connection
from isotherm_api import audit
from isotherm_api.access import Access
from isotherm_api.audit import State
from isotherm_api.etag import require_match

Row = TypeVar("Row")
Audited = tuple[State | None, State | None]
"""The states before and after as the audit log keeps them; (None, None) if nothing changed."""


def differing(before: audit.Row, after: audit.Row, names: Sequence[str]) -> Audited:
    """Return those of a row's settings that differ, as `audit.settings` does."""
    changed = [name for name in names if before[name] != after[name]]
    if not changed:
        return None, None
    return audit.settings(before, changed), audit.settings(after, changed)


@dataclass(frozen=True, slots=True)
class Target(Generic[Row]):
    """What is changed (already locked): functions to read it, and its names."""

    read: Callable[[], Awaitable[Row]]
    etag: Callable[[Row], str]
    raced: Callable[[Row], str]
    """The sentence for the second of two concurrent edits."""
    name: Callable[[Row], str]
    """The target in the audit log."""
    site_id: Callable[[Row], int | None]


async def lock_sensor(connection: Connection, sensor_id: int) -> None:
    """Lock the sensor, so that one transaction at a time changes its limits or interval."""
    await connection.execute("SELECT FROM sensor WHERE id = $1 FOR NO KEY UPDATE", sensor_id)


async def apply(
    connection: Connection,
    access: Access,
    target: Target[Row],
    action: str,
    if_match: str | None,
    *,
    write: Callable[[Row], Awaitable[None]],
    audited: Callable[[Row, Row], Audited],
    why: audit.Why | None = None,
) -> Row:
    """Change the target and return its new state.

    Raises PreconditionRequired without If-Match, Changed if its tag is not the current one.
    """
    before = await _read_matching(target, if_match)
    await write(before)
    after = await target.read()
    states = audited(before, after)
    if states != (None, None):
        await audit.insert(
            connection, access, action, target.name(after), target.site_id(after),
            before=states[0], after=states[1], why=why,
        )  # fmt: skip
    return after


async def remove(
    connection: Connection,
    access: Access,
    target: Target[Row],
    action: str,
    if_match: str | None,
    *,
    delete: Callable[[Row], Awaitable[None]],
    audited: Callable[[Row], State],
) -> None:
    """Delete the target; errors as for `apply`."""
    before = await _read_matching(target, if_match)
    await delete(before)
    await audit.insert(
        connection, access, action, target.name(before), target.site_id(before),
        before=audited(before),
    )  # fmt: skip


async def _read_matching(target: Target[Row], if_match: str | None) -> Row:
    row = await target.read()
    require_match(if_match, target.etag(row), target.raced(row))
    return row
