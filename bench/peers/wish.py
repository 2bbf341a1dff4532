"""A Python peer's options from the environment, and the lines that it prints."""

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
"""The number of messages to expect."""


def say(word: str) -> None:
    """Print a line with a word, `subscribed` or `stored`, and the time (monotonic, s)."""
    sys.stdout.write(f"{word} {time.monotonic()}\n")
    sys.stdout.flush()
