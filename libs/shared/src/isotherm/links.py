"""Connections of devices to the broker: why they end, and over which times they are judged.

Worker stores them from the broker's notices; api concludes from them why nothing arrives.
"""

from datetime import timedelta
from enum import StrEnum

REFUSALS_WITHIN = timedelta(minutes=10)
"""How far back refused logins are shown: whoever connects a device tries again within it."""


class Ending(StrEnum):
    """Why a connection ended; the value is what is stored and answered."""

    LEFT = "left"
    """The device said that it disconnects."""
    CLOSED = "closed"
    """Its connection was closed without a word."""
    TIMEOUT = "timeout"
    """Nothing came within one and a half times its keep-alive."""
    TAKEN_OVER = "taken_over"
    """Another client connected with the same name."""
    CUT_OFF = "cut_off"
    """The broker's administration ended it: disabled, deleted, or a new password."""
    OVERSIZE = "oversize"
    """It sent a message larger than the broker accepts."""
    PROTOCOL = "protocol_error"
    """It sent something that MQTT does not allow, such as a topic with a wildcard."""
    UNSUPPORTED = "unsupported"
    """It used a feature that the broker does not offer."""
    FAILED = "failed"
    """The network or the broker failed."""
    REFUSED = "refused"
    """Its login was refused: wrong name or password, or a disabled account."""


class Attempt(StrEnum):
    """How connections ended that nobody had logged in on; the broker does not tell by name."""

    REFUSED = "refused"
    GARBLED = "garbled"
    """What came was no login: not MQTT, TLS to a plain port, plain MQTT to a TLS port, or a
    handshake that failed, such as for a certificate that the device does not trust."""
