"""`GET /rejects`."""

from typing import Annotated, Any

import asyncpg
from fastapi import APIRouter, Query

from isotherm.reasons import CURABLE, Reason, cure, title
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.ranges import (
    Cursor,
    From,
    Number,
    To,
    decode_cursor,
    encode_cursor,
    ms,
    time_range,
)
from isotherm_api.rejects import queries
from isotherm_api.rejects.schemas import Rejects

router = APIRouter(prefix="/rejects", tags=["rejects"])

_SHOWN_BYTES = 512


@router.get("")
async def list_rejects(
    parts: ServicesDep,
    access: AccessDep,
    start: From,
    to: To,
    reason: Annotated[Reason | None, Query()] = None,
    device: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9._-]{1,64}$")] = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Rejects:
    """Messages that became no readings: of my sites' devices as operator, of all as admin."""
    wanted = queries.Wanted.of(access, time_range(start, to, parts.bounds.span), device, reason)
    before = decode_cursor(cursor, tuple[Number])[0] if cursor else None
    async with parts.database.reading() as connection:
        rows = await queries.page(connection, wanted, before, limit + 1)
        counts = await queries.counts(connection, wanted)
    following = encode_cursor(rows[limit - 1]["id"]) if len(rows) > limit else None
    return Rejects.model_validate(
        {
            "items": [_item(row) for row in rows[:limit]],
            "counts": [{**row, "title": _title(row["reason"])} for row in counts],
            "next": following,
        }
    )


def _item(row: asyncpg.Record) -> dict[str, Any]:
    known = _known(row["reason"])
    return {
        "id": row["id"],
        "received": ms(row["received_at"]),
        "topic": row["topic"],
        "device": row["device_name"],
        "channel": row["channel_name"],
        "reason": row["reason"],
        "title": _title(row["reason"]),
        "detail": row["detail"],
        "cure": cure(known) if known else "",
        "payload_text": text_of(row["payload"]),
        "payload_hex": row["payload"][:_SHOWN_BYTES].hex(),
        "payload_bytes": row["payload_bytes"],
        "element": row["element"],
        "curable": known in CURABLE,
        "whole": row["whole"],
        "replayed": ms(row["replayed_at"]),
        "refused_again": row["refused_again"],
    }


def _known(reason: str) -> Reason | None:
    """The reason, none for one that a newer ingest has written."""
    return Reason(reason) if reason in set(Reason) else None


def _title(reason: str) -> str:
    known = _known(reason)
    return title(known) if known else reason


def text_of(payload: bytes) -> str | None:
    """The payload where it is UTF-8 text without control characters but tabs and line ends."""
    try:
        text = payload.decode()
    except UnicodeDecodeError as error:
        if error.start < len(payload) - 3:
            return None
        text = payload[: error.start].decode()  # cut within its last character
    shown = all(each.isprintable() or each in "\t\r\n" for each in text)
    return text if shown else None
