"""The tables, as SQLAlchemy sees them; what they mean stands with each class."""

from isotherm.models.access import AccessGrant, Audit, UserAccount
from isotherm.models.base import Base
from isotherm.models.books import Ledger, LedgerEntry, Untimed
from isotherm.models.hardware import Channel, Device, Installation
from isotherm.models.history import (
    Dirty,
    Fault,
    Gap,
    ReadingDay,
    ReadingHour,
    Rollup,
    SensorInterval,
)
from isotherm.models.places import Limits, Sensor, Site
from isotherm.models.readings import Latest, Reading, Suspect
from isotherm.models.rejects import Reject, RejectCount, RejectHour, ReplayJob
from isotherm.models.state import RegistryVersion, State
from isotherm.models.watch import (
    Alert,
    BrokerDrop,
    BrokerWatch,
    DayCheck,
    IngestInstance,
    LedgerDay,
    LedgerDifference,
)

__all__ = [
    "AccessGrant",
    "Alert",
    "Audit",
    "Base",
    "BrokerDrop",
    "BrokerWatch",
    "Channel",
    "DayCheck",
    "Device",
    "Dirty",
    "Fault",
    "Gap",
    "IngestInstance",
    "Installation",
    "Latest",
    "Ledger",
    "LedgerDay",
    "LedgerDifference",
    "LedgerEntry",
    "Limits",
    "Reading",
    "ReadingDay",
    "ReadingHour",
    "RegistryVersion",
    "Reject",
    "RejectCount",
    "RejectHour",
    "ReplayJob",
    "Rollup",
    "Sensor",
    "SensorInterval",
    "Site",
    "State",
    "Suspect",
    "Untimed",
    "UserAccount",
]
