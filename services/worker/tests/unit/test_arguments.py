"""Worker without a command is the service; its commands are told the broker's files."""

from pathlib import Path

import pytest

from isotherm_worker.arguments import parser


def test_without_a_command_it_is_the_service() -> None:
    assert parser().parse_args([]).command is None


def test_the_program_that_starts_the_broker_keeps_its_own_options() -> None:
    broker = ["mosquitto", "-c", "broker.conf", "--version"]
    given = parser().parse_args(["render-accounts", "accounts.json", "--", *broker])
    assert (given.command, given.file) == ("render-accounts", Path("accounts.json"))
    assert [word for word in given.program if word != "--"] == broker
    assert parser().parse_args(["render-accounts", "accounts.json"]).program == []


def test_the_keeper_finds_the_files_in_the_pod_of_the_chart() -> None:
    given = parser().parse_args(["keep-broker"])
    assert (given.command, given.run) == ("keep-broker", Path("/run/isotherm"))
    assert given.accounts == Path("/mosquitto/data/dynamic-security.json")
    assert given.store == Path("/mosquitto/data/mosquitto.db")
    assert (given.services, given.certificate) == (None, None)


def test_the_keeper_is_told_other_files_and_what_it_watches() -> None:
    paths = ["--run", "run", "--accounts", "a.json", "--store", "s.db"]
    watched = ["--services", "1884", "--certificate", "mounted", "copied"]
    given = parser().parse_args(["keep-broker", *paths, *watched])
    assert (given.run, given.accounts, given.store) == (Path("run"), Path("a.json"), Path("s.db"))
    assert (given.services, given.certificate) == (1884, [Path("mounted"), Path("copied")])


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["keep-brokers"], "invalid choice: 'keep-brokers'"),
        (["render-accounts"], "required: FILE"),
        (["keep-broker", "--services", "mqtt"], "argument --services: invalid int value: 'mqtt'"),
        (["keep-broker", "--certificate", "mounted"], "argument --certificate: expected 2"),
    ],
)
def test_a_bad_argument_ends_it_with_its_reason(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(arguments)
    assert ended.value.code == 2
    assert reason in capsys.readouterr().err


def test_help_names_both_commands_and_the_default_files(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = parser().format_help()
    assert "render-accounts" in text
    assert "keep-broker" in text
    with pytest.raises(SystemExit):
        parser().parse_args(["keep-broker", "--help"])
    assert "(/mosquitto/data/mosquitto.db)" in capsys.readouterr().out
