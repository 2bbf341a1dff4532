"""`isotherm-realm` as operators run it: its lines, its exit codes, and its errors."""

import sys
from collections.abc import Callable

import pytest

from isotherm.realm import verbs
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.testing.identity import ADMIN_PASSWORD
from realm_parts import Realm, master

Run = Callable[..., tuple[int, str, str]]
PASSWORD = "a-password-for-tests"  # noqa: S105  only in tests


@pytest.fixture
def run(realm: Realm, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """What runs the command with settings, and returns its exit code, stdout and stderr."""

    def run(*words: str, **settings: str | None) -> tuple[int, str, str]:
        with monkeypatch.context() as context:
            for name, value in (realm.environment | settings).items():
                if value is None:
                    context.delenv(name, raising=False)
                else:
                    context.setenv(name, value)
            context.setattr(sys, "argv", ["isotherm-realm", *words])
            with pytest.raises(SystemExit) as ended:
                verbs.main()
        written = capsys.readouterr()
        code = ended.value.code
        if isinstance(code, str):
            return 1, written.out, code + "\n"
        return code or 0, written.out, written.err

    return run


def test_a_dry_run_tells_by_its_exit_code(run: Run, realm: Realm) -> None:
    assert run("apply", "--dry-run") == (0, "nothing to change\n", "")
    moved = {"ISOTHERM_PUBLIC_URL": "https://new.example.org"}
    code, out, err = run("apply", "--dry-run", **moved)
    assert (code, err) == (3, "")
    assert out.splitlines() == [
        f"would change client isotherm-web: {line}"
        for line in (
            'rootUrl: "http://isotherm.example.org" -> "https://new.example.org"',
            'redirectUris: ["http://isotherm.example.org/auth/callback"]'
            ' -> ["https://new.example.org/auth/callback"]',
            'attributes.post.logout.redirect.uris: "http://isotherm.example.org/signed-out"'
            ' -> "https://new.example.org/signed-out"',
        )
    ]
    code, out, err = run("apply", **moved)
    assert (code, out.count("\n")) == (0, 3)
    assert run("apply", **moved) == (0, "nothing to change\n", "")
    realm.apply()


def test_a_secret_is_rotated_and_never_shown(run: Run, realm: Realm) -> None:
    code, out, err = run("apply", ISOTHERM_OIDC_CLIENT_SECRET=PASSWORD)
    assert (code, err) == (0, "")
    assert out == "client isotherm-web: secret: changed (not shown)\n"
    assert realm.client("isotherm-web")["secret"] == PASSWORD
    assert len(realm.apply()) == 1


def test_grafanas_client_comes_and_goes(run: Run, realm: Realm) -> None:
    grafana = {
        "ISOTHERM_GRAFANA_URL": "https://isotherm.example.org/grafana/",
        "ISOTHERM_GRAFANA_CLIENT_SECRET": "grafanas-secret",
    }
    try:
        _, out, _ = run("apply", **grafana)
        assert out.splitlines() == [
            "client isotherm-grafana: created",
            "client isotherm-grafana, role in tokens admin: added",
        ]
        client = realm.client("isotherm-grafana")
        redirect = "https://isotherm.example.org/grafana/login/generic_oauth"
        assert client["redirectUris"] == [redirect]
        assert client["optionalClientScopes"] == []
        assert sorted(client["defaultClientScopes"]) == ["basic", "email", "profile"]
        assert run("apply", **grafana) == (0, "nothing to change\n", "")
        assert run("apply") == (0, "client isotherm-grafana: enabled: true -> false\n", "")
        assert run("apply") == (0, "nothing to change\n", "")
        _, out, _ = run("apply", **grafana)
        assert out == "client isotherm-grafana: enabled: false -> true\n"
    finally:
        realm.admin.delete_client(realm.client("isotherm-grafana")["id"])


def test_a_wrong_password_is_one_line(run: Run) -> None:
    code, out, err = run("apply", ISOTHERM_KEYCLOAK_ADMIN_PASSWORD="wrong-password")  # noqa: S106  a wrong one
    assert (code, out) == (1, "")
    assert err == (
        "isotherm-realm: Keycloak refuses the login of user admin in realm master"
        " (ISOTHERM_KEYCLOAK_ADMIN_USERNAME, _PASSWORD): Invalid user credentials\n"
    )


def test_a_keycloak_that_is_not_there_is_waited_for(run: Run) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    code, out, err = run("apply", ISOTHERM_KEYCLOAK_URL=url, ISOTHERM_REALM_WAIT_S="1")
    assert code == 1
    (line,) = out.splitlines()
    assert line.startswith(f"waiting for Keycloak: {url}/realms/master cannot be reached")
    assert err.startswith(f"isotherm-realm: {url}/realms/master cannot be reached: ")
    assert err.count("\n") == 1


def test_a_wrong_path_is_named(run: Run, realm: Realm) -> None:
    url = f"{realm.settings.keycloak_url}/idp"
    code, _, err = run("apply", ISOTHERM_KEYCLOAK_URL=url, ISOTHERM_REALM_WAIT_S="0")
    assert code == 1
    assert err.endswith("/idp/realms/master answers 404: does its base path differ?\n")


def test_an_unknown_realm_of_the_administrator_is_not_waited_for(run: Run) -> None:
    code, out, err = run("apply", ISOTHERM_KEYCLOAK_ADMIN_REALM="nowhere")
    assert (code, out) == (1, "")
    assert "there is no realm nowhere at" in err


def test_the_first_administrator_and_a_person_for_a_while(run: Run, realm: Realm) -> None:
    administrator = {
        "ISOTHERM_ADMINISTRATOR_USERNAME": "boss",
        "ISOTHERM_ADMINISTRATOR_PASSWORD": PASSWORD,
    }
    try:
        code, out, err = run("administrator", **administrator)
        assert (code, err) == (0, "")
        assert out.startswith("administrator boss added")
        code, out, _ = run("administrator", **administrator)
        assert (code, out) == (0, "no administrator added: boss has the role admin already\n")
        code, out, _ = run("add-person", "visitor", "--admin", ISOTHERM_PERSON_PASSWORD=PASSWORD)
        assert (code, out) == (0, "person visitor added with the role admin\n")
        assert run("remove-person", "visitor") == (0, "person visitor removed\n", "")
        code, _, err = run("remove-person", "boss")
        assert (code, err.count("\n")) == (1, 1)
    finally:
        for user in realm.admin.get_users():
            realm.admin.delete_user(user["id"])


def test_a_weak_password_is_one_line(run: Run) -> None:
    code, out, err = run("add-person", "visitor", ISOTHERM_PERSON_PASSWORD="short")  # noqa: S106  refused
    assert (code, out) == (1, "")
    assert err == ("isotherm-realm: Keycloak answers 400: Invalid password: minimum length 12.\n")


def test_who_administers_only_this_realm_can_apply(run: Run, realm: Realm) -> None:
    """A client of the realm itself, with realm-admin there and no rights elsewhere."""
    admin = realm.admin
    client = admin.create_client(
        {
            "clientId": "deployer",
            "secret": "deployers-secret",
            "serviceAccountsEnabled": True,
            "standardFlowEnabled": False,
        }
    )
    as_client = {
        "ISOTHERM_KEYCLOAK_ADMIN_USERNAME": None,
        "ISOTHERM_KEYCLOAK_ADMIN_PASSWORD": None,
        "ISOTHERM_KEYCLOAK_ADMIN_REALM": realm.name,
        "ISOTHERM_KEYCLOAK_ADMIN_CLIENT_ID": "deployer",
        "ISOTHERM_KEYCLOAK_ADMIN_CLIENT_SECRET": "deployers-secret",
    }
    try:
        code, out, err = run("apply", **as_client)
        assert (code, out) == (1, "")
        assert err == (
            "isotherm-realm: the administrator may not do that:"
            f" it needs the role realm-admin of realm {realm.name}\n"
        )
        account = admin.get_client_service_account_user(client)["id"]
        owner = realm.client("realm-management")["id"]
        admin.assign_client_role(account, owner, [admin.get_client_role(owner, "realm-admin")])
        for name in ("isotherm-web", "isotherm-lookup"):
            admin.delete_client(realm.client(name)["id"])
        admin.update_realm(realm.name, {"bruteForceProtected": False})
        code, out, err = run("apply", **as_client)
        assert (code, err) == (0, "")
        assert "client isotherm-lookup: created" in out
        assert run("apply", **as_client) == (0, "nothing to change\n", "")
        # it may read which themes there are
        code, out, err = run("apply", **as_client | {"ISOTHERM_LOGIN_THEME": "elsewhere"})
        assert (code, err) == (0, "")
        assert out.startswith("the realm keeps its theme: this Keycloak has no theme elsewhere")
        code, out, err = run("apply", **as_client | {"ISOTHERM_REALM": "another"})
        assert (code, out) == (1, "")
        assert "there is no realm another, and the administrator may not create one" in err
    finally:
        admin.delete_client(client)
    assert realm.apply() == []


def test_a_secret_may_be_in_a_file(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("secrets") / "admin"
    file.write_text(ADMIN_PASSWORD + "\n")
    settings = {
        "ISOTHERM_KEYCLOAK_ADMIN_PASSWORD": None,
        "ISOTHERM_KEYCLOAK_ADMIN_PASSWORD_FILE": str(file),
    }
    assert run("apply", **settings) == (0, "nothing to change\n", "")


def test_a_user_of_master_with_rights_in_this_realm_alone_can_apply(run: Run, realm: Realm) -> None:
    admin = master(realm.settings.keycloak_url)
    user = admin.create_user(
        {
            "username": "deployer",
            "enabled": True,
            "credentials": [{"type": "password", "value": PASSWORD}],
        }
    )
    as_user = {
        "ISOTHERM_KEYCLOAK_ADMIN_USERNAME": "deployer",
        "ISOTHERM_KEYCLOAK_ADMIN_PASSWORD": PASSWORD,
    }
    try:
        owner = admin.get_client_id(f"{realm.name}-realm")
        assert owner is not None
        admin.assign_client_role(user, owner, admin.get_client_roles(owner))
        realm.admin.update_realm(realm.name, {"bruteForceProtected": False})
        realm.admin.delete_client(realm.client("isotherm-lookup")["id"])
        code, out, err = run("apply", **as_user)
        assert (code, err) == (0, "")
        assert "client isotherm-lookup: created" in out
        code, out, err = run("apply", **as_user, ISOTHERM_REALM="another")
        assert (code, out) == (1, "")
        assert err == (
            "isotherm-realm: there is no realm another, and the administrator may not create one:"
            " create it first, empty\n"
        )
    finally:
        admin.delete_user(user)
    assert realm.apply() == []
