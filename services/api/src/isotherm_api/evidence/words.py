"""The words in names of channels, as firmwares and people use them.

Sources: the keys that Zigbee2MQTT, Tasmota, ESPHome, Shelly, Ruuvi, Ecowitt, Dragino, Milesight and
other LoRaWAN decoders publish, and German, French, Spanish, Italian and Dutch words for the same.

Every entry is a regular expression that Python and PostgreSQL read alike; a test compares them.
"""

from typing import NamedTuple

from isotherm.units import Unit


class Quantity(NamedTuple):
    """A quantity other than temperature, and the words that mean it."""

    name: str
    words: str
    """Whole words."""
    parts: str = ""
    """Parts of words, long enough to mean nothing else."""


OTHERS = (
    Quantity(
        "humidity",
        "hum|humid|rh|relh|feuchte|hygro|vocht",
        "humidi(ty|te|ta|dade)|humedad|umidita|vochtig|feuchtig|luftfeucht|moisture",
    ),
    Quantity("battery", "bat|bats|akku|accu|soc", "batt([^a-z]|$)|batter[yi]|bateria"),
    Quantity(
        "signal strength",
        "rssi|snr|lsnr|sinr|rsrp|rsrq|csq|dbm|d_bm|signal|tx_?power|empfang",
        "wifi_?signal|signal_?(strength|quality|level)|signalstaerke",
    ),
    Quantity("link quality", "lqi", "link_?quality"),
    Quantity(
        "voltage",
        "volts?|mv|m_v|millivolts?|vbatt?|vcc|vdd|vout|vbus|vusb|adc|spannung|spanning",
        "voltage|voltaje|tensione|tension([^a-z]|$)",
    ),
    Quantity(
        "electric current",
        "current|current_?l[0-9]|amps?|amperes?|milliamps?|courant|strom",
        "(rms|motor|load|phase|leakage|neutral)_?current|current_?(ma|phase|neutral)([^a-z]|$)",
    ),
    Quantity(
        "power",
        "power|power_?l[0-9]|watts?|kw|k_w|leistung|puissance|potencia",
        "(active|reactive|apparent)_?power|power_?(factor|outage)",
    ),
    Quantity("energy", "energy|energie|energia|kwh|k_wh|mwh", "energy_?(total|today)"),
    Quantity("frequency", "freq|frequency|hz|mhz|khz"),
    Quantity(
        "pressure",
        "pres|baro|hpa|h_pa|kpa|k_pa|mbar|psi|pascal|druck",
        "pressure|barom(eter|etric|rel|abs)|luftdruck|pression|presion"
        "|(air|atm|bm[pe][0-9]*)_?press([^a-z]|$)",
    ),
    Quantity(
        "light",
        "lux|light|lumen|brightness|uv|uvi|uva|uvb|ppfd|helligkeit",
        "illumin|luminance|luminosit|uv_?index|irradiance|solar_?radiation|eclairement",
    ),
    Quantity("resistance", "ohms?|kohms?|impedance", "resistance"),
    Quantity(
        "air quality",
        "e?co2|e_co2|tvoc|voc|vocs|hcho|ch2o|gas|ppm|ppb|[is]?aqi|iaq|pm|pm_?(2_5|25|10|100)",
        "carbon_?(di|mon)oxide|formaldehyde|particulate|air_?quality|eco2",
    ),
    Quantity("water quality", "p_h|orp|tds|turbidity|salinity", "conductivity|dissolved_?oxygen"),
    Quantity(
        "distance or level",
        "distance|altitude|elevation|abstand|entfernung|niveau|fuellstand",
        "(water|tank|fill|liquid|fuel)_?level",
    ),
    Quantity("flow or volume", "flow_?rate|volume|liters?|litres?|durchfluss|debit", "water_?flow"),
    Quantity("weight", "weight|mass|gewicht|poids|peso"),
    Quantity(
        "wind or rain",
        "wind|winddir|gust|rain|regen|pluie|precipitation|[a-z]*rainin",
        "wind_?(speed|direction|dir|gust|angle)|windgeschwindigkeit|rain_?(rate|fall|gauge)",
    ),
    Quantity(
        "motion",
        "motion|occupancy|presence|movement|vibration|tilt|accel|gyro|angle|speed",
        "acceleration|gyroscope|movement_?counter|orientation",
    ),
    Quantity("sound", "noise|dba|d_ba|decibels?|loudness", "(sound|noise)_?level"),
    Quantity("position", "latitude|longitude|lat|lon|lng|gps|hdop|satellites"),
    Quantity(
        "a switch or an alarm",
        "contact|tamper|leak|smoke|flood|alarm|relay|switch|button|child_?lock|valve",
        "water_?leak|window_?open|valve_?position|heating_?demand",
    ),
    Quantity(
        "the state of the device",
        "uptime|uptime_?sec|heap|free_?heap|load_?avg|reboots?|restarts?|fcnt|f_?cnt|fport|f_?port"
        "|data_?rate|count|seq|sequence|timestamp|epoch|latency|errors?|ip|mac|firmware|version"
        "|duty|duty_?cycle|percent|pct",
        "measurement_?sequence|(link|mqtt|wifi|boot|error|retry|message|packet|frame|pulse)_?count"
        "|heap_?size",
    ),
)
"""Quantities by their words; the first that matches is named. Words that people also give to places
are not among them: `counter`, `flow`, `press`, `depth`, `wh1`, `no2`, `ph1`."""

TEMPERATURE = (
    "temp|(^|[^a-z])(tmp|deg_?[cfk])([^a-z]|$)|celsius|fahrenheit|kelvin|dew_?point|wind_?chill"
    "|heat_?index|feels_?like|current_?(value|reading)"
)
"""What makes a name a temperature's, whatever else it holds: `humidity_temp`, `battery_temp`."""

SETTINGS = (
    Quantity(
        "a setting or an alarm",
        "sollwert|consigne|target|soll|desired|preset",
        "set_?point|(^|[^a-z])(target|desired|soll|preset|comfort|eco|away|holiday|frost_?protection)"
        "_?temp|temp[a-z]*_?(set|target|soll|threshold|limit|alarm|alert|warning)([^a-z]|$)"
        "|(^|[^a-z])(set|alarm|limit|threshold)_?temp|temp[a-z]*_?(limit|threshold|alarm)_"
        "|open_?window_?temp|over_?temp",
    ),
    Quantity(
        "a correction",
        "offset|calibration|correction|compensation|hysteresis|deadband|dead_?band|dead_?zone",
        "temp[a-z]*_?(offset|calib|correction|compensation|adjust)|temp[a-z]*_?hysteresis",
    ),
    Quantity(
        "a difference",
        "delta_?t",
        "(^|[^a-z])(delta|diff|difference)_?temp|temp[a-z]*_?(delta|diff|difference|trend|change)"
        "([^a-z]|$)",
    ),
    Quantity(
        "a detail of reporting",
        "",
        "temp[a-z]*_?(units?|precision|resolution|sensitivity|interval|period|count|counter|periodic"
        "[a-z_]*)$",
    ),
)
"""Numbers in degrees, or about them, that nothing has measured: `target_temperature`."""

OF_THE_DEVICE = (
    "(^|[^a-z])(device|cpu|gpu|chip|mcu|soc|esp|esp32|esp8266|die|pcb|board|processor|battery|batt"
    "|bat|radio|lora|modem)_?temp"
    "|temp[a-z]*_?(device|cpu|chip|mcu|soc|die|pcb|board|battery|batt)([^a-z]|$)"
)
"""A temperature that the device has measured of itself."""

PLACES = (
    "(battery|batteries|power|light|gas|pressure|alarm|switch|relay|signal|wind|energy"
    "|batterie|calibration|co2|valve)[_.-]?"
    "(room|rooms|store|storage|cabinet|hall|shed|cupboard|closet|house|plant|station|raum|lager"
    "|keller|cooker|vessel|chamber|tunnel|boiler|oven|bath|well|incubator|charger)"
)
"""Places that are named for another quantity: a battery room has a temperature."""

UNITS: dict[Unit, str] = {"C": "celsius", "F": "fahrenheit", "K": "kelvin"}
"""Words that say a unit."""

UNIT_LETTER = "(^|_)([a-z]*temp(erature)?(in|out)?[0-9]*_?([0-9]+_)?|t_|deg_?)([cfk])(_|$)"
"""A letter behind the word that says one: `temp_f`, `TempC_SHT`, `tempinf`, `tC`."""
