"""Replace variables and macros in queries as Grafana does before it sends them. Pure.

Sources: Grafana's `sqleng.Interpolate` and the macros of its PostgreSQL data source,
`$__rate_interval` of its Prometheus data source, and the formats of its template variables.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_MACRO = re.compile(r"\$__([a-zA-Z]+)\(([^)]*)\)")
_VARIABLE = re.compile(r"\$\{(\w+)(?::(\w+))?\}|\$(\w+)")

Values = Mapping[str, str | Sequence[str]]
_Format = Callable[[str | Sequence[str]], str]


class UnknownError(ValueError):
    """A macro or variable that Grafana would leave in the query, or refuse."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a dashboard shows: a range of time, and the values of its variables."""

    since: datetime
    until: datetime
    values: Values = field(default_factory=dict)
    """Each value, or a list of several. Strings are sent as they are: for All, the `allValue`."""
    points: int = 1000
    """About how many points fit the width of a panel."""
    scrape_s: int = 15

    def interval_s(self, least_s: int = 1) -> int:
        """Return `$__interval` in seconds: the range in so many points, rounded to a usual span."""
        exact = (self.until - self.since).total_seconds() / self.points
        usual = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800)
        fitting = [span for span in (*usual, 21_600, 43_200, 86_400, 604_800) if span >= exact]
        return max(least_s, fitting[0] if fitting else 2_592_000)


def seconds(span: str) -> float:
    """Return the seconds of a span such as `10s` or `5m`; raise UnknownError for others."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([smhdw])", span)
    if match is None:
        raise UnknownError(span)
    return float(match[1]) * _UNITS[match[2]]


def expand_promql(text: str, shown: Shown, least_s: int = 15) -> str:
    """Return a PromQL query as it is sent."""
    interval_s = shown.interval_s(least_s)
    rate_s = max(interval_s + shown.scrape_s, 4 * shown.scrape_s)
    spans = {"$__rate_interval": f"{rate_s}s", "$__interval": f"{interval_s}s"}
    return _with_variables(_with_spans(text, spans), shown.values, _pattern)


def expand_logql(text: str, shown: Shown) -> str:
    """Return a LogQL query as it is sent."""
    span = f"{shown.interval_s()}s"
    spans = {"$__auto": span, "$__interval": span}
    return _with_variables(_with_spans(text, spans), shown.values, _pattern)


def expand_sql(text: str, shown: Shown, least_s: int = 1) -> str:
    """Return an SQL query as it is sent; raise UnknownError for what Grafana does not know."""
    interval_s = shown.interval_s(least_s)
    text = text.replace("$__interval_ms", str(interval_s * 1000))
    text = text.replace("$__interval", f"{interval_s}s")
    text = _MACRO.sub(lambda match: _macro(match[1], match[2], shown), text)
    return _with_variables(text, shown.values, _quoted)


def _macro(name: str, arguments: str, shown: Shown) -> str:
    since, until = (f"'{_rfc3339(at)}'" for at in (shown.since, shown.until))
    first, *others = (argument.strip() for argument in arguments.split(","))
    match name:
        case "timeFilter":
            return f"{first} BETWEEN {since} AND {until}"
        case "timeFrom":
            return since
        case "timeTo":
            return until
        case "unixEpochFrom":
            return str(int(shown.since.timestamp()))
        case "unixEpochTo":
            return str(int(shown.until.timestamp()))
        case "timeGroup" if len(others) == 1:
            span = f"{seconds(others[0].strip(chr(39))):g}"
            return f"floor(extract(epoch from {first})/{span})*{span}"
    raise UnknownError(f"$__{name}({arguments})")


def _rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _with_spans(text: str, spans: Mapping[str, str]) -> str:
    for name, span in spans.items():
        text = text.replace(name, span)
    return text


def _with_variables(text: str, values: Values, plain: _Format) -> str:
    def replaced(variable: re.Match[str]) -> str:
        name = variable[1] or variable[3]
        if name not in values:
            raise UnknownError(variable[0])
        value = values[name]
        match variable[2]:
            case None:
                return plain(value)
            case "sqlstring":
                return _quoted([value] if isinstance(value, str) else value)
        raise UnknownError(variable[0])

    return _VARIABLE.sub(replaced, text)


def _quoted(value: str | Sequence[str]) -> str:
    """Return a value of a variable in SQL: one as it is, but for quotes; several in quotes."""
    if isinstance(value, str):
        return value.replace("'", "''")
    return ",".join("'{}'".format(item.replace("'", "''")) for item in value)


def _pattern(value: str | Sequence[str]) -> str:
    """Return a value of a variable in PromQL or LogQL: one as it is, several as a pattern."""
    return value if isinstance(value, str) else "({})".format("|".join(map(re.escape, value)))
