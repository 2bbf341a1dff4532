"""Write the dashboards to the chart or another folder: `python -m isotherm_dashboards [FOLDER]`."""

import sys
from pathlib import Path

from isotherm_dashboards.files import CHART, write


def main(arguments: list[str]) -> None:
    """Write all dashboards, and delete what is no dashboard any more."""
    write(Path(arguments[0]) if arguments else CHART)


if __name__ == "__main__":
    main(sys.argv[1:])
