"""A million readings, backed up and restored, and compared row by row; only in `make soak`."""

import time
from collections.abc import Callable

import pytest

from isotherm.backup.dump import make
from isotherm.backup.restore import restore
from isotherm.backup.settings import BackupSettings
from isotherm.backup.tools import Tools

SUM = """
SELECT count(*), sum(hashtextextended(
    channel_id || ' ' || measured_at || ' ' || coalesce(value::text, '-'), 0)) FROM reading
"""
MORE = """
INSERT INTO reading SELECT r.measured_at + step * interval '5 ms', r.received_at, r.value + step,
    r.channel_id, r.quality
FROM reading r, generate_series(1, 174) AS step
"""


@pytest.mark.timeout(1200)
async def test_a_million_readings_come_back_row_by_row(
    request: pytest.FixtureRequest,
    source,
    settings: Callable[..., BackupSettings],
    run_by: Callable[[BackupSettings], Tools],
    record_property: Callable[[str, object], None],
) -> None:
    if not request.config.getoption("--soak"):
        pytest.skip("a million readings take a minute: make soak")
    await source.query(MORE)
    before = await source.query(SUM)
    assert before[0]["count"] > 1_000_000
    asked = settings(restore_replace=True)
    start = time.monotonic()
    backup = await make(asked, run_by(asked), print)
    record_property("backup s", round(time.monotonic() - start, 1))
    await source.query("TRUNCATE reading")
    start = time.monotonic()
    await restore(asked, run_by(asked), print)
    record_property("restore s", round(time.monotonic() - start, 1))
    record_property("readings", before[0]["count"])
    record_property("bytes a reading", round(backup.files[0].bytes / before[0]["count"], 1))
    assert await source.query(SUM) == before
