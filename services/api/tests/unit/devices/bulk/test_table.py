"""CSV files as people save them."""

import pytest

from isotherm_api.devices.bulk.table import MOST_ROWS, CellError, parse
from isotherm_api.problem import Invalid


def cells(text: str | bytes) -> list[tuple[int, dict[str, str]]]:
    """Return the line and cells of each row; no row may have an error."""
    rows = parse(text if isinstance(text, bytes) else text.encode())
    assert all(not row.errors for row in rows)
    return [(row.line, row.cells) for row in rows]


PROBE = {"name": "probe", "label": "Cellar"}


@pytest.mark.parametrize(
    "text",
    [
        "name,label\nprobe,Cellar\n",
        "name,label\nprobe,Cellar",
        "\ufeffname,label\r\nprobe,Cellar\r\n",
        "name;label\nprobe;Cellar\n",
        "Label ; NAME\nCellar;probe\n",
        '"name","label"\n"probe","Cellar"\n',
        "name,label,,\nprobe,Cellar,,\n",
        "name,label\rprobe,Cellar\r",
        "name, label\nprobe, Cellar\n",
        "name,label\n'probe,Cellar\n",
    ],
)
def test_a_file_is_read_as_it_was_saved(text: str) -> None:
    assert cells(text) == [(2, PROBE)]


def test_blank_lines_and_lines_within_quotes_count() -> None:
    text = 'name,notes\n\na,"first\r\nsecond"\n,\nb,x\n'
    assert cells(text) == [
        (3, {"name": "a", "notes": "first\nsecond"}),
        (6, {"name": "b", "notes": "x"}),
    ]


def test_quoted_cells_keep_delimiters_and_quotes() -> None:
    assert cells('name,label\nprobe,"a ""b"", c"\n') == [
        (2, {"name": "probe", "label": 'a "b", c'})
    ]
    assert cells("Time Zone;name\nUTC;probe\n") == [(2, {"time_zone": "UTC", "name": "probe"})]


def test_a_row_with_too_many_cells_is_wrong_as_a_whole() -> None:
    [short, long] = parse(b"name,label\na\nb,c,d\n")
    assert short.errors == []
    assert long.errors == [CellError("", "has 3 cells, but the header has 2")]


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        (b"", "name", "is missing in the header"),
        (b"name\n", "body", "has no rows"),
        (b"name\n \n", "body", "has no rows"),
        (b"label\nx\n", "name", "is missing in the header, line 1"),
        (b"\n\nlabel\nx\n", "name", "is missing in the header, line 3"),
        (b"name,colour\na,red\n", "colour", "is not a column; the columns are name, label"),
        (b"name,Name\na,b\n", "name", "is there more than once"),
        (b"name,,label\na,,b\n", "body", "is not a column"),
        ("name\nkühl\n".encode("latin-1"), "line 2", "is not UTF-8"),
        ("name\na\n".encode("utf-16"), "line 1", "is not UTF-8"),
        (b'name\na\n"b\nc\n', "line 3", "cannot be read"),
        (b'name,label\na,"b"c\n', "line 2", "cannot be read"),
        (b"name\n" + b"a\n" * (MOST_ROWS + 1), "body", "has more than 5,000 rows"),
        (b"name\n" + b"a" * 200_000, "line 2", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(body: bytes, field: str, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(body)
    assert refused.value.errors[0].field == field
    assert refused.value.errors[0].message.startswith(message)


def test_the_most_rows_are_read() -> None:
    assert len(parse(b"name\n" + b"a\n" * MOST_ROWS)) == MOST_ROWS
