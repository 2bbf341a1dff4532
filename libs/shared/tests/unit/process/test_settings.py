"""Settings come from the environment or from files, and a bad one is named in one line."""

import os
from pathlib import Path

import pytest

from isotherm.process.settings import (
    MqttSettings,
    PartSettings,
    environment_names,
    forget_settings,
    load,
    without_settings,
)

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
        ("ISOTHERM_OTLP_ENDPOINT", "collector:4318"),
        ("ISOTHERM_OTLP_ENDPOINT", "Console"),
        ("ISOTHERM_OTLP_ENDPOINT", "http://"),
        ("ISOTHERM_OTLP_ENDPOINT", "http://me:secret@collector:4318"),
        ("ISOTHERM_OTLP_ENDPOINT", "https://collector?key=secret"),
        ("ISOTHERM_TRACE_RATIO", "1.01"),
        ("ISOTHERM_TRACE_RATIO", "-0.1"),
        ("ISOTHERM_TRACE_RATIO", "nan"),
        ("ISOTHERM_TRACE_RATIO", "10%"),
        ("ISOTHERM_DATABASE_URL", ""),
        ("ISOTHERM_DATABASE_URL", "mysql://u:secret@127.0.0.1/db"),
        ("ISOTHERM_DATABASE_URL", "postgresql://u:secret@127.0.0.1:secret/db"),
        ("ISOTHERM_DATABASE_URL", "postgresql://u:secret#4711@127.0.0.1/db"),
        ("ISOTHERM_DATABASE_URL", "postgresql://u:secret@[::1/db"),
        ("ISOTHERM_DATABASE_URL", "postgresql://u:secret@h/db?sslmode=verify_full"),
        ("ISOTHERM_DATABASE_URL", "postgresql://u:secret@h/db?sslrootcert=/nowhere/secret.pem"),
        ("ISOTHERM_DATABASE_URL", f"postgresql://u:secret@h/db?sslrootcert={__file__}"),
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
    assert "secret" not in said


@pytest.mark.parametrize(
    "dsn",
    [
        DSN,
        "postgres://u:p%23w@db.example:5432/isotherm?sslmode=verify-full",
        "postgresql://u:p@[::1]:5432/db",
        "postgresql://u:p@one:5432,two:5433/db",
        "postgresql:///db?host=/run/postgresql",
    ],
)
def test_what_the_driver_takes_is_taken(monkeypatch: pytest.MonkeyPatch, dsn: str) -> None:
    monkeypatch.setenv("ISOTHERM_DATABASE_URL", dsn)
    assert load(PartSettings).database_url.get_secret_value() == dsn


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


def test_a_file_that_is_no_text_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "dsn").write_bytes(b"\xff\xfe")
    monkeypatch.setenv("ISOTHERM_DATABASE_URL_FILE", str(tmp_path / "dsn"))
    with pytest.raises(SystemExit) as ended:
        load(PartSettings)
    assert ended.value.code == 2
    assert capsys.readouterr().err == "ISOTHERM_DATABASE_URL_FILE: cannot be read: not UTF-8\n"


@pytest.mark.parametrize("pem", ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAA=="])
def test_authorities_that_are_none_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], pem: str
) -> None:
    for name, value in {"DATABASE_URL": DSN, "MQTT_USERNAME": "a", "MQTT_PASSWORD": "b"}.items():
        monkeypatch.setenv(f"ISOTHERM_{name}", value)
    monkeypatch.setenv("ISOTHERM_MQTT_CA", pem)
    with pytest.raises(SystemExit) as ended:
        load(MqttSettings)
    assert ended.value.code == 2
    assert capsys.readouterr().err == "ISOTHERM_MQTT_CA: holds no certificates in PEM form\n"


def test_an_environment_without_settings() -> None:
    given = {"ISOTHERM_A": "1", "PATH": "/bin", "PGPASSWORD": "secret", "PGUSER": "u"}
    assert without_settings(given) == {"PATH": "/bin", "PGUSER": "u"}


def test_settings_are_forgotten_with_the_drivers_password(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ISOTHERM_A", "PGPASSWORD", "PGPASSFILE"):
        monkeypatch.setenv(name, "secret")
    forget_settings()
    assert "secret" not in os.environ.values()
