"""The arguments of both commands: their types, and the credentials file."""

import argparse
import json
import math
from pathlib import Path


class OptionError(Exception):
    """An argument is invalid; the text names it, in one line."""


def add_broker(parser: argparse.ArgumentParser) -> None:
    """Add --host, --port, --credentials, --anchor-file and --count-file."""
    broker = parser.add_argument_group("broker")
    broker.add_argument("--host", default="127.0.0.1", help="broker (default %(default)s)")
    broker.add_argument(
        "--port",
        type=port,
        default=1883,
        help="the broker's port for devices (default %(default)s)",
    )
    broker.add_argument(
        "--credentials",
        type=Path,
        required=True,
        metavar="FILE",
        help='JSON {"device": "password", …}, readable only by its owner',
    )
    files = parser.add_argument_group("files")
    files.add_argument(
        "--anchor-file",
        type=Path,
        metavar="FILE",
        help="file for the anchor (the instant at which history ends, written once) and the "
        "progress, so that a later start sends only what is missing; without it, every start "
        "begins from scratch",
    )
    files.add_argument(
        "--count-file",
        type=Path,
        metavar="FILE",
        help="file for the summary, written each second while it changes: `readings` counts those "
        "that the broker acknowledged while somebody was subscribed, over all starts",
    )


def passwords(path: Path, names: list[str]) -> dict[str, str]:
    """Return the password of each device; raise OptionError for a bad file or missing device."""
    try:
        document = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise OptionError(f"--credentials: {path} cannot be read: {error}") from error
    if not isinstance(document, dict):
        raise OptionError(f"--credentials: {path} is not a JSON object of device: password")
    for name in names:
        if not isinstance(document.get(name), str):
            raise OptionError(f"--credentials: {path} has no password for {name}")
    return {name: document[name] for name in names}


def port(text: str) -> int:
    """Return a TCP port; raise ArgumentTypeError."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65_536:
        raise argparse.ArgumentTypeError(f"not a port: {text}")
    return int(text)


def count(text: str) -> int:
    """Return a whole number of at least 1; raise ArgumentTypeError."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"not a count of at least 1: {text}")
    return int(text)


def positive(text: str) -> float:
    """Return a finite number above 0; raise ArgumentTypeError."""
    if (number := not_negative(text)) == 0:
        raise argparse.ArgumentTypeError("must be above 0")
    return number


def not_negative(text: str) -> float:
    """Return a finite number of at least 0; raise ArgumentTypeError."""
    try:
        number = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a number: {text}") from None
    if not math.isfinite(number) or number < 0:
        raise argparse.ArgumentTypeError(f"not a finite number of at least 0: {text}")
    return number


def seconds(text: str) -> float:
    """Return seconds, at least 0.001 as times are sent in milliseconds; raise ArgumentTypeError."""
    if (number := positive(text)) < 0.001:
        raise argparse.ArgumentTypeError("must be at least 0.001")
    return number
