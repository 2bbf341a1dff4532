"""The file of passwords has a line for each device, and opens as text in any spreadsheet."""

import csv
import io

import pytest

from isotherm_api.csv_form import DIALECTS, CsvForm
from isotherm_api.devices.bulk.passwords import passwords_file

DEVICES = [("probe", "ab2cd-efghj"), ("3-12", "k5mnp-qrstu"), ("another", "")]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("point", "name,password\r\nprobe,ab2cd-efghj\r\n"),
        ("comma", "\ufeffname;password\r\nprobe;ab2cd-efghj\r\n"),
    ],
)
def test_a_file_is_written_for_the_spreadsheets_of_a_country(form: CsvForm, text: str) -> None:
    assert passwords_file(DEVICES[:1], DIALECTS[form]) == text


def test_devices_keep_their_order_and_one_without_a_password_has_a_blank() -> None:
    _, *rows = csv.reader(io.StringIO(passwords_file(DEVICES, DIALECTS["point"])))
    assert rows == [["probe", "ab2cd-efghj"], ["'3-12", "k5mnp-qrstu"], ["another", ""]]


def test_a_password_that_a_spreadsheet_would_compute_is_text() -> None:
    _, row = csv.reader(io.StringIO(passwords_file([("probe", "=1+1")], DIALECTS["point"])))
    assert row == ["probe", "'=1+1"]


def test_a_file_of_no_devices_is_a_header() -> None:
    assert passwords_file([], DIALECTS["point"]) == "name,password\r\n"
