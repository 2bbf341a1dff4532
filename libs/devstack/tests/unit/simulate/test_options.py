"""The arguments of both commands: what each type accepts, and what an error says."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from isotherm_devstack.simulate.options import (
    OptionError,
    add_broker,
    count,
    not_negative,
    passwords,
    port,
    positive,
    seconds,
)


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (port, "1", 1),
        (port, "65535", 65_535),
        (count, "1", 1),
        (count, "1200", 1_200),
        (not_negative, "0", 0.0),
        (positive, "1e-9", 1e-9),
        (seconds, "0.001", 0.001),
    ],
)
def test_the_least_and_greatest_values_are_accepted(
    parse: Callable[[str], float], text: str, value: float
) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        *((port, text) for text in ("0", "65536", "-1", "1883.0", "", "١٨٨٣", "²")),
        *((count, text) for text in ("0", "-1", "1.5", "", "١٢", "²")),
        *((not_negative, text) for text in ("-0.1", "nan", "inf", "many", "")),
        *((positive, text) for text in ("0", "0.0", "-1", "inf")),
        *((seconds, text) for text in ("0.0009", "0", "nan")),
    ],
)
def test_other_values_are_refused(parse: Callable[[str], float], text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=r"^(not|must be)"):
        parse(text)


def test_the_broker_is_on_this_machine_unless_it_is_named() -> None:
    parser = argparse.ArgumentParser()
    add_broker(parser)
    given = parser.parse_args(["--credentials", "devices.json"])
    assert (given.host, given.port, given.credentials) == ("127.0.0.1", 1883, Path("devices.json"))
    assert (given.anchor_file, given.count_file) == (None, None)


def test_only_the_passwords_of_the_named_devices_are_read(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"
    path.write_text(json.dumps({"fridge": "a", "freezer": "b", "other": 5}))
    assert passwords(path, ["freezer", "fridge"]) == {"freezer": "b", "fridge": "a"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, "cannot be read"),
        ("{", "cannot be read"),
        ("[]", "is not a JSON object"),
        ("{}", "has no password for fridge"),
        ('{"fridge": 5}', "has no password for fridge"),
    ],
)
def test_the_error_names_the_file_and_what_is_wrong(
    tmp_path: Path, text: str | None, problem: str
) -> None:
    path = tmp_path / "credentials.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(OptionError, match=rf"^--credentials: .*credentials\.json {problem}"):
        passwords(path, ["fridge"])
