"""The documents of registering many devices."""

from pydantic import Field

from isotherm_api.problem import BadCell
from isotherm_api.schemas import Model


class ImportRow(Model):
    """A row of the file, and whether its device can be registered."""

    line: int = Field(description="The row's first line in the file")
    name: str | None
    ok: bool
    errors: list[BadCell]


class ImportCheck(Model):
    """What an import would do; nothing was changed."""

    rows: list[ImportRow]
    ok: int = Field(description="Rows that can be registered")
    bad: int = Field(description="Rows that cannot; with one of them, nothing is registered")
