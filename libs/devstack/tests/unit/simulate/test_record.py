"""The anchor file: written once, continued by later starts, and never incomplete."""

import json
import stat
from pathlib import Path

import pytest

from isotherm_devstack.simulate.record import RecordError, Sent, Terms, open_record, total
from isotherm_devstack.simulate.run import Run

TERMS = Terms(seed=1, interval_ms=60_000, speed=1.0)
NOW = 1_752_494_400_000


def test_a_new_device_is_missing_its_whole_history_before_the_anchor() -> None:
    sent = open_record(None, TERMS, NOW).admit("fridge", 7, backfill_days=30)
    (run,) = sent.missing
    assert (run.step, run.count) == (60_000, 43_200)
    assert NOW - 60_000 <= run.times()[-1] < NOW
    assert sent.clear == NOW


def test_without_history_nothing_is_missing() -> None:
    assert open_record(None, TERMS, NOW).admit("fridge", 7, backfill_days=0).missing == []


def test_a_later_start_reads_the_anchor_and_the_missing_readings(tmp_path: Path) -> None:
    path = tmp_path / "local" / "anchor.json"
    record = open_record(path, TERMS, NOW)
    sent = record.admit("fridge", 7, backfill_days=1)
    sent.acknowledge(next(sent.missing[0].arrays()))
    record.save()
    later = open_record(path, TERMS, NOW + 1_000_000)
    again = later.admit("fridge", 7, backfill_days=1)
    assert later.anchor == NOW
    assert again == sent
    assert (again.owed, again.readings, again.messages) == (440, 1_000, 1)


def test_the_file_is_private_and_no_temporary_file_remains(tmp_path: Path) -> None:
    path = tmp_path / "anchor.json"
    open_record(path, TERMS, NOW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"terms": {}}', "not json", '{"terms": 1}'])
def test_the_error_names_a_damaged_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "anchor.json"
    path.write_text(text)
    with pytest.raises(RecordError, match=r"anchor\.json"):
        open_record(path, TERMS, NOW)


def test_a_record_on_other_terms_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "anchor.json"
    open_record(path, TERMS, NOW)
    with pytest.raises(RecordError, match="begun with seed 1"):
        open_record(path, Terms(seed=2, interval_ms=60_000, speed=1.0), NOW)


def test_acknowledgements_may_come_in_any_order() -> None:
    run = Run(0, 10, 2_500)
    sent = Sent(clear=0, missing=[run])
    first, second, third = run.arrays()
    sent.acknowledge(second)
    assert sent.missing == [first, third]
    sent.acknowledge(third)
    sent.acknowledge(first)
    assert (sent.missing, sent.readings) == ([], 2_500)


def test_adjacent_runs_are_merged() -> None:
    sent = Sent(clear=0)
    sent.owe(Run(10, 10, 2))
    sent.owe(Run(30, 10, 3))
    sent.owe(Run(70, 10, 1))
    assert sent.missing == [Run(10, 10, 5), Run(70, 10, 1)]


def test_totals_are_sums(tmp_path: Path) -> None:
    parts = [Sent(0, [Run(0, 1, 5)], 10, 2, 1), Sent(0, [], 7, 7, 0)]
    assert total(parts) == {"messages": 9, "readings": 17, "in_doubt": 1, "missing": 5}


def test_the_file_is_plain_json(tmp_path: Path) -> None:
    path = tmp_path / "anchor.json"
    open_record(path, TERMS, NOW)
    assert json.loads(path.read_text())["anchor"] == NOW
