"""What both commands share: exit codes, error lines, and the summary."""

import json
from pathlib import Path

import pytest

from isotherm_devstack.simulate.command import Summary, new_parser, run, write_summary
from isotherm_devstack.simulate.link import RefusedError
from isotherm_devstack.simulate.options import OptionError
from isotherm_devstack.simulate.record import RecordError

PARSER = new_parser("isotherm-test", "what it does", "exit codes")


async def _return(summary: Summary) -> Summary:
    return summary


async def _raise(error: Exception) -> Summary:
    raise error


def test_the_summary_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    run(PARSER, _return({"readings": 5}))
    assert json.loads(capsys.readouterr().out) == {"readings": 5}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OptionError("--port is missing"), 2),
        (RecordError("anchor.json is damaged"), 2),
        (RefusedError("the broker refused sim-0001"), 1),
    ],
)
def test_an_error_has_its_exit_code_and_one_line(
    capsys: pytest.CaptureFixture[str], error: Exception, code: int
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(PARSER, _raise(error))
    assert ended.value.code == code
    assert capsys.readouterr() == ("", f"isotherm-test: {error}\n")


def test_the_summary_is_written_only_with_a_path(tmp_path: Path) -> None:
    write_summary(None, {"readings": 5})
    write_summary(tmp_path / "count.json", {"readings": 5})
    assert json.loads((tmp_path / "count.json").read_text()) == {"readings": 5}
    assert list(tmp_path.iterdir()) == [tmp_path / "count.json"]


def test_the_parser_has_the_options_of_the_broker_and_the_files() -> None:
    text = PARSER.format_help()
    for option in ("--host", "--port", "--credentials", "--anchor-file", "--count-file"):
        assert option in text
