"""Which names of time zones count."""

from functools import cache
from zoneinfo import available_timezones

from isotherm_api.problem import Invalid


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - {"localtime", "Factory"})


def demand(name: str | None, field: str = "time_zone") -> None:
    """Invalid, naming the field, for a name that is no IANA zone; none at all is fine."""
    if name is not None and name not in _zones():
        raise Invalid.field(field, "is no IANA time zone, such as Europe/Vienna")
