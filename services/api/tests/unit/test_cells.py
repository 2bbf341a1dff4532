"""Cells: whatever a spreadsheet would compute or convert opens as the text that it is."""

import pytest

from isotherm_api.cells import cell


@pytest.mark.parametrize(
    "name",
    [
        *("-1-1", "-probe", "-", "--a", "=1+1", "+1", "@sum", "\t1", "\r1"),
        *("3/12", "12-3", "2026-11-23", "3.12", "1-2-3", "00123", "12345678901234567890", ".5"),
        *("1e5", "1E5", "1.5e-3", "1d2", "10h", "12pm", "5-p", "1_000", "2026-01-01T00"),
        *("mar-5", "MAR5", "5-mar", "sept2", "dec1", "1may", "2026-jan-01", "march/3", "may/2026"),
        *("okt-3", "5.dez", "mai/7", "out-1", "janv-1", "lip-4", "haz.2"),
        *("true", "FALSE", "wahr", "vrai", "falso"),
        *("r5.1.1", "H30-1-1", "s50/2/3", "eur5", "5usd", "kr-10"),
    ],
)
def test_what_a_spreadsheet_would_read_otherwise_gets_an_apostrophe(name: str) -> None:
    assert cell(name) == f"'{name}"


@pytest.mark.parametrize(
    "name",
    [
        *("temperature", "fridge-7", "t1", "ch2", "probe.3", "A.b_c-9", "_1", "e5", "q1", "h1"),
        *("northgate/fridge-1", "3rd-avenue/fridge", "24h-pharmacy/7", "1-wire", "x" * 64),
        *("march", "marble-1", "decanter-3", "out", "truest", "mar-fridge-1", "r5"),
        *("Europe/Vienna", "Etc/GMT+5", "EST5EDT", "UTC", "ok", "time_unsure+clock_ahead", ""),
    ],
)
def test_an_ordinary_name_stays_as_it_is(name: str) -> None:
    assert cell(name) == name
