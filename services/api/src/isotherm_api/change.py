"""Changing a thing under If-Match: one order of read, compare, write, read again and audit.

A room's `changes.py` locks the thing and says how to read and write it; the order stands here.
The lock comes first, so that of two who race the second gets 412 with a sentence about the first.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from isotherm_api import audit
from isotherm_api.access import Access
from isotherm_api.audit import State
from isotherm_api.database import Connection
from isotherm_api.etag import require_match

Row = TypeVar("Row")
Audited = tuple[State | None, State | None]
"""What the audit keeps of the states before and after; (None, None) if nothing changed."""


@dataclass(frozen=True, slots=True)
class Target(Generic[Row]):
    """A thing that is changed, locked already, with how to read it and name its states."""

    read: Callable[[], Awaitable[Row]]
    etag: Callable[[Row], str]
    raced: Callable[[Row], str]
    """The sentence for whoever comes second."""
    name: Callable[[Row], str]
    """As the audit names it."""
    site_id: Callable[[Row], int | None]


async def apply(
    connection: Connection,
    access: Access,
    target: Target[Row],
    action: str,
    if_match: str | None,
    *,
    write: Callable[[Row], Awaitable[None]],
    audited: Callable[[Row, Row], Audited],
) -> Row:
    """Change the thing and return its new state.

    Raises PreconditionRequired without If-Match, Changed if it names another state.
    """
    before = await _matched(target, if_match)
    await write(before)
    after = await target.read()
    states = audited(before, after)
    if states != (None, None):
        await audit.insert(
            connection, access, action, target.name(after), target.site_id(after),
            before=states[0], after=states[1],
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
    """Delete the thing; If-Match as for `apply`."""
    before = await _matched(target, if_match)
    await delete(before)
    await audit.insert(
        connection, access, action, target.name(before), target.site_id(before),
        before=audited(before),
    )  # fmt: skip


async def _matched(target: Target[Row], if_match: str | None) -> Row:
    row = await target.read()
    require_match(if_match, target.etag(row), target.raced(row))
    return row
