"""Why a message, or one element of it, did not become a reading."""

from enum import StrEnum


class Reason(StrEnum):
    """The reasons of a reject; the value is what is stored and shown."""

    BAD_TOPIC = "bad_topic"
    BAD_ENCODING = "bad_encoding"
    NOT_JSON = "not_json"
    NOT_A_NUMBER = "not_a_number"
    BAD_SHAPE = "bad_shape"
    BAD_UNIT = "bad_unit"
    BAD_TIME = "bad_time"
    TIME_WITHOUT_ZONE = "time_without_zone"
    NO_SUCH_TIME = "no_such_time"
    IMPOSSIBLE = "impossible"
    TOO_LARGE = "too_large"
    TOO_MANY_CHANNELS = "too_many_channels"
    TOO_OLD = "too_old"
    CONFLICT = "conflict"
    REFUSED = "refused"


CURABLE = frozenset({Reason.TIME_WITHOUT_ZONE, Reason.NO_SUCH_TIME, Reason.TOO_MANY_CHANNELS})
"""Rejects that a change of settings can fix; only these are worth a replay."""

_TITLES = {
    Reason.BAD_TOPIC: "Unexpected topic",
    Reason.BAD_ENCODING: "Not UTF-8 text",
    Reason.NOT_JSON: "Neither a number nor JSON",
    Reason.NOT_A_NUMBER: "Not a number",
    Reason.BAD_SHAPE: "Unexpected JSON structure",
    Reason.BAD_UNIT: "Unit unknown",
    Reason.BAD_TIME: "Time not understood",
    Reason.TIME_WITHOUT_ZONE: "Time without a zone",
    Reason.NO_SUCH_TIME: "Local time skipped by DST",
    Reason.IMPOSSIBLE: "Impossible temperature",
    Reason.TOO_LARGE: "Too large",
    Reason.TOO_MANY_CHANNELS: "Too many channels",
    Reason.TOO_OLD: "Older than retention",
    Reason.CONFLICT: "Conflicting value for the same time",
    Reason.REFUSED: "Refused by the database",
}

_CURES = {
    Reason.BAD_TOPIC: "Publish to sensors/<device>/<channel>, with the device's own name.",
    Reason.BAD_ENCODING: "Send UTF-8 text: a number, an object or an array of objects.",
    Reason.NOT_JSON: "Send a number such as 21.4, or JSON.",
    Reason.NOT_A_NUMBER: "The value has to be a number with a point, such as 21.4.",
    Reason.BAD_SHAPE: 'Send {"value": 21.4}, with "unit" and "time" if wanted, or an array.',
    Reason.BAD_UNIT: "The unit has to be C, F or K.",
    Reason.BAD_TIME: "Send RFC 3339 with an offset, or Unix time in seconds or milliseconds.",
    Reason.TIME_WITHOUT_ZONE: (
        "Set the device's time zone and replay what was kept, or send the offset with each time."
    ),
    Reason.NO_SUCH_TIME: "The clock skipped this local time in the device's zone. Send an offset.",
    Reason.IMPOSSIBLE: "No temperature is below -273.15 °C or above 10,000 °C. Check unit, probe.",
    Reason.TOO_LARGE: "Send at most 10,000 elements and 1 MiB in one message.",
    Reason.TOO_MANY_CHANNELS: "A device may have at most 64 channels. Check the topics it uses.",
    Reason.TOO_OLD: "Readings from before the retention period are not accepted.",
    Reason.CONFLICT: "The first value of an instant is kept. Check for two probes on one channel.",
    Reason.REFUSED: "The database refused this reading; its message is in the detail.",
}


def title(reason: Reason) -> str:
    """Return the reason in a few words, for a list."""
    return _TITLES[reason]


def cure(reason: Reason) -> str:
    """Return what to do about it, in one or two sentences."""
    return _CURES[reason]
