"""SQL of readings as lines of text, and of their times and values."""

from isotherm.database import Connection
from isotherm_api.cells import cell
from isotherm_api.csv_form import CsvForm
from isotherm_api.export.form import QUALITY_WORDS, UNITS, Form
from isotherm_api.visible import Visible

TIMES = """to_char({0}, CASE WHEN extract(microseconds FROM {0})::int % 1000 = 0
    THEN 'YYYY-MM-DD"T"HH24:MI:SS.MSTZH:TZM' ELSE 'YYYY-MM-DD"T"HH24:MI:SS.USTZH:TZM' END)"""
"""SQL of an instant as ISO 8601 in the session's zone; microseconds only if they are not zero."""
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
    the time ($2), the factor and offset of the unit ($3, $4), the quality words ($5), and what
    separates cells ($6). `page` and `ending` number theirs from $7.
    """
    return f"""
SELECT convert_to(string_agg(
           $1::text || {TIMES.format("measured_at")} || $2::text
           || coalesce({_NUMBERS[form]}, '')
           || $6 || ($5::text[])[quality + 1] || $6 || {TIMES.format("received_at")}
           || {ending}, ''), 'UTF8') AS lines,
       max(measured_at) AS last, count(*) AS n
FROM ({page}) page"""


def line_arguments(sensor: Visible, form: Form) -> tuple[object, ...]:
    """Return the first parameters of `sql_lines`."""
    _, scale, offset = UNITS[form.unit]
    gap = form.dialect.separator
    begin, zone = cell(str(sensor.reference)), cell(form.zone_of(sensor))
    return f"{begin}{gap}", f"{gap}{zone}{gap}", scale, offset, QUALITY_WORDS, gap


async def in_zone(connection: Connection, zone: str) -> None:
    """Make PostgreSQL format times in a zone until the transaction ends.

    Raise asyncpg.InvalidParameterValueError if it does not know the zone.
    """
    await connection.execute("SELECT set_config('TimeZone', $1, true)", zone)
