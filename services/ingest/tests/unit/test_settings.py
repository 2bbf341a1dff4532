"""Settings: a bad one is named and prevents the start."""

from pathlib import Path

import pytest
from tls_parts import certificate

from isotherm.process.settings import load
from isotherm_ingest.settings import IngestSettings


@pytest.mark.parametrize(
    ("name", "value"),
    [("RECEIVE_MAXIMUM", "65535"), ("MQTT_PORT", "x"), ("LINGER_MS", "-1"), ("INSTANCE", "a b")],
)
def test_a_bad_setting_is_named_in_one_line(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"DATABASE_URL": "postgresql://a", "MQTT_USERNAME": "a", "MQTT_PASSWORD": "b"}
    for key, text in {**given, name: value}.items():
        monkeypatch.setenv(f"ISOTHERM_{key}", text)
    with pytest.raises(SystemExit) as stopped:
        load(IngestSettings)
    assert stopped.value.code == 2
    output = capsys.readouterr().err
    assert output.startswith(f"ISOTHERM_{name}: ")
    assert output.count("\n") == 1


@pytest.mark.parametrize("tls", ["true", "false"])
def test_the_brokers_ca_is_read_from_a_file(
    tls: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = {"DATABASE_URL": "postgresql://a", "MQTT_USERNAME": "a", "MQTT_PASSWORD": "b"}
    authority, _ = certificate(tmp_path)
    for key, text in {**given, "MQTT_TLS": tls, "MQTT_CA_FILE": str(authority)}.items():
        monkeypatch.setenv(f"ISOTHERM_{key}", text)
    context = load(IngestSettings).mqtt_tls_context()
    if tls == "false":
        assert context is None
        return
    assert context is not None
    [trusted] = context.get_ca_certs()
    assert trusted["subject"] == ((("commonName", "127.0.0.1"),),)
    assert context.check_hostname
    monkeypatch.delenv("ISOTHERM_MQTT_CA_FILE")
    system = load(IngestSettings).mqtt_tls_context()
    assert system is not None
    assert system.check_hostname
    assert trusted not in system.get_ca_certs()
