"""Rows of a file become devices; each bad one says what is wrong with it, and in which column."""

import pytest
from file_rows import file_rows

from isotherm_api.devices.bulk.checking import check_rows
from isotherm_api.devices.bulk.table import CellError


def test_a_row_becomes_a_device_at_its_own_site_or_at_the_given_one() -> None:
    checked = file_rows({"name": "probe", "label": "Cellar"}, {"name": "oven", "site": "there"})
    probe, oven = check_rows(checked, "here")
    assert probe is not None
    assert (probe.name, probe.label, probe.site, probe.notes) == ("probe", "Cellar", "here", None)
    assert oven is not None
    assert oven.site == "there"
    assert [row.errors for row in checked] == [[], []]


def test_a_row_without_any_site_is_refused() -> None:
    checked = file_rows({"name": "a", "site": "here"}, {"name": "b"})
    good, bad = check_rows(checked, None)
    assert good is not None
    assert bad is None
    assert [row.errors for row in checked] == [[], [CellError("site", "is missing")]]


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"label": "Cellar"}, "name", "is missing"),
        ({"name": "a b"}, "name", "contains a space; only letters"),
        ({"name": "a", "label": "x" * 101}, "label", "string should have at most 100 characters"),
        ({"name": "a", "notes": "bell\x07"}, "notes", "has characters that are not allowed"),
        ({"name": "a", "time_zone": "Europe/Nowhere"}, "time_zone", "is not an IANA time zone"),
    ],
    ids=["no name", "name", "too long", "control character", "zone"],
)
def test_what_is_wrong_is_a_sentence_of_its_column(
    cells: dict[str, str], column: str, message: str
) -> None:
    [row] = file_rows(cells)
    assert check_rows([row], "here") == [None]
    assert [error.column for error in row.errors] == [column]
    assert row.errors[0].message.startswith(message)


def test_every_wrong_cell_of_a_row_is_named() -> None:
    [row] = file_rows({"name": "a b", "site": "A B", "serial": "\x00"})
    assert check_rows([row], None) == [None]
    assert {error.column for error in row.errors} == {"name", "site", "serial"}


def test_every_later_row_of_a_name_names_the_line_of_the_first() -> None:
    again = {"name": "a", "site": "A B"}
    checked = file_rows({"name": "a"}, {"name": "b"}, {"name": "a"}, again, {}, {})
    check_rows(checked, "here")
    told = [
        [error for error in row.errors if error.message.startswith("is also")] for row in checked
    ]
    second = [CellError("name", "is also the name in line 2")]
    assert told == [[], [], second, second, [], []]
