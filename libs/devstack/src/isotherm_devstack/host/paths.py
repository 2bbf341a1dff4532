"""Paths of the repository and its tools; devstack always runs from a checkout."""

import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[5]
FRONTEND = REPOSITORY / "frontend"
DEFAULT_STATE = REPOSITORY / ".local"
CHART_FILES = REPOSITORY / "charts" / "isotherm" / "files"
"""The configurations that the chart and this stack start the parts with."""
THEMES = REPOSITORY / "charts" / "images" / "keycloak" / "themes"
"""The themes of Keycloak's image: how its pages look."""


def script(name: str) -> str:
    """Return the path of a program in this Python environment, such as `isotherm-api` or `npm`."""
    return str(Path(sys.executable).parent / name)
