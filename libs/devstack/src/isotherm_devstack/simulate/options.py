"""The arguments that the simulator and the replay have in common, and what they read."""

import argparse
import json
import math
from pathlib import Path


class OptionError(Exception):
    """An argument that cannot be used; the text names it, in one line."""


def add_broker(parser: argparse.ArgumentParser) -> None:
    """Add --host, --port, --credentials, --anchor-file and --count-file."""
    broker = parser.add_argument_group("broker")
    broker.add_argument("--host", default="127.0.0.1", help="the broker (default %(default)s)")
    broker.add_argument(
        "--port", type=port, default=1883, help="its listener for devices (default %(default)s)"
    )
    broker.add_argument(
        "--credentials",
        type=Path,
        required=True,
        metavar="FILE",
        help='JSON {"device": "password", …}, readable by its owner only',
    )
    files = parser.add_argument_group("files")
    files.add_argument(
        "--anchor-file",
        type=Path,
        metavar="FILE",
        help="where the anchor (the instant history ends, written once) and the progress are kept, "
        "so that a later start sends only what is missing; without it every start begins anew",
    )
    files.add_argument(
        "--count-file",
        type=Path,
        metavar="FILE",
        help="where the summary is written each second while it changes: `readings` counts those "
        "acknowledged by the broker with a subscriber behind it, over all starts",
    )


def passwords(path: Path, names: list[str]) -> dict[str, str]:
    """The password of each device; raises OptionError for a bad file or a missing device."""
    try:
        document = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise OptionError(f"--credentials: {path} cannot be read: {error}") from error
    if not isinstance(document, dict):
        raise OptionError(f"--credentials: {path} is not an object of device and password")
    for name in names:
        if not isinstance(document.get(name), str):
            raise OptionError(f"--credentials: {path} has no password for {name}")
    return {name: document[name] for name in names}


def port(text: str) -> int:
    """A TCP port."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65_536:
        raise argparse.ArgumentTypeError(f"not a port: {text}")
    return int(text)


def count(text: str) -> int:
    """A whole number of at least one."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"not a count of at least 1: {text}")
    return int(text)


def positive(text: str) -> float:
    """A finite number above zero."""
    if (number := not_negative(text)) == 0:
        raise argparse.ArgumentTypeError("must be above 0")
    return number


def not_negative(text: str) -> float:
    """A finite number of at least zero."""
    try:
        number = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a number: {text}") from None
    if not math.isfinite(number) or number < 0:
        raise argparse.ArgumentTypeError(f"not a finite number of at least 0: {text}")
    return number


def seconds(text: str) -> float:
    """Seconds, of at least a millisecond (times are sent in whole milliseconds)."""
    if (number := positive(text)) < 0.001:
        raise argparse.ArgumentTypeError("must be at least 0.001")
    return number
