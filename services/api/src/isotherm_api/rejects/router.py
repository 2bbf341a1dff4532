"""`GET /rejects`."""

from typing import Annotated

from fastapi import APIRouter, Query

from isotherm.reasons import Reason
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.ranges import (
    DIGITS,
    Cursor,
    FromOrDay,
    Number,
    ToOrNow,
    decode_cursor,
    encode_cursor,
    given_or_last_day,
    ms,
)
from isotherm_api.rejects import documents, queries
from isotherm_api.rejects.schemas import Rejects
from isotherm_api.schemas import DeviceName

router = APIRouter(prefix="/rejects", tags=["rejects"])


@router.get("")
async def list_rejects(
    parts: ServicesDep,
    access: AccessDep,
    start: FromOrDay = None,
    to: ToOrNow = None,
    reason: Annotated[Reason | None, Query()] = None,
    device: Annotated[DeviceName | None, Query()] = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=500), DIGITS] = 100,
) -> Rejects:
    """Messages that could not become readings: of my sites' devices as operator; all as admin."""
    span = given_or_last_day(start, to, parts.clock.now(), parts.bounds.span)
    wanted = queries.Wanted.of(access, span, device, reason)
    before = decode_cursor(cursor, tuple[Number])[0] if cursor else None
    async with parts.database.reading() as connection:
        rows = await queries.load_page(connection, wanted, before, limit + 1)
        counts = await queries.load_counts(connection, wanted)
    following = encode_cursor(rows[limit - 1]["id"]) if len(rows) > limit else None
    return Rejects.model_validate(
        {
            "from": ms(span.start),
            "to": ms(span.end),
            "items": [documents.reject(row) for row in rows[:limit]],
            "counts": [documents.reason_count(row) for row in counts],
            "next": following,
        }
    )
