"""The forms of a CSV file: separator, decimal mark, line ends, and a byte order mark.

A spreadsheet opens a file by the rules of its country. Where the decimal mark is a comma, it
expects semicolons between cells, reads `4.1` as a date or a text, and takes a file without a byte
order mark for one in its old code page.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Query

CsvForm = Literal["point", "comma"]

CsvFormQuery = Annotated[
    CsvForm,
    Query(
        description="`comma` for spreadsheets of countries with a decimal comma: semicolons between"
        " cells, decimal commas, CRLF, and a byte order mark"
    ),
]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells, numbers and lines are written."""

    mark: str
    """What the file begins with."""
    separator: str
    decimal: str
    line_end: str

    def line(self, *cells: str) -> str:
        """Return cells that need no quotation marks as a line."""
        return self.separator.join(cells) + self.line_end

    def number(self, text: str) -> str:
        """Return a number, written with a point, as this form writes it."""
        return text.replace(".", self.decimal)


DIALECTS: dict[CsvForm, Dialect] = {
    "point": Dialect("", ",", ".", "\n"),
    "comma": Dialect("\ufeff", ";", ",", "\r\n"),
}
