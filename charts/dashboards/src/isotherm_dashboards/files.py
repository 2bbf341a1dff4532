"""The files of dashboards, as the chart ships them and as people import them."""

import json
from pathlib import Path

from grafana_foundation_sdk.cog.encoder import JSONEncoder

from isotherm_dashboards import (
    api,
    broker,
    database,
    frontend,
    ingest,
    logs,
    temperatures,
    worker,
)

CHART = Path(__file__).parents[3] / "isotherm/files/dashboards"
BOARDS = tuple(
    module.BOARD for module in (temperatures, ingest, api, frontend, broker, worker, database, logs)
)


def documents() -> dict[str, str]:
    """Return the text of each file by its name."""
    return {
        f"{board.name}.json": json.dumps(
            board.build(), cls=JSONEncoder, indent=1, ensure_ascii=False
        )
        + "\n"
        for board in BOARDS
    }


def write(folder: Path) -> None:
    """Write all dashboards to a folder, and delete its other dashboards."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = documents()
    for name, text in wanted.items():
        (folder / name).write_text(text)
    for path in folder.glob("*.json"):
        if path.name not in wanted:
            path.unlink()
