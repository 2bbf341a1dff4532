"""Payloads of all kinds, for properties: what devices say, and what they never should."""

from datetime import UTC, datetime, timedelta, timezone
from typing import TypeVar

from hypothesis import strategies as st
from ingest_parts import NOW, SECOND

from isotherm.instants import MINUTE
from isotherm_ingest.place.careful import DEFAULT_RETENTION

T = TypeVar("T")


def often(weights: dict[st.SearchStrategy[T], int]) -> st.SearchStrategy[T]:
    """One of several, each as often as its weight says."""
    strategies = [strategy for strategy, weight in weights.items() for _ in range(weight)]
    return st.sampled_from(strategies).flatmap(lambda strategy: strategy)


ODD_NUMBERS = """
21.4 -3 0 -0 -0.0 +21.4 .5 5. 2.14e1 2.14E+1 007 1e999 -1e999 1e-400 4.9e-324 1.7e308 1_0 0x1 12,5
85 85.0 85.0000005 85.000002 8.5e1 185 185.0 358.15 -127 -127.0000005 127.9375 127.94 -196.6 146.15
-273.15 -273.1500005 -273.16 -459.67 -459.7 10000 10000.0001 1e4 18032 9007199254740993
123456789012345678901234567890 0.1234567890123456789012345 NaN nan Infinity -inf null true
327.67 621.81 621.806 600.8 6553.5 999 999.0 1830.2 -126.5 -195.7 -99.5 -242.02 262.3 2000 9999.99
unavailable "unknown" "21.4" "" "nan" "1,5" -nan 1.#QNAN {} [] x
"""
NUMBERS = st.one_of(
    st.sampled_from(ODD_NUMBERS.split()),
    st.floats(-300, 300).map(repr),
    st.floats().map(repr),
    st.floats(-300, 300).map("{:.2f}".format),
    st.decimals(-500, 500, places=17).map(str),
    st.integers(-(10**25), 10**25).map(str),
)
UNITS = st.sampled_from(
    [
        '"C"',
        '"F"',
        '"K"',
        "null",
        '"c"',
        "3",
        '"\\u0043"',
        '"°F"',
        '"degC\\u0000"',
        '"x"',
        '""',
        "nan",
    ]
)


def texts(at: int, offset: int) -> list[str]:
    """An instant (µs) as devices write it."""
    moment = datetime.fromtimestamp(at / 1e6, timezone(timedelta(minutes=offset)))
    local = moment.replace(tzinfo=None)
    whole = moment.astimezone(UTC).replace(microsecond=0)
    return [
        str(at // SECOND), str(at // 1000), str(at), str(at * 1000), f'" {at // 1000} "',
        f'"{moment:%Y%m%dT%H%M%S%z}"', f'"{local:%Y/%m/%d %H:%M} UTC"',
        str(at / 1e6), f"{at / 1e3:.1f}", f"{at / 1e9!r}e3",
        f'"{moment.isoformat()}"', f'"{local.isoformat()}"', f'"{local.isoformat(" ")}"',
        f'"{whole.isoformat().replace("+00:00", ".1239Z")}"',
    ]  # fmt: skip


DAYS = 24 * 60 * MINUTE
LEADS = [
    *(n * 100_000 for n in range(-15, 6)),
    *(n * 10 * SECOND + d for n in (0, 3, 5, 6, -3) for d in (-1000, 0, 1000)),
    *(-DEFAULT_RETENTION + d for d in (-SECOND, -1000, 0, 1000, SECOND)),
    *(-500 * DAYS, -DAYS, -60 * MINUTE, -MINUTE, 9 * MINUTE, DAYS, 40_000 * DAYS),
]
"""µs that a device's time is ahead of the receipt: the places where something changes."""
ODD_TIMES = """
null true 1e300 1e999 -1 0 99999999999 100000000000 253402300799999 253402300800000
-62135596800000 -62135596800001 9223372036854775807 123456789012345678901234567890 {} [] "" "now"
100000000000000 99999999999999 20261123135207 "-1" "N/A" 1577836799 1577836800 "1970-01-01T00:00:00"
"2025-03-30T02:30:00" "2025-10-26T02:30:00" "2026-01-01T00:29:60Z" "2026-02-30T00:00:00Z"
"""
OFFSETS = st.sampled_from([0, 0, 60, 345, -720])
GOOD_TIMES = st.tuples(st.sampled_from(LEADS), OFFSETS, st.sampled_from(range(14))).map(
    lambda drawn: texts(NOW + drawn[0], drawn[1])[drawn[2]]
)
TIMES = often({GOOD_TIMES: 4, st.sampled_from(ODD_TIMES.split()): 1})
KEYS = {"value": NUMBERS, "unit": UNITS, "time": TIMES}
ALIASES = {
    "value": ["value"] * 9 + ["Value", "VALUE"],
    "unit": ["unit"] * 5 + ["Unit", "TempUnit", "unit_of_measurement", "display_unit", "u"],
    "time": ["time"] * 5 + ["ts", "Timestamp", "measured_at", "sampleTime", "t", "uptime"],
}
MORE = [
    b'"battery":3', '"ort":"K\u00fche"'.encode(), b'"x":"\xff"', b'"\xc3":1', b'"x":[[{}]]',
    b'"value2":1', b'"x":"\\ud800"', b'"Value":7', b"", b"x", b'"humidity":41', b'"tz":"UTC"',
    b'"fahrenheit":true', b'"x":nan', b'"x":', b'"units":"F"', b'"epoch":1767227400',
]  # fmt: skip
FIELD = st.one_of(
    *(
        st.tuples(st.sampled_from(ALIASES[key]), values).map(
            lambda pair: f'"{pair[0]}":{pair[1]}'.encode()
        )
        for key, values in KEYS.items()
    ),
    st.sampled_from(MORE),
)
OTHER_UNITS = st.sampled_from(["", ',"unit":"F"', ',"unit":"K"'])
DECIMALS = st.floats(-50, 50).map("{:.1f}".format)
PLAIN_OBJECTS = st.tuples(
    DECIMALS | st.sampled_from(["85", "-127", "21.0"]), OTHER_UNITS, TIMES
).map(lambda parts: f'{{"value":{parts[0]}{parts[1]},"time":{parts[2]}}}'.encode())
VALUES = st.tuples(st.sampled_from(ALIASES["value"]), NUMBERS).map(
    lambda pair: f'"{pair[0]}":{pair[1]}'.encode()
)
MEASURES = st.tuples(
    NUMBERS | st.sampled_from(["nan", "--"]),
    st.sampled_from([" °C", "F", " degF", " K", " %", "\0", ""]),
    st.sampled_from(["utf-8", "latin-1"]),
).map(lambda parts: f"{parts[0]}{parts[1]}".encode(parts[2]))
OBJECTS = st.one_of(
    PLAIN_OBJECTS,
    st.tuples(VALUES, st.lists(FIELD, max_size=4)).map(
        lambda parts: b"{" + b", ".join([parts[0], *parts[1]]) + b"}"
    ),
    st.lists(FIELD, max_size=4).map(lambda fields: b"{" + b",".join(fields) + b"}"),
)
ARRAYS = st.lists(OBJECTS, max_size=3).map(lambda objects: b"[" + b",".join(objects) + b"]")
PAYLOADS = often(
    {
        DECIMALS.map(str.encode): 2,
        st.sampled_from(ODD_NUMBERS.split()).map(str.encode): 2,
        PLAIN_OBJECTS: 4,
        NUMBERS.map(str.encode): 1,
        MEASURES: 1,
        MEASURES.map(lambda measure: b'"' + measure + b'"'): 1,
        OBJECTS: 2,
        ARRAYS: 1,
        st.binary(max_size=10): 1,
    }
)
AROUND = st.sampled_from([(b"", b"")] * 5 + [(b" ", b"\r\n"), (b"\xef\xbb\xbf", b""), (b"", b"\0")])
