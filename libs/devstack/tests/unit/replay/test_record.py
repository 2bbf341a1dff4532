"""The replay's anchor file: written once, and continued by later starts."""

from pathlib import Path

import pytest

from isotherm_devstack.replay.record import open_progress
from isotherm_devstack.simulate.record import RecordError


def test_a_later_start_keeps_the_anchor_and_the_progress(tmp_path: Path) -> None:
    path = tmp_path / "replay.json"
    progress = open_progress(path, 1_000)
    progress.sent, progress.messages = 2_000, 2
    progress.save(path)
    assert open_progress(path, 9_000) == progress
    assert open_progress(path, 9_000).anchor == 1_000


@pytest.mark.parametrize("text", ["", "[]", '{"anchor": "x"}', '{"other": 1}', "{}"])
def test_the_error_names_a_damaged_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "replay.json"
    path.write_text(text)
    with pytest.raises(RecordError, match=r"replay\.json"):
        open_progress(path, 1_000)
