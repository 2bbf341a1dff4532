"""The forms of CSV files, as Python's reader and a spreadsheet's rules see them."""

import csv
import io

import pytest

from isotherm_api.csv_form import DIALECTS, Dialect


def test_the_comma_form_is_what_spreadsheets_of_such_countries_save() -> None:
    comma = DIALECTS["comma"]
    text = comma.mark + comma.line("sensor", "value") + comma.line("s/a", comma.number("-1.5e-07"))
    assert text == "\ufeffsensor;value\r\ns/a;-1,5e-07\r\n"


def test_the_point_form_is_plain() -> None:
    point = DIALECTS["point"]
    text = point.mark + point.line("sensor", "value") + point.line("s/a", point.number("-1.5"))
    assert text == "sensor,value\ns/a,-1.5\n"


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_every_cell_is_read_back(dialect: Dialect) -> None:
    cells = ["s/a", dialect.number("4.125"), "", "'-2"]
    [read] = csv.reader(io.StringIO(dialect.line(*cells)), delimiter=dialect.separator)
    assert read == cells
    assert float(read[1].replace(dialect.decimal, ".")) == 4.125
