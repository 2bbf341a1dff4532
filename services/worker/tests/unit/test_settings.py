"""Worker's settings come from the environment, with defaults and bounds."""

import pytest

from isotherm.process.settings import load
from isotherm_worker.settings import WorkerSettings

REQUIRED = {
    "ISOTHERM_DATABASE_URL": "postgresql://worker@localhost/isotherm",
    "ISOTHERM_MQTT_PASSWORD": "secret",
    "ISOTHERM_MQTT_USERNAME": "service:worker",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Set only what worker cannot do without."""
    for name, value in REQUIRED.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_the_defaults(environment: pytest.MonkeyPatch) -> None:
    settings = load(WorkerSettings)
    assert (settings.days_ahead, settings.reject_days, settings.raw_days) == (7, 30, 400)
    assert (settings.queued_alert_messages, settings.proposal_days) == (100_000, 7)


def test_worker_administers_mosquitto_unless_told_otherwise(
    environment: pytest.MonkeyPatch,
) -> None:
    assert load(WorkerSettings).broker_admin == "mosquitto"
    environment.setenv("ISOTHERM_BROKER_ADMIN", "none")
    assert load(WorkerSettings).broker_admin == "none"


def test_a_key_that_is_none_stops_the_start_and_is_not_repeated(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("ISOTHERM_SEALING_KEY", "no-key")
    with pytest.raises(SystemExit):
        load(WorkerSettings)
    expected = "ISOTHERM_SEALING_KEY: must be 32 bytes in URL-safe base64\n"
    assert capsys.readouterr().err == expected


def test_days_are_read_from_the_environment(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ISOTHERM_RAW_DAYS", "90")
    assert load(WorkerSettings).raw_days == 90


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("DAYS_AHEAD", "0"), ("REJECT_DAYS", "0"), ("RAW_DAYS", "1"), ("PROPOSAL_DAYS", "0")),
        ("QUEUED_ALERT_MESSAGES", "0"),
    ],
)
def test_a_value_out_of_bounds_stops_the_start(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    environment.setenv(f"ISOTHERM_{name}", value)
    with pytest.raises(SystemExit):
        load(WorkerSettings)
    assert f"ISOTHERM_{name}" in capsys.readouterr().err
