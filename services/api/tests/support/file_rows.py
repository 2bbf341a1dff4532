"""Rows of a file of devices."""

from isotherm_api.devices.bulk.table import Row


def file_rows(*cells: dict[str, str]) -> list[Row]:
    """Return rows of these cells, from line 2 on."""
    return [Row(line, row) for line, row in enumerate(cells, 2)]
