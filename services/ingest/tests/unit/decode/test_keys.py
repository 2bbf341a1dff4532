"""The meaning of keys."""

import pytest

from isotherm_ingest.decode.keys import Keys, _remembered, keys_of, meaning_of


@pytest.mark.parametrize(
    ("meaning", "keys"),
    [
        ("value", ["value", "Value", "VALUE"]),
        (
            "unit",
            [
                *("unit", "Unit", "units", "UOM", "temp_unit", "TempUnit", "temperature-unit"),
                *("temp_units", "temperatureUnits"),
                *("unit_of_measurement", "UnitOfMeasurement", "Temp Unit"),
            ],
        ),
        (
            "time",
            [
                *("time", "Time", "TIMESTAMP", "time_stamp", "ts", "TS", "datetime", "DateTime"),
                *("date_time", "epoch", "unixTime", "unix-time", "epoch_time", "time_ms", "tsMs"),
                *("timestampMs", "epoch_ms", "measured_at", "measuredAt", "recorded at"),
                *("sampled_at", "time_us", "ts_ns", "unix_time_ms"),
            ],
        ),
        ("zone", ["timezone", "time_zone", "TimeZone", "tz", "device_tz", "utc_offset"]),
        (
            "like_time",
            [
                *("sample_time", "sampleTime", "sampletime", "SAMPLE_TIME", "readDate", "date"),
                *("utcTime", "UTCTime", "time_received", "timereceived", "created_at", "createdAt"),
                *("timestamp2", "deviceTimestamp", "local.time", "gps-time", "ts_utc", "hour"),
                *("epochSeconds", "sensorepoch", "Zeit", "Datum", "times", "last_update_time"),
            ],
        ),
        (
            "like_unit",
            [
                *("display_unit", "displayUnit", "displayunit", "uom2", "unit2", "UNITS_OUT"),
                *("value_units", "scale", "tempScale", "unitCode", "unitcode", "Einheit"),
            ],
        ),
        ("maybe_time", ["t", "dt", "when", "clock", "updated", "last_update", "lastSeen"]),
        ("maybe_unit", ["u", "fahrenheit", "isFahrenheit", "use_celsius", "metric"]),
        (
            None,
            [
                *("uptime", "UpTime", "up_time", "uptime_s", "deviceUptime", "runtime", "airtime"),
                *("lifetime", "timeout", "timeoutMs", "timer", "ttl", "interval", "time_interval"),
                *("sample_interval", "sampleinterval", "duration", "measurement_duration"),
                *("humidity", "battery", "rssi", "humidity_unit", "pressureUnit", "firmware", "id"),
                *("events", "lights", "status", "update_available", "candidate", "centimeters"),
                *("opportunity", "state", "rate", "data", "database", "Gerät", "", "_", "time_out"),
            ],
        ),
    ],
)
def test_a_key_has_a_meaning(meaning: str | None, keys: list[str]) -> None:
    assert {key: meaning_of(key) for key in keys} == dict.fromkeys(keys, meaning)


def test_keys_are_grouped_by_meaning() -> None:
    keys = keys_of(["ts", "Value", "humidity", "unit", "time", "sample_time"])
    assert keys == Keys(
        value=("Value",), unit=("unit",), time=("ts", "time"), like_time=("sample_time",)
    )


@pytest.mark.parametrize(
    ("keys", "plain"),
    [
        (["value"], True),
        (["TS", "humidity", "Value", "unit", "tz"], True),
        (["humidity"], False),
        (["value", "Value"], False),
        (["value", "ts", "time"], False),
        (["value", "unit", "units"], False),
        *((["value", key], False) for key in ("sample_time", "display_unit", "t", "u")),
    ],
)
def test_keys_are_plain_if_each_meaning_occurs_once(keys: list[str], plain: bool) -> None:
    assert keys_of(keys).plain is plain


def test_keys_without_end_are_not_remembered() -> None:
    keys_of(["value", "unit"])  # so that something is, whichever test comes first
    many = [f"key_{n}" for n in range(10_000)]
    assert keys_of(["value", *many]) == Keys(value=("value",))
    assert keys_of(["value", "y" * 10**6]) == Keys(value=("value",))
    assert max(map(len, _remembered)) <= 50
    assert max(sum(map(len, names)) for names in _remembered) <= 1000
    for n in range(5000):
        keys_of(["value", f"key_{n}"])
    assert len(_remembered) <= 2000
