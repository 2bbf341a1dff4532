"""The tables, as SQLAlchemy sees them; each class explains its own."""

from isotherm.schema.tables.access import AccessGrant, Audit, EndedSession, UserAccount
from isotherm.schema.tables.accounts import AccountState, BrokerAccount, CredentialWish
from isotherm.schema.tables.base import Base
from isotherm.schema.tables.books import Ledger, LedgerEntry, Untimed
from isotherm.schema.tables.corrections import Correction
from isotherm.schema.tables.hardware import Channel, Device, Installation
from isotherm.schema.tables.history import (
    Dirty,
    Fault,
    Gap,
    ReadingDay,
    ReadingHour,
    Rollup,
    SensorInterval,
)
from isotherm.schema.tables.links import DeviceLink, DeviceTakeover, LinkWatch, LoginAttempt
from isotherm.schema.tables.places import Limits, Sensor, Site
from isotherm.schema.tables.readings import Bundle, Latest, Reading, Suspect
from isotherm.schema.tables.rejects import Reject, RejectCount, RejectHour, ReplayJob
from isotherm.schema.tables.state import RegistryVersion, State
from isotherm.schema.tables.upkeep import BackupRun, DatabaseSize
from isotherm.schema.tables.watch import (
    Alert,
    BrokerCertificate,
    BrokerDrop,
    BrokerWatch,
    DayCheck,
    IngestInstance,
    LedgerDay,
    LedgerDifference,
    PartInstance,
)

__all__ = [
    "AccessGrant",
    "AccountState",
    "Alert",
    "Audit",
    "BackupRun",
    "Base",
    "BrokerAccount",
    "BrokerCertificate",
    "BrokerDrop",
    "BrokerWatch",
    "Bundle",
    "Channel",
    "Correction",
    "CredentialWish",
    "DatabaseSize",
    "DayCheck",
    "Device",
    "DeviceLink",
    "DeviceTakeover",
    "Dirty",
    "EndedSession",
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
    "LinkWatch",
    "LoginAttempt",
    "PartInstance",
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
