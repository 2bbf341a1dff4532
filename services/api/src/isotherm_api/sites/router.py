"""`GET /sites`."""

from typing import Annotated

from fastapi import APIRouter, Query

from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.ranges import DIGITS, Cursor, Word, decode_cursor, encode_cursor
from isotherm_api.sites import documents, queries
from isotherm_api.sites.schemas import Sites

router = APIRouter(prefix="/sites", tags=["sites"])


@router.get("")
async def list_sites(
    parts: ServicesDep,
    access: AccessDep,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=500), DIGITS] = 200,
) -> Sites:
    """The sites I may see, by slug."""
    after = decode_cursor(cursor, tuple[Word])[0] if cursor else ""
    async with parts.database.reading() as connection:
        rows = await queries.load_page(connection, access, after, limit + 1)
    items = [
        documents.site(row, role)
        for row in rows[:limit]
        if (role := access.role_at(row["id"])) is not None
    ]
    following = encode_cursor(rows[limit - 1]["slug"]) if len(rows) > limit else None
    return Sites.model_validate({"items": items, "next": following})
