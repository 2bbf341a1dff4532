"""Settings come from the environment or from files, and a bad one is named in one line."""

from pathlib import Path

import pytest

from isotherm.settings import MqttSettings, PartSettings, environment_names, load, without_settings

DSN = "postgresql://u:secret@127.0.0.1/db"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in environment_names(MqttSettings):
        monkeypatch.delenv(name, raising=False)


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISOTHERM_DATABASE_URL", DSN)
    monkeypatch.setenv("ISOTHERM_INSTANCE", "ingest-0")
    settings = load(PartSettings)
    assert settings.database_url.get_secret_value() == DSN
    assert settings.instance == "ingest-0"


def test_a_secret_is_read_from_the_file_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "dsn").write_text(DSN + "\n")
    monkeypatch.setenv("ISOTHERM_DATABASE_URL_FILE", str(tmp_path / "dsn"))
    assert load(PartSettings).database_url.get_secret_value() == DSN


def test_secrets_are_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISOTHERM_DATABASE_URL", DSN)
    assert "secret" not in repr(load(PartSettings))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ISOTHERM_MANAGEMENT_PORT", "70000"),
        ("ISOTHERM_LOG_LEVEL", "loud"),
        ("ISOTHERM_INSTANCE", "a b"),
        ("ISOTHERM_LOKI_URL", "loki:3100"),
    ],
)
def test_a_bad_setting_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv("ISOTHERM_DATABASE_URL", DSN)
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        load(PartSettings)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(name + ": ")
    assert said.count("\n") == 1


def test_a_missing_setting_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        load(PartSettings)
    assert ended.value.code == 2
    assert capsys.readouterr().err == "ISOTHERM_DATABASE_URL: is not set\n"


def test_a_file_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ISOTHERM_DATABASE_URL_FILE", "/nowhere/dsn")
    with pytest.raises(SystemExit) as ended:
        load(PartSettings)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("ISOTHERM_DATABASE_URL_FILE: cannot be read")


def test_an_environment_without_settings() -> None:
    assert without_settings({"ISOTHERM_A": "1", "PATH": "/bin"}) == {"PATH": "/bin"}
