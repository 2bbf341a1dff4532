"""The realm command says what it lacks."""

import subprocess
import sys

WITHOUT = """
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "keycloak":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Hidden())
from isotherm.realm.command import main
main()
"""


def test_without_its_extra_it_is_one_line() -> None:
    ended = subprocess.run(  # noqa: S603  our own interpreter and script
        [sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr == "isotherm-realm: keycloak is not installed. Install isotherm[realm].\n"
