"""Isotherm's own parts need a password; Grafana and Keycloak have a login only with one."""

import pytest

from isotherm.process.settings import environment_names, load
from isotherm.schema.settings import BootstrapSettings

REQUIRED = ("owner", "ingest", "worker", "api")


@pytest.fixture(autouse=True)
def _required_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in environment_names(BootstrapSettings):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ISOTHERM_ADMIN_DATABASE_URL", "postgresql://postgres@127.0.0.1/postgres")
    for part in REQUIRED:
        monkeypatch.setenv(f"ISOTHERM_{part.upper()}_PASSWORD", f"of {part}")


def test_only_parts_with_a_password_are_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    required = {part: f"of {part}" for part in REQUIRED}
    settings = load(BootstrapSettings)
    assert settings.passwords() == required
    assert settings.keycloak_password is None
    assert settings.database_name == "isotherm"
    monkeypatch.setenv("ISOTHERM_GRAFANA_PASSWORD", "of grafana")
    monkeypatch.setenv("ISOTHERM_KEYCLOAK_PASSWORD", "of keycloak")
    assert load(BootstrapSettings).passwords() == required | {"grafana": "of grafana"}


@pytest.mark.parametrize("part", REQUIRED)
def test_a_missing_password_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], part: str
) -> None:
    name = f"ISOTHERM_{part.upper()}_PASSWORD"
    monkeypatch.delenv(name)
    with pytest.raises(SystemExit) as ended:
        load(BootstrapSettings)
    assert ended.value.code == 2
    assert capsys.readouterr().err == f"{name}: is not set\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ISOTHERM_OWNER_PASSWORD", ""),
        ("ISOTHERM_API_PASSWORD", ""),
        # a Secret without content is a mistake, not the wish for no login
        ("ISOTHERM_GRAFANA_PASSWORD", ""),
        ("ISOTHERM_KEYCLOAK_PASSWORD", ""),
        ("ISOTHERM_DATABASE_NAME", ""),
        # PostgreSQL would cut off a longer name
        ("ISOTHERM_DATABASE_NAME", "d" * 64),
    ],
)
def test_an_empty_password_or_a_name_of_a_wrong_length_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        load(BootstrapSettings)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith(f"{name}: ")
