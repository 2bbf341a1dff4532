"""The tables, as SQLAlchemy sees them; what they mean stands with each class."""

from isotherm.models.access import AccessGrant, Audit, UserAccount
from isotherm.models.base import Base
from isotherm.models.books import Ledger, LedgerEntry, Reject, Untimed
from isotherm.models.hardware import Channel, Device, Installation
from isotherm.models.places import Limits, Sensor, Site
from isotherm.models.readings import Latest, Reading, Suspect
from isotherm.models.state import RegistryVersion, State

__all__ = [
    "AccessGrant",
    "Audit",
    "Base",
    "Channel",
    "Device",
    "Installation",
    "Latest",
    "Ledger",
    "LedgerEntry",
    "Limits",
    "Reading",
    "RegistryVersion",
    "Reject",
    "Sensor",
    "Site",
    "State",
    "Suspect",
    "Untimed",
    "UserAccount",
]
