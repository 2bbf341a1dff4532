"""Time zone names in requests."""

from functools import cache
from zoneinfo import available_timezones

from isotherm_api.problem import Invalid

_UNKNOWN = "is not an IANA time zone such as Europe/Vienna"


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - {"localtime", "Factory"})


def require_zone(name: str | None, field: str = "time_zone") -> None:
    """Raise Invalid, naming the field, if a name is not an IANA time zone; None is allowed."""
    if name is not None and name not in _zones():
        raise Invalid.field(field, _UNKNOWN)


def checked_zone(name: str) -> str:
    """Return the name of a zone in a body; raise ValueError if it is not an IANA time zone."""
    if name not in _zones():
        raise ValueError(_UNKNOWN)
    return name
