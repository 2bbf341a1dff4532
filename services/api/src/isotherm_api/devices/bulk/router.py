"""`POST /devices/import`."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.csv_form import DIALECTS, CsvFormQuery
from isotherm_api.devices.bulk import changes
from isotherm_api.devices.bulk.passwords import passwords_file
from isotherm_api.devices.bulk.schemas import ImportCheck
from isotherm_api.devices.bulk.table import COLUMNS, MOST_ROWS, parse
from isotherm_api.schemas import Slug

router = APIRouter(prefix="/devices", tags=["devices"])

_TEXT = {"content": {"text/csv": {"schema": {"type": "string"}}}}
_BODY = {
    "requestBody": {
        "required": True,
        "description": f"A header line with some of {', '.join(COLUMNS)}, in any order, and up to"
        f" {MOST_ROWS:,} rows. UTF-8; commas or semicolons",
        **_TEXT,
    }
}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"model": ImportCheck, "description": "The result of a dry run"},
    201: {
        "description": "All are registered: their names and passwords, which are in this answer"
        " only. A name that a spreadsheet would convert has an apostrophe in front",
        **_TEXT,
    },
}


@router.post(
    "/import",
    status_code=201,
    response_class=Response,
    responses=_RESPONSES,
    openapi_extra=_BODY,
)
async def import_devices(
    parts: ServicesDep,
    access: AccessDep,
    request: Request,
    dry_run: Annotated[bool, Query(description="Only check the rows")] = False,
    site: Annotated[Slug | None, Query(description="The site of rows that name none")] = None,
    form: CsvFormQuery = "point",
) -> Response:
    """Registers all devices of a CSV file at sites that I manage, or none of them.

    A dry run answers with every row and what is wrong with it. Otherwise a bad row is a 422 that
    lists all bad rows.
    """
    async with parts.database.reading() as connection:
        await changes.require_manager(connection, access, site)
    rows = parse(await request.body())
    if not dry_run:
        devices = await changes.register_all(
            parts.database, access, parts.administration, rows, site
        )
        return Response(
            passwords_file(devices, DIALECTS[form]),
            status_code=201,
            media_type="text/csv",
            headers={
                "Cache-Control": "no-store",
                "Content-Disposition": 'attachment; filename="isotherm-devices.csv"',
            },
        )
    async with parts.database.writing() as connection:
        await changes.check(connection, access, rows, site)
    bad = sum(1 for row in rows if row.errors)
    checked = ImportCheck.model_validate(
        {
            "rows": [
                {
                    "line": row.line,
                    "name": row.cells.get("name"),
                    "ok": not row.errors,
                    "errors": [asdict(error) for error in row.errors],
                }
                for row in rows
            ],
            "ok": len(rows) - bad,
            "bad": bad,
        }
    )
    return Response(checked.model_dump_json(), media_type="application/json")
