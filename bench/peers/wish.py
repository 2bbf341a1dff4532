"""What a peer in Python is told by its environment, and what it says in return."""

import os
import sys
import time

from isotherm.names import READINGS_FILTER as READINGS_FILTER

HOST = "127.0.0.1"
PORT = int(os.environ["MQTT_PORT"])
USERNAME = os.environ["MQTT_USERNAME"]
PASSWORD = os.environ["MQTT_PASSWORD"]
DSN = os.environ["DSN"]
MESSAGES = int(os.environ["MESSAGES"])
"""How many there will be."""


def say(word: str) -> None:
    """A line with the time (monotonic): `subscribed`, and `stored` when all is done."""
    sys.stdout.write(f"{word} {time.monotonic()}\n")
    sys.stdout.flush()
