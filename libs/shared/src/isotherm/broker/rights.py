"""What each account may do at the broker, as roles of Mosquitto's dynamic security plugin.

Each account has one role of its own, because a change of a role disconnects nobody while a change
of a client disconnects it. Whatever no role allows is denied.
"""

import re
from typing import Any

from isotherm.names import (
    ADMIN_ACCOUNT,
    CONTROL_TOPIC,
    INGEST_ACCOUNT,
    READINGS_FILTER,
    SERVICE,
    TICK_TOPIC,
    TOPIC_ROOT,
    WORKER_ACCOUNT,
    is_device_name,
)

DENIED = dict.fromkeys(
    ("publishClientSend", "publishClientReceive", "subscribe", "unsubscribe"), False
)
"""The plugin's `defaultACLAccess`."""
GENERATION_ROLE = "isotherm-generation"
"""A role that nobody has and that allows nothing; its description is the generation of the
database's accounts that the broker has."""
_GENERATION = re.compile(r"generation (\d{1,18})", re.ASCII)


def _acl(kind: str, topic: str) -> dict[str, Any]:
    return {"acltype": kind, "topic": topic, "priority": 0, "allow": True}


def _subscribed(pattern: str, topic: str | None = None) -> list[dict[str, Any]]:
    """Return the permissions to subscribe to a pattern and to receive its messages."""
    return [
        _acl("subscribePattern", pattern),
        _acl("publishClientReceive", pattern if topic is None else topic),
        _acl("unsubscribePattern", pattern),
    ]


SERVICE_ACLS = {
    INGEST_ACCOUNT: [
        *_subscribed(READINGS_FILTER, f"{TOPIC_ROOT}/#"),
        *_subscribed(f"{TOPIC_ROOT}/+/status"),
        *_subscribed(TICK_TOPIC),
    ],
    WORKER_ACCOUNT: [
        _acl("publishClientSend", TICK_TOPIC),
        *_subscribed(TICK_TOPIC),
        *_subscribed("$SYS/#"),
    ],
    ADMIN_ACCOUNT: [
        _acl("publishClientSend", CONTROL_TOPIC),
        *_subscribed(f"{CONTROL_TOPIC}/response"),
    ],
}


def role_name(username: str) -> str:
    """Return the name of an account's role.

    Raise ValueError for a name that is neither a service's nor a valid device name.
    """
    if not is_device_name(username.removeprefix(SERVICE)):
        raise ValueError(f"not a name of a device or service: {username!r}")
    return f"service-{username}" if username in SERVICE_ACLS else f"device-{username}"


def role_of(username: str) -> dict[str, Any]:
    """Return the document of an account's role: a device may publish below its own name.

    Raise ValueError as `role_name` does.
    """
    own = [_acl("publishClientSend", f"{TOPIC_ROOT}/{username}/#")]
    return {"rolename": role_name(username), "acls": SERVICE_ACLS.get(username, own)}


def generation_role(generation: int) -> dict[str, Any]:
    """Return the document of the role that carries the generation."""
    description = f"generation {generation}"
    return {"rolename": GENERATION_ROLE, "textdescription": description, "acls": []}


def generation_of(description: object) -> int | None:
    """Return the generation in a description of that role, or None if there is none."""
    match = _GENERATION.match(description) if isinstance(description, str) else None
    return int(match[1]) if match else None
