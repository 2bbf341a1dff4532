"""The command `isotherm-stack`: its state folder, and its answers without a stack."""

from pathlib import Path

import pytest

from isotherm_devstack import cli


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> object:
    monkeypatch.setattr("sys.argv", ["isotherm-stack", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code


@pytest.mark.parametrize("before", [True, False])
def test_the_state_folder_is_given_before_or_after_the_verb(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    before: bool,
) -> None:
    folder = tmp_path / "precious"
    folder.mkdir()
    (folder / "thesis.txt").touch()
    state = ("--state", str(folder))
    arguments = (*state, "reset") if before else ("reset", *state)
    assert _run(monkeypatch, *arguments) == 1
    assert "is not the state of a stack" in " ".join(capsys.readouterr().out.split())
    assert (folder / "thesis.txt").exists()


def test_without_a_stack_status_exits_with_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "status", "--state", str(tmp_path / "none")) == 3
    assert "not running" in capsys.readouterr().out


def test_without_a_stack_down_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "down", "--state", str(tmp_path / "none")) == 0
    assert "Nothing was running." in capsys.readouterr().out


def test_without_traces_it_says_how_to_record_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "traces", "--state", str(tmp_path / "none")) == 3
    assert "ISOTHERM_OTLP_ENDPOINT=console" in capsys.readouterr().out
