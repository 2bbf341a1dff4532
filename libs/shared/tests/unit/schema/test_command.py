"""The migrate command says what it lacks."""

import subprocess
import sys

import pytest

WITHOUT = """
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == {name!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Hidden())
from isotherm.schema.command import main
main()
"""


@pytest.mark.parametrize("name", ["alembic", "sqlalchemy"])
def test_without_its_extra_it_is_one_line(name: str) -> None:
    ended = subprocess.run(  # noqa: S603  our own interpreter and script
        [sys.executable, "-c", WITHOUT.format(name=name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr == (
        f"isotherm-migrate: {name} is not installed. Install isotherm[schema].\n"
    )
