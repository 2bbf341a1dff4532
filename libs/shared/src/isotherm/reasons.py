"""Why a message, or one element of it, did not become a reading."""

from enum import StrEnum
from typing import Literal, Self

Help = Literal["settings", "rules"]
"""What can make readings of kept rejects: a change of settings, or newer rules of decoding."""


class Reason(StrEnum):
    """The reasons of a reject; the value is what is stored and shown."""

    # A new reason is one row here: `make generate` writes it into documents and the pages' types.

    label: str
    """The reason in a few words, for a list."""
    cure: str
    """What to do about it, in one or two sentences."""
    helped_by: Help | None
    """What can make readings of such rejects; None if only the device can send them anew."""

    def __new__(
        cls, value: str, label: str = "", cure: str = "", helped_by: Help | None = None
    ) -> Self:
        """Make a reason of the row that defines it."""
        reason = str.__new__(cls, value)
        reason._value_ = value
        reason.label, reason.cure, reason.helped_by = label, cure, helped_by
        return reason

    @classmethod
    def of(cls, word: str) -> Self | None:
        """Return the reason of a stored word, or None for one that a newer version has written."""
        return cls(word) if word in set(cls) else None

    BAD_TOPIC = (
        "bad_topic",
        "Unexpected topic",
        "Publish to sensors/<device>/<channel>, with the device's own name.",
    )
    BAD_ENCODING = (
        "bad_encoding",
        "Not UTF-8 text",
        "Send UTF-8 text: a number, an object or an array of objects.",
        "rules",
    )
    NOT_JSON = (
        "not_json",
        "Neither a number nor JSON",
        "Send a number such as 21.4, or JSON.",
        "rules",
    )
    NOT_A_NUMBER = (
        "not_a_number",
        "Not a number",
        "Use a decimal point, not a comma; nothing behind the number but a unit of temperature.",
        "rules",
    )
    BAD_SHAPE = (
        "bad_shape",
        "Unexpected JSON structure",
        'Send {"value": 21.4}, with "unit" and "time" if wanted, or an array.',
        "rules",
    )
    BAD_UNIT = (
        "bad_unit",
        "Unit unknown",
        "Send C, F or K, once, as unit.",
        "rules",
    )
    BAD_TIME = (
        "bad_time",
        "Time not understood",
        "Send RFC 3339 with an offset, or Unix time, once, as time.",
        "rules",
    )
    TIME_WITHOUT_ZONE = (
        "time_without_zone",
        "Time without a zone",
        "Set the device's time zone and replay what was kept, or send the offset with each time.",
        "settings",
    )
    NO_SUCH_TIME = (
        "no_such_time",
        "Local time skipped by DST",
        "The clock skipped this local time in the device's zone. Send an offset.",
        "settings",
    )
    IMPOSSIBLE = (
        "impossible",
        "Impossible temperature",
        "No temperature is below -273.15 °C or above 10,000 °C. Check unit, probe.",
        "rules",
    )
    TOO_LARGE = (
        "too_large",
        "Too large",
        "Send at most 10,000 elements and 1 MiB in one message.",
    )
    TOO_MANY_CHANNELS = (
        "too_many_channels",
        "Too many channels",
        "A device may have at most 64 channels, and 256 new ones a day. Check the topics it uses,"
        " or ignore channels that nobody needs, and replay what was kept.",
        "settings",
    )
    TOO_OLD = (
        "too_old",
        "Older than retention",
        "Readings from before the retention period are not accepted.",
        "rules",
    )
    CONFLICT = (
        "conflict",
        "Conflicting value for the same time",
        "The first value of an instant is kept. Send milliseconds; do two probes share a channel?",
    )
    REFUSED = (
        "refused",
        "Refused by the database",
        "The database refused this reading; its message is in the detail.",
    )


CURABLE = frozenset(reason for reason in Reason if reason.helped_by == "settings")
"""Rejects that a change of settings can fix."""

RULES = 2
"""The version of the rules by which messages are read. It grows when more of them are understood,
and is stored with each reject, so that those of older rules can be replayed."""

BY_RULES = frozenset(reason for reason in Reason if reason.helped_by == "rules")
"""Rejects that other rules might have understood, or read otherwise."""

REPLAYABLE = CURABLE | BY_RULES
"""Rejects that may be worth a replay; those not `CURABLE` only if their rules are older."""


def outgrown(reason: Reason | None, rules: int) -> bool:
    """Return whether a reject of these rules might be understood by those of today."""
    return reason in BY_RULES and rules < RULES
