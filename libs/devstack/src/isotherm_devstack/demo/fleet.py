"""The demo's sites and sensors, and how each sensor behaves.

`demo.seed` inserts them into the database, `simulate` publishes their readings.
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
    """A sensor, the device that supplies it, and its profile in the simulator.

    Limits are in °C, or None. `interval_s` is the expected interval in seconds. The simulated
    values are a function of `seed`.
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
    """A sensor with an installed device that is not simulated, for `mosquitto_pub` and tests."""

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

# A real office sensor's year, which `replay` sends: about one reading an hour.
REPLAYED = Silent(
    HARBOUR.slug, "office", "Office", "harbour-office-probe", interval_s=3600.0
)  # fmt: skip
