"""The commands say on stderr what keeps them from their work."""

import sys

import pytest

from isotherm_releases import checkout
from isotherm_releases.__main__ import main


def test_a_version_that_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["isotherm_releases", "version", "1.x"])
    assert main() == 1
    assert "make release: '1.x' is no version" in capsys.readouterr().err


def test_a_clone_without_the_released_commit_can_run_all_other_tests(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unavailable(_commit: str) -> None:
        raise checkout.CheckoutError("this clone lacks it")

    monkeypatch.setattr(checkout, "prepared", unavailable)
    monkeypatch.setattr(sys, "argv", ["isotherm_releases", "prepare"])
    assert main() == 0
    assert "tests of releases will fail: this clone lacks it" in capsys.readouterr().err
