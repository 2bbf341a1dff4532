"""The command's arguments: an invalid one ends it with code 2 and a line that names it."""

import json
from pathlib import Path

import pytest

from isotherm_devstack.simulate.cli import main, parser


@pytest.fixture
def credentials(tmp_path: Path) -> Path:
    path = tmp_path / "credentials.json"
    path.write_text(json.dumps({"sim-0001": "secret"}))
    return path


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--devices", "0"], "--devices"),
        (["--devices", "2"], "sim-0002"),
        (["--interval", "0"], "--interval"),
        (["--interval", "0.0001"], "--interval"),
        (["--live-interval", "nan"], "--live-interval"),
        (["--rate", "-1"], "--rate"),
        (["--speed", "inf"], "--speed"),
        (["--port", "70000"], "--port"),
        (["--backfill-days", "many"], "--backfill-days"),
        (["--devices", "1", "--fleet", "demo"], "--fleet"),
    ],
)
def test_a_bad_argument_ends_with_2_and_is_named(
    credentials: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], named: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--credentials", str(credentials), *arguments])
    assert ended.value.code == 2
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert named in last


@pytest.mark.parametrize("text", ["", "[]", '{"sim-0001": 5}'])
def test_bad_credentials_are_named(
    credentials: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    credentials.write_text(text)
    with pytest.raises(SystemExit) as ended:
        main(["--credentials", str(credentials), "--devices", "1"])
    assert ended.value.code == 2
    assert "--credentials" in capsys.readouterr().err


def test_a_damaged_anchor_file_is_named(
    credentials: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    anchor = tmp_path / "anchor.json"
    anchor.write_text("{")
    arguments = ["--credentials", str(credentials), "--devices", "1"]
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--anchor-file", str(anchor)])
    assert ended.value.code == 2
    assert "anchor.json" in capsys.readouterr().err


def test_help_explains_the_count() -> None:
    text = parser().format_help()
    assert "stored" in text
    assert "--anchor-file" in text
