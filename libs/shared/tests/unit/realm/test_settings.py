"""An administrator is a user or a client, and never one that the command would lock out."""

from pathlib import Path

import pytest

from isotherm.process.settings import environment_names, load
from isotherm.realm.settings import (
    AdministratorSettings,
    PersonSettings,
    RealmSettings,
    ServerSettings,
)

SET = {
    "ISOTHERM_KEYCLOAK_URL": "https://sso.example.org/idp/",
    "ISOTHERM_KEYCLOAK_ADMIN_USERNAME": "admin",
    "ISOTHERM_KEYCLOAK_ADMIN_PASSWORD": "the-password-itself",
    "ISOTHERM_PUBLIC_URL": "https://isotherm.example.org/",
    "ISOTHERM_OIDC_CLIENT_SECRET": "web",
    "ISOTHERM_OIDC_LOOKUP_CLIENT_SECRET": "lookup",
}
CLIENT = {
    "ISOTHERM_KEYCLOAK_ADMIN_CLIENT_ID": "deployer",
    "ISOTHERM_KEYCLOAK_ADMIN_CLIENT_SECRET": "a secret",
}


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SET.items():
        monkeypatch.setenv(name, value)


def test_urls_have_no_slash_at_their_end() -> None:
    settings = load(RealmSettings)
    assert settings.keycloak_url == "https://sso.example.org/idp"
    assert settings.values()["ISOTHERM_PUBLIC_URL"] == "https://isotherm.example.org"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"ISOTHERM_KEYCLOAK_ADMIN_PASSWORD": ""}, "set either ISOTHERM_KEYCLOAK_ADMIN_USERNAME"),
        (CLIENT, "set either ISOTHERM_KEYCLOAK_ADMIN_USERNAME"),
        ({"ISOTHERM_REALM": "master"}, "must not be Keycloak"),
        ({"ISOTHERM_KEYCLOAK_ADMIN_REALM": "isotherm"}, "must be a client"),
        ({"ISOTHERM_GRAFANA_URL": "https://g.example.org"}, "ISOTHERM_GRAFANA_CLIENT_SECRET"),
        ({"ISOTHERM_PUBLIC_URL": "isotherm.example.org"}, "ISOTHERM_PUBLIC_URL: "),
        ({"ISOTHERM_KEYCLOAK_CA": "no certificate"}, "holds no certificates"),
        ({"ISOTHERM_OIDC_CLIENT_SECRET": ""}, "ISOTHERM_OIDC_CLIENT_SECRET: "),
    ],
)
def test_settings_that_cannot_work_are_refused(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    changed: dict[str, str],
    message: str,
) -> None:
    for name, value in changed.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        load(RealmSettings)
    assert ended.value.code == 2
    complaint = capsys.readouterr().err
    assert message in complaint
    assert complaint.count("\n") == 1
    assert "the-password-itself" not in complaint


def test_a_client_of_the_realm_itself_may_administer_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ISOTHERM_KEYCLOAK_ADMIN_USERNAME")
    monkeypatch.setenv("ISOTHERM_KEYCLOAK_ADMIN_REALM", "isotherm")
    for name, value in CLIENT.items():
        monkeypatch.setenv(name, value)
    assert load(RealmSettings).keycloak_admin_client_id == "deployer"


@pytest.mark.parametrize("settings", [RealmSettings, AdministratorSettings, PersonSettings])
def test_each_setting_is_documented(settings: type[ServerSettings]) -> None:
    page = (Path(__file__).parents[5] / "docs" / "identity.md").read_text("utf-8")
    for name in environment_names(settings):
        assert f"`{name}`" in page, name
