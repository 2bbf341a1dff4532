"""`GET /ledger`."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from fastapi import APIRouter

from isotherm.columns import COUNTERS
from isotherm_api.access import sees_every_site
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.ledger import queries
from isotherm_api.ledger.schemas import Ledger
from isotherm_api.problem import Forbidden, Invalid
from isotherm_api.ranges import FromOrDay, ToOrNow, given_or_last_day, ms

router = APIRouter(prefix="/ledger", tags=["ledger"])

_LONGEST = timedelta(days=367)
_HOUR = timedelta(hours=1)
_OF_ALL_SITES = (
    "The ledger counts the messages of all sites together: it is for administrators and for people"
    " with a role at every site. GET /watch tells everyone whether all readings arrive."
)


@router.get("")
async def read_ledger(
    parts: ServicesDep, access: AccessDep, start: FromOrDay = None, to: ToOrNow = None
) -> Ledger:
    """Counts of received messages and their outcome, by UTC hour.

    They are of all sites together: for administrators, and for people with a role at every site.

    They are of the hours that begin in the range: by default the last 24, with the open one.
    """
    now = parts.clock.now()
    span = given_or_last_day(start, to, now, parts.bounds.span)
    if span.span > _LONGEST:
        raise Invalid.field("from", f"a ledger's range can be at most {_LONGEST.days} days long")
    async with parts.database.reading() as connection:
        if not await sees_every_site(connection, access):
            raise Forbidden(_OF_ALL_SITES)
        rows = await queries.load_hours(connection, span)
    total = {name: sum(row[name] for row in rows) for name in COUNTERS}
    return Ledger.model_validate(
        {
            "from": ms(span.start),
            "to": ms(span.end),
            "hours": [
                {"hour": ms(row["hour"]), "open": row["hour"] + _HOUR > now, **balanced(dict(row))}
                for row in rows
            ],
            "total": balanced(total),
        }
    )


def balanced(counts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the counters, whether they balance, and the differences of the two sums."""
    messages = counts["received"] - counts["decoded"] - counts["undecodable"]
    elements = counts["offered"] - sum(
        counts[name] for name in ("stored", "duplicate", "rejected", "ignored")
    )
    return {
        **{name: counts[name] for name in COUNTERS},
        "rejects": counts["rejected"] + counts["undecodable"],
        "balanced": messages == 0 and elements == 0,
        "difference": {"messages": messages, "elements": elements},
    }
