"""CSV files as people save them, read into rows with their line numbers. Pure.

UTF-8 with or without a byte order mark; commas or semicolons; the columns in any order and case.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from isotherm_api.problem import FieldError, Invalid

COLUMNS = ("name", "label", "model", "serial", "firmware", "notes", "time_zone", "site")
MOST_ROWS = 5000
MOST_BYTES = 1024 * 1024


@dataclass(slots=True)
class CellError:
    """What is wrong in a row, and in which column; the empty name means the whole row."""

    column: str
    message: str


@dataclass(slots=True)
class Row:
    """A row with its first line in the file, and the cells that are not empty by column."""

    line: int
    cells: dict[str, str]
    errors: list[CellError] = field(default_factory=list)

    def refuse(self, column: str, message: str) -> None:
        """Add an error."""
        self.errors.append(CellError(column, message))


def parse(body: bytes) -> list[Row]:
    """Return the rows of a file that are not blank.

    Raises Invalid, naming the line or column, if the file as a whole cannot be read.
    """
    lines = _lines(_decode(body))
    line, header = next(lines, (1, []))
    columns = _columns(line, header)
    rows = [_row(line, columns, cells) for line, cells in lines]
    if not rows:
        raise Invalid.field("body", "has no rows below its header")
    return rows


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise Invalid.field(f"line {line}", "is not UTF-8; save the file as “CSV UTF-8”") from None


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank with the number of its first line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    number = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip().replace("\r\n", "\n") for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise Invalid.field(f"line {line}", f"cannot be read: {error}") from None
        if not any(cells):
            continue
        number += 1
        if number > MOST_ROWS + 1:
            raise Invalid.field("body", f"has more than {MOST_ROWS:,} rows; split it")
        yield line, cells


def _columns(line: int, header: Sequence[str]) -> list[str]:
    """Return the names of the columns; blank ones at the end are none."""
    names = ["_".join(cell.lower().replace("-", " ").split()) for cell in header]
    while names and not names[-1]:
        names.pop()
    hint = f"the columns are {', '.join(COLUMNS)}"
    errors = [
        FieldError(header[at] or "body", f"is not a column; {hint}")
        for at, name in enumerate(names)
        if name not in COLUMNS
    ]
    errors += [
        FieldError(name, "is there more than once")
        for name, count in Counter(names).items()
        if count > 1 and name in COLUMNS
    ]
    if "name" not in names:
        errors.append(FieldError("name", f"is missing in the header, line {line}; {hint}"))
    if errors:
        errors = [FieldError(error.field[:100], error.message) for error in errors[:20]]
        detail = "; ".join(f"{error.field}: {error.message}" for error in errors)
        raise Invalid(detail, errors=errors)
    return names


def _row(line: int, columns: Sequence[str], cells: Sequence[str]) -> Row:
    row = Row(line, {name: cell for name, cell in zip(columns, cells, strict=False) if cell})
    if any(cells[len(columns) :]):
        row.refuse("", f"has {len(cells)} cells, but the header has {len(columns)}")
    # as our own files protect names from spreadsheets; no name begins with one
    if "name" in row.cells:
        row.cells["name"] = row.cells["name"].removeprefix("'")
    return row
