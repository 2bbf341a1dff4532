"""SQL of readings as lines of text, and of their times and values."""

from datetime import UTC, datetime, timedelta, timezone

from isotherm import zones
from isotherm.instants import DAY, EPOCH, to_datetime, to_micros
from isotherm_api.cells import cell
from isotherm_api.csv_form import CsvForm
from isotherm_api.export.form import QUALITY_WORDS, UNITS, Form
from isotherm_api.visible import Visible

LineArguments = tuple[object, ...]
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
"""Readings are received later, and measured later unless people shift them."""
_BUCKET = "[width_bucket({0}, $7::timestamptz[]) + 1]"
TIMES = f"""to_char(({{0}} AT TIME ZONE 'UTC') + ($8::interval[]){_BUCKET},
    CASE WHEN extract(microseconds FROM {{0}})::int % 1000 = 0
    THEN 'YYYY-MM-DD"T"HH24:MI:SS.MS' ELSE 'YYYY-MM-DD"T"HH24:MI:SS.US' END)
    || ($9::text[]){_BUCKET}"""
"""SQL of an instant as ISO 8601 in the zone of `line_arguments`; microseconds if it has some."""
DEGREES = """CASE WHEN abs({0}) < 1e6
    THEN round(({0} * {1}::float8 + {2}::float8) * 1e9::float8) / 1e9::float8 + 0
    ELSE {0} * {1}::float8 + {2}::float8 END"""
"""SQL of a value in another unit, without floating-point noise in the fifteenth digit."""

_NUMBER = f"({DEGREES.format('value', '$3', '$4')})::text"
_NUMBERS: dict[CsvForm, str] = {"point": _NUMBER, "comma": f"replace({_NUMBER}, '.', ',')"}


def sql_lines(form: CsvForm, page: str, ending: str) -> str:
    """Return SQL of the lines of a page: one row with `lines`, the `last` instant, and their `n`.

    `page` is a subquery with `measured_at`, `received_at`, `value` and `quality`, in order, and
    `ending` SQL of the end of a line. The parameters are what a line begins with ($1), what follows
    the time ($2), the factor and offset of the unit ($3, $4), the quality words ($5), what
    separates cells ($6), and the offsets of the time zone ($7 to $9). `page` and `ending` number
    theirs from $10.
    """
    return f"""
SELECT convert_to(string_agg(
           $1::text || {TIMES.format("measured_at")} || $2::text
           || coalesce({_NUMBERS[form]}, '')
           || $6 || ($5::text[])[quality + 1] || $6 || {TIMES.format("received_at")}
           || {ending}, ''), 'UTF8') AS lines,
       max(measured_at) AS last, count(*) AS n
FROM ({page}) page"""


def line_arguments(sensor: Visible, form: Form, start: datetime, now: datetime) -> LineArguments:
    """Return the first parameters of `sql_lines` for readings from `start` until now.

    The offsets follow our own rules of time zones, as PostgreSQL has others. Times outside of what
    they cover have the first or last of them, and are still the right instants.
    """
    _, scale, offset = UNITS[form.unit]
    gap = form.dialect.separator
    begin, zone = cell(str(sensor.reference)), cell(form.zone_of(sensor))
    first = to_micros(max(EPOCH, min(start, _FIRST)))
    known = zones.offsets(first, to_micros(now) + DAY, zones.zone(form.zone_of(sensor)))
    changes = [to_datetime(since) for since, _ in known[1:]]
    shifts = [timedelta(microseconds=shift) for _, shift in known]
    suffixes = [datetime.min.replace(tzinfo=timezone(shift)).isoformat()[19:] for shift in shifts]
    return (
        f"{begin}{gap}", f"{gap}{zone}{gap}", scale, offset, QUALITY_WORDS, gap,
        changes, shifts, suffixes,
    )  # fmt: skip
