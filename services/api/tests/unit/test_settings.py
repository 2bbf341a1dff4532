"""Where the api reaches the realm, and the key it shares with worker."""

import certifi
import pytest

from isotherm.process.settings import load
from isotherm.sealing import make_key
from isotherm_api.administration import Administration
from isotherm_api.settings import ApiSettings


@pytest.mark.parametrize(
    ("internal", "url"),
    [(None, "http://id.example/realms/r"), ("http://kc:8080/realms/r/", "http://kc:8080/realms/r")],
)
def test_the_internal_url_wins_over_the_issuer(internal: str | None, url: str) -> None:
    settings = ApiSettings.model_construct(
        oidc_issuer="http://id.example/realms/r/", oidc_internal_url=internal
    )
    assert settings.realm_url == url


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The least that an api needs, but for the key."""
    monkeypatch.setenv("ISOTHERM_DATABASE_URL", "postgresql://a:b@localhost/c")
    monkeypatch.setenv("ISOTHERM_OIDC_ISSUER", "http://id.example/realms/r")
    return monkeypatch


@pytest.mark.parametrize(
    ("key", "sentence"),
    [(None, "is not set; api and worker need"), ("no-key", "is not a key: 32 random bytes")],
)
def test_without_a_usable_key_the_api_does_not_start(
    environment: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    key: str | None,
    sentence: str,
) -> None:
    if key is not None:
        environment.setenv("ISOTHERM_SEALING_KEY", key)
    with pytest.raises(SystemExit) as ended:
        load(ApiSettings)
    assert ended.value.code == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"ISOTHERM_SEALING_KEY: {sentence}")
    assert key is None or key not in line
    environment.setenv("ISOTHERM_BROKER_ADMIN", "none")
    assert not load(ApiSettings).administration().makes_accounts


def test_what_devices_are_told_comes_from_settings(environment: pytest.MonkeyPatch) -> None:
    key = make_key()
    for name, text in {
        "SEALING_KEY": key,
        "MQTT_PUBLIC_HOST": "mqtt.example",
        "MQTT_PUBLIC_PORT": "1884",
        "MQTT_PUBLIC_TLS_PORT": "8884",
    }.items():
        environment.setenv(f"ISOTHERM_{name}", text)
    settings = load(ApiSettings)
    assert key not in repr(settings)
    assert settings.administration() == Administration("mosquitto", key, "mqtt.example", 1884, 8884)


def test_the_certificates_for_devices_come_from_a_file(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("ISOTHERM_BROKER_ADMIN", "none")
    environment.setenv("ISOTHERM_MQTT_PUBLIC_CA_FILE", certifi.where())
    public = load(ApiSettings).administration()
    assert public.ca is not None
    assert "BEGIN CERTIFICATE" in public.ca
    environment.setenv("ISOTHERM_MQTT_PUBLIC_CA", "no certificate")
    with pytest.raises(SystemExit):
        load(ApiSettings)
    [line] = capsys.readouterr().err.splitlines()
    assert line == "ISOTHERM_MQTT_PUBLIC_CA: holds no certificates in PEM form"
