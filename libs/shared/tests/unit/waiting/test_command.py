"""A timeout is a number of seconds that is not negative."""

import sys

import pytest

from isotherm.waiting.command import main, seconds


def test_a_timeout_is_a_number_of_seconds() -> None:
    assert [seconds(text) for text in ("0", "0.5", "600")] == [0.0, 0.5, 600.0]


@pytest.mark.parametrize("timeout", ["-1", "soon", "nan", "inf"])
def test_a_bad_timeout_is_an_argument_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], timeout: str
) -> None:
    with pytest.raises(ValueError, match=timeout):
        seconds(timeout)
    monkeypatch.setattr(sys, "argv", ["isotherm-wait", "schema", f"--timeout={timeout}"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "--timeout" in capsys.readouterr().err
