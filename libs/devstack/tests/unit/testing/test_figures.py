"""Figures that tests record are printed at the end, also of a run in parallel workers."""

import os
import subprocess
import sys
from pathlib import Path

_TESTS = """
def test_survives(record_property):
    record_property("published", 12345)
    record_property("lost", 0)

def test_is_traced(record_property):
    record_property("trace", "ingest\\n  store")

def test_has_no_figures(record_property):
    record_property("owner", "nobody")

def test_fails(record_property):
    record_property("published", 1)
    record_property("trace", "a trace of a failure")
    assert False
"""


def test_the_figures_and_traces_of_passed_tests_are_printed_once(tmp_path: Path) -> None:
    (tmp_path / "test_figures.py").write_text(_TESTS)
    # only these: each process would load all that are installed
    named = ("xdist", "isotherm_devstack.testing.figures", "no:cacheprovider")
    plugins = [word for name in named for word in ("-p", name)]
    argv = (sys.executable, "-m", "pytest", *plugins, "-q", "--tb=no", "-n", "1")
    run = subprocess.run(
        (*argv, "--rootdir", tmp_path, tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "COLUMNS": "80"},
    )
    lines = run.stdout.splitlines()
    begin = lines.index(f"{' faults survived ':=^80}")
    assert lines[begin + 1 : begin + 6] == [
        f"{'test_survives':<60} published    12,345  lost         0",
        f"{' traces ':=^80}",
        "test_is_traced",
        "ingest",
        "  store",
    ]
    rest = "\n".join(lines[begin + 6 :])
    assert "1 failed, 3 passed" in rest
    assert "a trace of a failure" not in rest
