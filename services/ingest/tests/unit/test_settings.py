"""Settings: a bad one is named and ends the start."""

import pytest

from isotherm.settings import load
from isotherm_ingest.settings import Settings


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
        load(Settings)
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(f"ISOTHERM_{name}: ")
    assert said.count("\n") == 1
