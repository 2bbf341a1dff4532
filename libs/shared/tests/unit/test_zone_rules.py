"""Every program takes the rules of time zones from the locked package, not from its machine."""

import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
OFFSET = """
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones
print(ZoneInfo("Europe/Vienna").utcoffset(datetime(2026, 1, 1)), "Made/Up" in available_timezones())
"""
LOCAL_SQL = re.compile(
    r"AT TIME ZONE (?!'UTC')|TZH|'TimeZone'|SET (LOCAL )?TIME ?ZONE\b(?! = 'UTC')"
    r"|date_trunc\('(day|week|month|quarter|year)'",
    re.IGNORECASE,
)
"""SQL that asks PostgreSQL for the time of a zone."""


@pytest.mark.parametrize(
    "program",
    [
        "isotherm_ingest.main",
        "isotherm_worker.main",
        "isotherm_api.main",
        "isotherm_devstack.simulate.cli",
    ],
)
def test_the_machines_rules_are_not_used(program: str, tmp_path: Path) -> None:
    tokyo = files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").read_bytes()
    for name in ("Europe/Vienna", "Made/Up"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(tokyo)
    ended = subprocess.run(  # noqa: S603  our own interpreter and script
        [sys.executable, "-c", f"import {program}\n{OFFSET}"],
        capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONTZPATH": str(tmp_path)},
    )  # fmt: skip
    assert ended.stdout == "1:00:00 False\n"


def test_no_sql_computes_local_times() -> None:
    """PostgreSQL has rules of its own, which would make other days than Python's."""
    sources = [file for part in ("libs", "services") for file in ROOT.glob(f"{part}/*/src/**/*.py")]
    asking = [file for file in sources if LOCAL_SQL.search(file.read_text())]
    assert asking == [ROOT / "services/worker/src/isotherm_worker/upkeep/zones.py"]  # compares both
