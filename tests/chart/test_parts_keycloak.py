"""The bundled Keycloak and the job of its realm, as Helm renders them."""

from base64 import b64decode
from typing import Any

import pytest

from chart import CHART, Object, RefusedError, containers, named, one, render

OPERATOR = "k8s.keycloak.org/v2alpha1"
OPERATED = {"keycloak": {"operator": {"enabled": True}}}
INGRESS = {"ingress": {"enabled": True, "host": "iso.example.org"}}
EXTERNAL = {
    "enabled": False,
    "external": {
        "issuer": "https://sso.example.org/realms/plant",
        "admin": {"clientId": "isotherm-realm", "existingSecret": "sso"},
    },
}


def _job(objects: list[Object]) -> Object:
    (job,) = [job for job in named(objects, "Job") if "-realm-" in job["metadata"]["name"]]
    return job


def _env(container: Object) -> dict[str, Any]:
    return {entry["name"]: entry.get("value", entry.get("valueFrom")) for entry in container["env"]}


def _keycloak(values: Object | None = None) -> Object:
    spec: Object = one(render(values), "Deployment", "-keycloak")["spec"]["template"]["spec"]
    return spec


def test_tokens_name_the_public_issuer_and_parts_ask_the_internal_one() -> None:
    objects = render(INGRESS)
    settings = one(objects, "ConfigMap", "-keycloak")["data"]
    api = one(objects, "ConfigMap", "-api")["data"]
    assert settings["KC_HOSTNAME"] == "https://iso.example.org/idp"
    assert settings["KC_HOSTNAME_BACKCHANNEL_DYNAMIC"] == "true"
    assert settings["KC_PROXY_HEADERS"] == "xforwarded"
    assert api["ISOTHERM_OIDC_ISSUER"] == f"{settings['KC_HOSTNAME']}/realms/isotherm"
    assert api["ISOTHERM_OIDC_INTERNAL_URL"] == (
        "http://isotherm-keycloak:8080/idp/realms/isotherm"
    )


def test_its_options_are_those_of_the_file_that_the_local_stack_uses() -> None:
    file = CHART / "files" / "keycloak.conf"
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    options = dict(line.split("=", 1) for line in lines)
    assert options["log-console-output"] == "json"
    settings = one(render(), "ConfigMap", "-keycloak")["data"]
    for name, value in options.items():
        assert settings[f"KC_{name.replace('-', '_').upper()}"] == value, name


def test_no_level_of_logs_lets_it_log_events_that_name_people() -> None:
    for level, word in (("debug", "debug"), ("warning", "warn"), ("error", "error")):
        settings = one(render({"logLevel": level}), "ConfigMap", "-keycloak")["data"]
        assert (
            settings["KC_LOG_LEVEL"] == f"{word},org.keycloak.events:off,io.smallrye.health:error"
        )
    objects = render({**OPERATED, "logLevel": "warning"}, api_versions=[OPERATOR])
    (keycloak,) = named(objects, "Keycloak")
    options = {option["name"]: option["value"] for option in keycloak["spec"]["additionalOptions"]}
    assert options["log-level"] == "warn,org.keycloak.events:off,io.smallrye.health:error"


def test_it_waits_for_its_database_with_its_own_login() -> None:
    (wait,) = _keycloak()["initContainers"]
    assert wait["command"] == ["isotherm-wait", "database"]
    url = "postgresql://keycloak@isotherm-postgresql:5432/keycloak"
    assert _env(wait)["ISOTHERM_DATABASE_URL"] == url


def test_probes_ask_below_the_path_that_is_built_in() -> None:
    (container,) = _keycloak()["containers"]
    asked = {
        name: (container[name]["httpGet"]["path"], container[name]["httpGet"]["port"])
        for name in ("startupProbe", "livenessProbe", "readinessProbe")
    }
    assert asked == {
        "startupProbe": ("/idp/health/started", "management"),
        "livenessProbe": ("/idp/health/live", "management"),
        "readinessProbe": ("/idp/health/ready", "management"),
    }


@pytest.mark.parametrize(("memory", "heap"), [("768Mi", "448m"), ("2Gi", "1728m")])
def test_the_heap_fits_into_the_containers_memory(memory: str, heap: str) -> None:
    values = {"keycloak": {"resources": {"limits": {"memory": memory}}}}
    settings = one(render(values), "ConfigMap", "-keycloak")["data"]
    assert settings["JAVA_OPTS_KC_HEAP"].endswith(f"-Xmx{heap}")


def test_passwords_are_references_to_secrets() -> None:
    (container,) = _keycloak()["containers"]
    env = _env(container)
    assert env["KC_DB_PASSWORD"]["secretKeyRef"]["key"] == "keycloak"
    assert env["KC_BOOTSTRAP_ADMIN_PASSWORD"]["secretKeyRef"]["key"] == "admin"


def test_several_instances_share_caches_and_may_talk_to_each_other() -> None:
    objects = render({"keycloak": {"replicas": 2}})
    assert one(objects, "ConfigMap", "-keycloak")["data"]["KC_CACHE"] == "ispn"
    policy = one(objects, "NetworkPolicy", "-keycloak")["spec"]
    for rules in (policy["ingress"], policy["egress"]):
        assert any({port["port"] for port in rule["ports"]} == {7800, 57800} for rule in rules)
    assert one(objects, "PodDisruptionBudget", "-keycloak")["spec"]["maxUnavailable"] == 1


def test_a_single_instance_has_local_caches_and_no_budget() -> None:
    objects = render()
    assert one(objects, "ConfigMap", "-keycloak")["data"]["KC_CACHE"] == "local"
    assert named(objects, "PodDisruptionBudget", "-keycloak") == []


def test_it_speaks_to_nothing_but_the_database() -> None:
    (rule,) = one(render(), "NetworkPolicy", "-keycloak")["spec"]["egress"]
    labels = rule["to"][0]["podSelector"]["matchLabels"]
    assert labels["app.kubernetes.io/component"] == "postgresql"


def test_an_operators_keycloak_is_the_same_for_everybody() -> None:
    objects = render({**INGRESS, **OPERATED}, api_versions=[OPERATOR])
    spec = one(objects, "Keycloak", "-keycloak")["spec"]
    assert spec["hostname"] == {
        "hostname": "https://iso.example.org/idp",
        "backchannelDynamic": True,
    }
    assert {"name": "http-relative-path", "value": "/idp"} in spec["additionalOptions"]
    assert {"name": "log-console-output", "value": "json"} in spec["additionalOptions"]
    assert spec["ingress"] == {"enabled": False}
    assert spec["db"]["url"] == "jdbc:postgresql://isotherm-postgresql:5432/keycloak"
    secret = one(objects, "Secret", "-keycloak-operator")["data"]
    assert set(secret) == {"username", "password", "database-username"}
    assert secret["password"] == one(objects, "Secret", "isotherm-keycloak")["data"]["admin"]
    assert named(objects, "Deployment", "-keycloak") == []


def test_the_operator_gets_the_databases_user_and_resolves_names_as_all_do() -> None:
    values: dict[str, Any] = {
        "keycloak": {**OPERATED["keycloak"], "databaseUser": "people"},
        "postgresql": {"enabled": False, "external": {"host": "db", "existingSecret": "kept"}},
        "networkPolicy": {"dnsCidrs": ["169.254.20.10/32"]},
    }
    objects = render(values, api_versions=[OPERATOR])
    secret = one(objects, "Secret", "-keycloak-operator")["data"]
    assert b64decode(secret["database-username"]) == b"people"
    egress = one(objects, "NetworkPolicy", "-keycloak")["spec"]["egress"]
    assert {"ipBlock": {"cidr": "169.254.20.10/32"}} in [
        peer for rule in egress for peer in rule.get("to", [])
    ]


def test_the_operators_names_are_used_where_it_is_reached() -> None:
    objects = render({**INGRESS, **OPERATED}, api_versions=[OPERATOR])
    paths = one(objects, "Ingress", "-ingress")["spec"]["rules"][0]["http"]["paths"]
    services = {path["path"]: path["backend"]["service"]["name"] for path in paths}
    assert services["/idp/realms/isotherm"] == "isotherm-keycloak-service"
    api = one(objects, "ConfigMap", "-api")["data"]["ISOTHERM_OIDC_INTERNAL_URL"]
    assert api.startswith("http://isotherm-keycloak-service:8080/idp/")
    pods = one(objects, "NetworkPolicy", "-keycloak")["spec"]["podSelector"]["matchLabels"]
    assert pods["app.kubernetes.io/managed-by"] == "keycloak-operator"
    for part in ("api", "frontend", "realm"):
        rules = one(objects, "NetworkPolicy", f"-{part}")["spec"]["egress"]
        peers = [peer for rule in rules for peer in rule.get("to", [])]
        assert {"podSelector": {"matchLabels": pods}} in peers, part


def test_the_realm_is_made_with_the_release_and_again_when_it_differs() -> None:
    job = _job(render(INGRESS))
    first, second = containers(job["spec"]["template"])
    assert first["command"] == ["isotherm-realm", "apply"]
    assert second["command"] == ["isotherm-realm", "administrator"]
    env = _env(first)
    assert env["ISOTHERM_KEYCLOAK_URL"] == "http://isotherm-keycloak:8080/idp"
    assert env["ISOTHERM_KEYCLOAK_ADMIN_REALM"] == "master"
    assert env["ISOTHERM_PUBLIC_URL"] == "https://iso.example.org"
    assert _env(second)["ISOTHERM_ADMINISTRATOR_USERNAME"] == "administrator"
    other = _job(render({"ingress": {"enabled": True, "host": "other.example.org"}}))
    assert other["metadata"]["name"] != job["metadata"]["name"]


@pytest.mark.parametrize("grafana", [True, False])
def test_grafanas_client_is_described_while_there_is_a_grafana(grafana: bool) -> None:
    job = _job(render({"grafana": {"enabled": grafana}}))
    env = _env(job["spec"]["template"]["spec"]["initContainers"][0])
    assert env.get("ISOTHERM_GRAFANA_URL") == ("http://localhost:3000/grafana" if grafana else None)


def test_the_realm_of_a_keycloak_outside_is_made_by_the_client_of_the_values() -> None:
    objects = render({"keycloak": EXTERNAL})
    env = _env(containers(_job(objects)["spec"]["template"])[0])
    assert env["ISOTHERM_KEYCLOAK_URL"] == "https://sso.example.org"
    assert env["ISOTHERM_REALM"] == "plant"
    assert env["ISOTHERM_KEYCLOAK_ADMIN_CLIENT_ID"] == "isotherm-realm"
    secret = env["ISOTHERM_KEYCLOAK_ADMIN_CLIENT_SECRET"]["secretKeyRef"]
    assert secret == {"name": "sso", "key": "client-secret"}
    assert "ISOTHERM_KEYCLOAK_ADMIN_PASSWORD" not in env
    (rule,) = one(objects, "NetworkPolicy", "-realm")["spec"]["egress"]
    assert rule == {"ports": [{"port": 443, "protocol": "TCP"}]}
    assert named(objects, "Deployment", "-keycloak") == []


def test_a_realm_of_somebody_else_is_left_alone() -> None:
    objects = render({"keycloak": EXTERNAL, "realm": {"enabled": False}})
    assert [manifest for manifest in objects if "realm" in manifest["metadata"]["name"]] == []


@pytest.mark.parametrize(
    ("values", "cure"),
    [
        (OPERATED, "--api-versions k8s.keycloak.org/v2alpha1"),
        ({"keycloak": {"enabled": False}}, "set keycloak.external.issuer"),
        (
            {"keycloak": {**EXTERNAL, "external": {"issuer": "https://sso.example.org/realms/x"}}},
            "set keycloak.external.admin",
        ),
        (
            {"keycloak": {**EXTERNAL, "external": {"issuer": "https://sso.example.org/x"}}},
            "has to end in /realms/",
        ),
        ({"keycloak": {"external": EXTERNAL["external"]}}, "keycloak.enabled is on"),
        ({"keycloak": {"resources": {"limits": {"memory": "256Mi"}}}}, "512 MiB or more"),
    ],
)
def test_contradictions_are_refused_with_the_cure(values: Object, cure: str) -> None:
    with pytest.raises(RefusedError, match=cure):
        render(values)
