"""Lines of Mosquitto's log as events of connections; pure.

The forms are those of Mosquitto 2.0 (`src/loop.c`, `net.c`, `handle_connect.c`; measured on 2.0.11)
and of 2.1, which adds the address to the end of a connection. A line holds text that clients chose:
client ids and user names may look like a line. So a line has to match a form from its first to
its last character, its time is the only thing before it, and only names that a device may have,
which contain no space, are read from it. Without a login a client can only make lines of refused
logins, so these never say anything about a device.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from isotherm.links import Ending
from isotherm.names import LONGEST_NAME, NAME, is_device_name

LOG_TOPICS = ("$SYS/broker/log/N", "$SYS/broker/log/E")
"""Where `log_dest topic` publishes notices, and take-overs, which 2.0 logs as errors."""
LONGEST_LINE = 1000
"""Bytes; Mosquitto cuts longer lines."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody connected to a listener, and has not logged in yet."""

    address: str | None
    port: int


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A login was accepted. `name` is None unless it is a device's."""

    address: str | None
    port: int
    name: str | None


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A client logged in while another one of the same name was connected."""

    name: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A connection ended; nobody had logged in on it if `name` is None."""

    name: str | None
    ending: Ending
    address: str | None = None
    port: int | None = None
    """Where it came from; None before Mosquitto 2.1."""


@dataclass(frozen=True, slots=True)
class TlsClosed:
    """A TLS connection was closed by the other side; the next line says which one."""


Notice = Opened | LoggedIn | TakenOver | Ended | TlsClosed

_TIME = r"(?:[0-9][0-9TZ:+./ -]{0,40}: )?"
"""`log_timestamp_format`, whatever order of digits it has; no letters but T and Z."""
_FROM = (
    r"(?P<address>[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9._-]{1,20})?|\(null\)):(?P<port>-?[0-9]{1,5})"
)
_ANYONE = "<unknown>"
_DEVICE = rf"(?P<name>{NAME}|{_ANYONE})"
_REASON = r"(?:(?!disconnect|closed its|closing old|: )[^\r\n])*"
"""The text of an error. If a client id goes on like a line, its own line's end stands in here."""

_OPENED = re.compile(rf"{_TIME}New connection from {_FROM} on port [0-9]{{1,5}}\.")
_FAILED = re.compile(
    rf"{_TIME}Client connection from (?P<address>[0-9A-Fa-f:.]{{2,45}}) failed: (?P<why>[^\r\n]*)\."
)
"""The first bytes were no TLS, or none came: the connection was never opened."""
_TLS_EOF = "unexpected eof"
_TLS_CLOSED = re.compile(rf"{_TIME}OpenSSL Error\[0\]: [^\r\n]*{_TLS_EOF}[^\r\n]*")
_LOGGED_IN = re.compile(
    rf"{_TIME}New client connected from {_FROM} as (?P<id>.+)"
    r" \(p[0-9], c[01], k[0-9]{1,5}(?:, u'(?P<user>.+)')?\)\."
)
_TAKEN_OVER = re.compile(rf"{_TIME}Client {_DEVICE} already connected, closing old connection\.")
_REFUSED = re.compile(
    rf"{_TIME}Client .+?(?: \[{_FROM}\])?"
    r" disconnected(?:, not authorised|: not authorised|: bad username or password)\."
)
_ENDED = re.compile(rf"{_TIME}Client {_DEVICE} (?P<how>[a-z][A-Za-z ,().]*)")
_ENDED_2_1 = re.compile(
    rf"{_TIME}Client {_DEVICE} \[{_FROM}\] disconnected(?:: (?P<how>{_REASON}))?\."
)
_ERROR = re.compile(rf"{_TIME}Client {_DEVICE} disconnected: {_REASON}\.")
_BAD_SOCKET = re.compile(rf"{_TIME}Bad socket read/write on client {_DEVICE}: {_REASON}")

ENDINGS = {
    "disconnected.": Ending.LEFT,
    "closed its connection.": Ending.CLOSED,
    "has exceeded timeout, disconnecting.": Ending.TIMEOUT,
    "been disconnected by administrative action.": Ending.CUT_OFF,
    "disconnected due to oversize packet.": Ending.OVERSIZE,
    "disconnected due to oversize payload.": Ending.OVERSIZE,
    "disconnected due to protocol error.": Ending.PROTOCOL,
    "disconnected due to malformed packet.": Ending.PROTOCOL,
    "disconnected due to QoS too high or retain not supported.": Ending.UNSUPPORTED,
    "disconnected due to using not allowed feature (QoS too high, retain not supported, or bad"
    " AUTH method).": Ending.UNSUPPORTED,
    "disconnected due to out of memory.": Ending.FAILED,
}
"""How 2.0 ends a line that begins with `Client NAME`."""
ENDINGS_2_1 = {
    None: Ending.LEFT,
    "connection closed by client": Ending.CLOSED,
    "exceeded timeout": Ending.TIMEOUT,
    "administrative action": Ending.CUT_OFF,
    "session taken over": Ending.TAKEN_OVER,
    "oversize packet": Ending.OVERSIZE,
    "oversize payload": Ending.OVERSIZE,
    "quota exceeded": Ending.OVERSIZE,
    "protocol error": Ending.PROTOCOL,
    "malformed packet": Ending.PROTOCOL,
    "receive maximum exceeded": Ending.PROTOCOL,
    "topic alias invalid": Ending.PROTOCOL,
    "client identifier not valid": Ending.PROTOCOL,
    "used disallowed feature (QoS too high, retain not supported, or bad AUTH method)": (
        Ending.UNSUPPORTED
    ),
    "bad authentication method": Ending.UNSUPPORTED,
}
"""What follows `disconnected: ` in 2.1; anything else is a failure of the network or the broker."""


def parse_notice(payload: bytes) -> Notice | None:
    """Return what a line says of a connection, or None if it says nothing that is understood."""
    if len(payload) > LONGEST_LINE:
        return None
    line = payload.decode(errors="replace")
    if match := _OPENED.fullmatch(line):
        return Opened(_address(match), int(match["port"]))
    if match := _LOGGED_IN.fullmatch(line):
        return LoggedIn(_address(match), int(match["port"]), _own_name(match["id"], match["user"]))
    if match := _REFUSED.fullmatch(line):
        return Ended(None, Ending.REFUSED, *_origin(match))
    if match := _TAKEN_OVER.fullmatch(line):
        return TakenOver(match["name"]) if is_device_name(match["name"]) else None
    if match := _FAILED.fullmatch(line):
        ending = Ending.CLOSED if _TLS_EOF in match["why"] else Ending.PROTOCOL
        return Ended(None, ending, _address(match), 0)
    return TlsClosed() if _TLS_CLOSED.fullmatch(line) else _parse_end(line)


def _parse_end(line: str) -> Ended | None:
    if match := _ENDED_2_1.fullmatch(line):
        ending = ENDINGS_2_1.get(match["how"], Ending.FAILED)
        return _ended(match["name"], ending, *_origin(match))
    if (match := _ENDED.fullmatch(line)) and (known := ENDINGS.get(match["how"])):
        return _ended(match["name"], known)
    if match := _ERROR.fullmatch(line) or _BAD_SOCKET.fullmatch(line):
        return _ended(match["name"], Ending.FAILED)
    return None


def _ended(
    name: str, ending: Ending, address: str | None = None, port: int | None = None
) -> Ended | None:
    if name == _ANYONE:
        return Ended(None, ending, address, port)
    return Ended(name, ending, address, port) if len(name) <= LONGEST_NAME else None


def _own_name(identifier: str, user: str | None) -> str | None:
    """Return the name of a device, whose client id is always its user name; otherwise None."""
    return user if user is not None and identifier == user and is_device_name(user) else None


def _origin(match: re.Match[str]) -> tuple[str | None, int | None]:
    return (None, None) if match["port"] is None else (_address(match), int(match["port"]))


def _address(match: re.Match[str]) -> str | None:
    """Return an address in its shortest form; an IPv4 one that IPv6 carries as IPv4."""
    try:
        address = ip_address(match["address"].partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)
