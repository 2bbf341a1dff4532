"""The plugin, also in parallel workers."""

import gc
import os
import re
import subprocess
import sys
from pathlib import Path

_TESTS = '''
import pytest

@pytest.fixture(scope="session")
def keycloak():
    """Stands in for the real one, which takes long to start."""

@pytest.mark.parametrize("number", range(4))
def test_with_keycloak(keycloak, number):
    pass

@pytest.mark.parametrize("number", range(4))
def test_without(number):
    pass
'''


def test_garbage_is_collected_and_what_lives_until_the_end_is_left_out() -> None:
    assert gc.isenabled()
    assert gc.get_freeze_count() > len(gc.get_objects())


def test_all_tests_that_need_keycloak_run_in_one_worker(tmp_path: Path) -> None:
    (tmp_path / "test_groups.py").write_text(_TESTS)
    # only these: each of the three processes would load all that are installed
    named = ("xdist", "pytest_asyncio", "isotherm_devstack.pytest_plugin", "no:cacheprovider")
    plugins = [word for name in named for word in ("-p", name)]
    argv = (sys.executable, "-m", "pytest", *plugins, "-v", "-n", "2", "--dist", "loadgroup")
    run = subprocess.run(
        (*argv, "--rootdir", tmp_path, tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )
    assert run.returncode == 0, run.stdout
    workers = re.findall(r"\[(gw\d)\] .* test_groups.py::test_with_keycloak\[\d\]", run.stdout)
    assert len(workers) == 4, run.stdout
    assert len(set(workers)) == 1, run.stdout
