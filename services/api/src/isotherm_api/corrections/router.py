"""`/sensors/{site}/{sensor}/corrections`."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from isotherm.instants import from_ms
from isotherm_api.access import Role
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.corrections import changes, documents, queries
from isotherm_api.corrections.preview import build_preview
from isotherm_api.corrections.schemas import (
    Correction,
    Corrections,
    NewCorrection,
    Preview,
    TriedCorrection,
    Undoing,
)
from isotherm_api.corrections.wanted import checked
from isotherm_api.problem import FieldError, Invalid
from isotherm_api.ranges import (
    DIGITS,
    EARLIEST,
    LATEST,
    Cursor,
    Number,
    decode_cursor,
    encode_cursor,
)
from isotherm_api.visible import sensor_of_path

router = APIRouter(prefix="/sensors/{site}/{sensor}/corrections", tags=["corrections"])

CorrectionId = Annotated[int, Path(ge=1, lt=2**31), DIGITS]
_End = Annotated[int | None, Query(ge=EARLIEST, le=LATEST), DIGITS]


@router.get("")
async def list_corrections(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    sensor: str,
    start: Annotated[_End, Query(alias="from", description="Milliseconds since 1970 UTC")] = None,
    to: Annotated[_End, Query(description="Milliseconds since 1970 UTC, exclusive")] = None,
    undone: Annotated[bool, Query(description="Also those that are undone")] = False,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=200), DIGITS] = 50,
) -> Corrections:
    """The corrections of a sensor that touch a range, newest first.

    Those of kind `time` touch the range that their readings move to as well.
    """
    if start is not None and to is not None and to <= start:
        raise Invalid(
            "The range is empty or ends before it begins.",
            errors=[FieldError("from", "must be before to"), FieldError("to", "is not after from")],
        )
    ends = tuple(None if end is None else from_ms(end) for end in (start, to))
    before = decode_cursor(cursor, tuple[Number])[0] if cursor else None
    async with parts.database.reading() as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.VIEWER)
        rows = await queries.load_corrections(
            connection, access.caller.issuer, visible.id,
            touching=(ends[0], ends[1]), undone=undone, before=before, limit=limit + 1,
        )  # fmt: skip
    return Corrections(
        items=[documents.correction(row) for row in rows[:limit]],
        next=encode_cursor(rows[limit - 1]["id"]) if len(rows) > limit else None,
    )


@router.post("", status_code=201)
async def make_correction(
    parts: ServicesDep, access: AccessDep, site: str, sensor: str, wanted: NewCorrection
) -> Correction:
    """Correct the readings of a range, with a reason; for operators.

    Stored readings stay as they are: it is applied whenever the sensor's history is read, and its
    hours, days and excursions are recalculated. Those of one kind cannot overlap.
    """
    now = parts.clock.now()
    async with parts.database.writing() as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.OPERATOR)
        correction = checked(wanted, now, parts.bounds.span)
        return await changes.make(connection, access, visible, correction, now)


@router.post("/preview")
async def preview_correction(
    parts: ServicesDep, access: AccessDep, site: str, sensor: str, wanted: TriedCorrection
) -> Preview:
    """What a correction would change, without making it; for operators."""
    async with parts.database.long_reading(access.caller.subject) as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.OPERATOR)
        now = parts.clock.now()
        correction = checked(wanted, now, parts.bounds.span)
        await changes.require_free(connection, access, visible, correction)
        return await build_preview(connection, visible, correction, now, parts.days)


@router.post("/{correction_id}/undo")
async def undo_correction(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    sensor: str,
    correction_id: CorrectionId,
    wanted: Undoing | None = None,
) -> Correction:
    """Undo a correction, for operators; it stays in the list of those that are undone."""
    async with parts.database.writing() as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.OPERATOR)
        reason = None if wanted is None else wanted.reason
        return await changes.undo(
            connection, access, visible, correction_id, reason, parts.clock.now()
        )


@router.get("/{correction_id}/undo")
async def preview_undo(
    parts: ServicesDep, access: AccessDep, site: str, sensor: str, correction_id: CorrectionId
) -> Preview:
    """What undoing a correction would change, without undoing it; for operators."""
    async with parts.database.long_reading(access.caller.subject) as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.OPERATOR)
        wanted = await changes.load_undoable(connection, access, visible, correction_id)
        return await build_preview(
            connection, visible, wanted, parts.clock.now(), parts.days, undo=True
        )
