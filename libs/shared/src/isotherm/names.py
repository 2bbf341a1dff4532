"""The names that devices, channels, sites and sensors may have, and the topics made of them."""

import re

NAME = r"(\.{0,2}[A-Za-z0-9_-][A-Za-z0-9._-]*|\.{3}[A-Za-z0-9._-]*)"
"""The pattern of a name of a device or channel, at most `LONGEST_NAME` long; for every engine of
regular expressions: Python's, pydantic's, PostgreSQL's and JavaScript's. `.` and `..` are none, as
every client folds them in an address."""
LONGEST_NAME = 64

MOST_CHANNELS = 64
"""Channels that a device may have, without those that are ignored or expired."""

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", re.ASCII)
"""A site's or sensor's immutable slug."""

TOPIC_ROOT = "sensors"
LONGEST_TOPIC = len(TOPIC_ROOT) + 2 * (1 + LONGEST_NAME)
"""Characters, and bytes, of the longest topic that the MQTT contract has."""
STATUS_CHANNEL = "status"
"""`sensors/<device>/status` is reserved: retained `online` or `offline`, also as last will."""
TICK_TOPIC = "isotherm/tick"
"""Where worker publishes the time each second; the payload is milliseconds since 1970 UTC."""
SHARED_GROUP = "isotherm"
READINGS_FILTER = f"$share/{SHARED_GROUP}/{TOPIC_ROOT}/#"
"""The only subscription of every ingest; with a second one, messages would be delivered twice."""

SERVICE = "service:"
"""The prefix of the user names of services at the broker; no device's name has a colon."""
INGEST_ACCOUNT = f"{SERVICE}ingest"
WORKER_ACCOUNT = f"{SERVICE}worker"
ADMIN_ACCOUNT = f"{SERVICE}admin"
"""With this account worker makes the accounts of devices; it may do nothing else."""
ADMIN_CLIENT = "isotherm:admin"
"""The only client id of ADMIN_ACCOUNT. The devices' listener takes the user name as the client id,
so nobody can use the account there."""
CONTROL_TOPIC = "$CONTROL/dynamic-security/v1"
"""Where Mosquitto's plugin takes commands; it answers below, at `…/response`."""
INGEST_CLIENTS = "isotherm:ingest:"
"""The prefix of every ingest's client id; the name of its instance follows."""


_NAME = re.compile(NAME, re.ASCII)


def is_device_name(text: str) -> bool:
    """Return whether a text may name a device, which is its MQTT user name, or a channel.

    It has no `:`, which marks internal accounts.
    """
    return len(text) <= LONGEST_NAME and _NAME.fullmatch(text) is not None


def is_slug(text: str) -> bool:
    """Return whether a text may be a site's or sensor's slug."""
    return SLUG.fullmatch(text) is not None


def topic(device: str, channel: str) -> str:
    """Return the topic to which a device publishes a channel's readings.

    Raise ValueError for a name that the MQTT contract does not allow.
    """
    for name in (device, channel):
        if not is_device_name(name):
            raise ValueError(f"not a name of a device or channel: {name!r}")
    return f"{TOPIC_ROOT}/{device}/{channel}"


def split_topic(text: str) -> tuple[str, str] | None:
    """Return device and channel of a topic, or None if the MQTT contract has no such topic."""
    parts = text.split("/", 3)
    if len(parts) != 3 or parts[0] != TOPIC_ROOT:
        return None
    device, channel = parts[1], parts[2]
    return (device, channel) if is_device_name(device) and is_device_name(channel) else None
