"""The demo fleet: which simulated sensors the demo shows, and how each of them behaves.

The seed writes them into the database, the simulator plays them over MQTT; both read this one list.
"""

from dataclasses import dataclass
from typing import Literal

Profile = Literal[
    "vaccine_fridge",
    "freezer",
    "server_room",
    "outdoor",
    "ds18b20",
    "goes_silent",
    "wrong_clock",
]


@dataclass(frozen=True, slots=True)
class Site:
    """A demo site; `time_zone` is an IANA name."""

    slug: str
    name: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Simulated:
    """A sensor with the device that feeds it, and the profile the simulator plays for it.

    Limits are degrees Celsius, None where the place has none. `interval_s` is the expected
    interval between readings, in seconds. `seed` makes the played values repeatable.
    """

    site: str
    sensor: str
    name: str
    place: str | None
    device: str
    profile: Profile
    seed: int
    low: float | None
    high: float | None
    channel: str = "temperature"
    interval_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Silent:
    """An adopted device that says nothing by itself: for a first `mosquitto_pub`, and for tests."""

    site: str
    sensor: str
    name: str
    device: str
    channel: str = "temperature"
    interval_s: float = 60.0


LINDEN = Site("linden-pharmacy", "Linden Pharmacy", "Europe/Vienna")
NORTHGATE = Site("northgate-cold-store", "Northgate Cold Store", "America/Chicago")
RIVERSIDE = Site("riverside-clinic", "Riverside Clinic", "Asia/Kathmandu")
HARBOUR = Site("harbour-office", "Harbour Office", "Europe/Lisbon")
SITES = (LINDEN, NORTHGATE, RIVERSIDE, HARBOUR)

FLEET = (
    Simulated(
        LINDEN.slug, "vaccine-fridge-1", "Vaccine fridge 1", "Dispensary, top shelf",
        "linden-fridge-1", "vaccine_fridge", 101, 2.0, 8.0,
    ),
    Simulated(
        LINDEN.slug, "vaccine-fridge-2", "Vaccine fridge 2", "Dispensary, bottom shelf",
        "linden-fridge-2", "ds18b20", 102, 2.0, 8.0,
    ),
    Simulated(
        LINDEN.slug, "freezer", "Freezer", "Store room",
        "linden-freezer", "freezer", 103, -25.0, -18.0,
    ),
    Simulated(
        LINDEN.slug, "outdoor", "Outdoor", "Courtyard, north wall",
        "linden-outdoor", "outdoor", 104, None, None,
    ),
    Simulated(
        NORTHGATE.slug, "freezer-hall-a", "Freezer hall A", "Aisle 3",
        "northgate-hall-a", "freezer", 201, -25.0, -18.0,
    ),
    Simulated(
        NORTHGATE.slug, "freezer-hall-b", "Freezer hall B", "Aisle 9",
        "northgate-hall-b", "goes_silent", 202, -25.0, -18.0,
    ),
    Simulated(
        NORTHGATE.slug, "server-room", "Server room", "Rack 2",
        "northgate-servers", "server_room", 203, 15.0, 27.0,
    ),
    Simulated(
        NORTHGATE.slug, "outdoor", "Outdoor", "Loading dock",
        "northgate-outdoor", "outdoor", 204, None, None,
    ),
    Simulated(
        RIVERSIDE.slug, "vaccine-fridge", "Vaccine fridge", "Ward 1",
        "riverside-fridge", "vaccine_fridge", 301, 2.0, 8.0,
    ),
    Simulated(
        RIVERSIDE.slug, "lab-freezer", "Laboratory freezer", "Laboratory",
        "riverside-freezer", "freezer", 302, -25.0, -18.0,
    ),
    Simulated(
        RIVERSIDE.slug, "server-room", "Server room", "Basement",
        "riverside-servers", "wrong_clock", 303, 15.0, 27.0,
    ),
    Simulated(
        RIVERSIDE.slug, "outdoor", "Outdoor", "Roof",
        "riverside-outdoor", "outdoor", 304, None, None,
    ),
)  # fmt: skip

SILENT = (
    Silent(LINDEN.slug, "spare-probe", "Spare probe", "linden-spare"),
    Silent(NORTHGATE.slug, "spare-probe", "Spare probe", "northgate-spare"),
    Silent(RIVERSIDE.slug, "spare-probe", "Spare probe", "riverside-spare"),
    Silent(HARBOUR.slug, "spare-probe", "Spare probe", "harbour-spare"),
)

# The replayed year: a real office sensor, read about once an hour.
REPLAYED = Silent(
    HARBOUR.slug, "office", "Office", "harbour-office-probe", interval_s=3600.0
)  # fmt: skip
