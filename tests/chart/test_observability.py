"""Loki, Grafana, Prometheus and Alloy: settings that fit each other and the realm."""

import configparser
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from chart import Object, RefusedError, containers, named, one, pods, render
from chart_dashboards import KINDS, dashboards
from chart_profiles import ALL, OPERATORS
from chart_queries import names_in
from isotherm_dashboards.panels import RUNBOOKS
from isotherm_devstack.host.paths import REPOSITORY
from isotherm_devstack.host.system import require
from isotherm_devstack.host.tools import run

PUBLIC: dict[str, Any] = {"ingress": {"enabled": True, "host": "isotherm.example.org"}}
REALM = REPOSITORY / "libs/shared/src/isotherm/realm/realm.json"


def _everything() -> list[Object]:
    return render(ALL["everything-on"], api_versions=OPERATORS)


def _grafana(values: dict[str, Any]) -> configparser.ConfigParser:
    text = one(render(values), "ConfigMap", "-grafana")["data"]["grafana.ini"]
    settings = configparser.ConfigParser(interpolation=None)
    settings.read_string(text)
    return settings


def _sources(values: dict[str, Any] | Any) -> dict[str, Any]:
    data = one(render(values, api_versions=OPERATORS), "ConfigMap", "-grafana")["data"]
    return {
        source["uid"]: source for source in yaml.safe_load(data["datasources.yaml"])["datasources"]
    }


async def test_promtool_reads_the_rendered_configuration(tmp_path: Path) -> None:
    require("promtool")
    data = one(_everything(), "ConfigMap", "-prometheus")["data"]
    for name, text in data.items():
        (tmp_path / name).write_text(text.replace("/etc/prometheus/", ""))

    said = await run("promtool", "check", "config", tmp_path / "prometheus.yaml")

    assert "rules found" in said


def test_prometheus_finds_the_pods_by_headless_services() -> None:
    objects = _everything()
    config = yaml.safe_load(one(objects, "ConfigMap", "-prometheus")["data"]["prometheus.yaml"])
    templates = pods(objects)
    jobs = {job["job_name"]: job for job in config["scrape_configs"]}

    assert jobs.keys() == {
        "prometheus", "ingest", "worker", "api", "frontend", "mosquitto", "keycloak", "loki",
        "grafana", "alloy", "alertmanager",
    }  # fmt: skip
    for name, job in jobs.items():
        for discovery in job.get("dns_sd_configs", []):
            service = one(objects, "Service", discovery["names"][0])["spec"]
            assert service["clusterIP"] == "None"
            (pod,) = (
                template
                for template in templates.values()
                if service["selector"].items() <= template["metadata"]["labels"].items()
            )
            numbers = [
                port["containerPort"]
                for part in (*pod["spec"].get("initContainers", []), *pod["spec"]["containers"])
                for port in part.get("ports", [])
                if port["name"] == service["ports"][0]["targetPort"]
            ]
            assert numbers == [discovery["port"]], name


def _scraped(objects: list[Object]) -> dict[str, str]:
    """Return the path of each part's metrics, by its job in the bundled Prometheus."""
    config = yaml.safe_load(one(objects, "ConfigMap", "-prometheus")["data"]["prometheus.yaml"])
    return {
        job["job_name"]: job["metrics_path"]
        for job in config["scrape_configs"]
        if "metrics_path" in job
    }


def _ports(pod: Object) -> set[str]:
    return {port["name"] for container in containers(pod) for port in container.get("ports", [])}


def _selected(objects: Iterable[Object], labels: dict[str, str]) -> Object:
    """Return the only object, or pod, that has these labels."""
    (selected,) = (
        candidate
        for candidate in objects
        if labels.items() <= candidate["metadata"]["labels"].items()
    )
    return selected


def test_an_operators_prometheus_scrapes_the_same_pods() -> None:
    objects = _everything()
    monitored = {}
    for monitor in named(objects, "ServiceMonitor"):
        (endpoint,) = monitor["spec"]["endpoints"]
        labels = monitor["spec"]["selector"]["matchLabels"]
        service = _selected(named(objects, "Service"), labels)
        (port,) = service["spec"]["ports"]
        pod = _selected(pods(objects).values(), service["spec"]["selector"])
        assert endpoint["port"] == port["name"]
        assert port["targetPort"] in _ports(pod)
        job = service["metadata"]["labels"][monitor["spec"]["jobLabel"]]
        assert monitor["metadata"]["name"] == f"isotherm-{job}"
        assert monitor["metadata"]["labels"]["release"] == "kube-prometheus-stack"
        monitored[job] = endpoint["path"]

    assert monitored == _scraped(objects)
    assert named(objects, "PodMonitor") == []


def test_pod_monitors_scrape_the_same_without_services() -> None:
    values = {"monitoring": {"operator": {"enabled": True, "kind": "PodMonitor"}}}
    objects = render(values, api_versions=OPERATORS)
    monitored = {}
    for monitor in named(objects, "PodMonitor"):
        (endpoint,) = monitor["spec"]["podMetricsEndpoints"]
        pod = _selected(pods(objects).values(), monitor["spec"]["selector"]["matchLabels"])
        assert endpoint["port"] in _ports(pod)
        monitored[pod["metadata"]["labels"][monitor["spec"]["jobLabel"]]] = endpoint["path"]

    assert monitored == _scraped(render(values | {"prometheus": {"enabled": True}}))
    assert named(objects, "ServiceMonitor") == named(objects, "Service", "-metrics") == []


@pytest.mark.parametrize("kind", ["ServiceMonitor", "PodMonitor"])
def test_without_their_operator_there_are_no_monitors_and_no_rules(kind: str) -> None:
    values = {"monitoring": {"operator": {"enabled": True, "kind": kind}}}
    kinds = {manifest["kind"] for manifest in render(values)}

    assert not kinds & {"ServiceMonitor", "PodMonitor", "PrometheusRule"}
    for version in ("monitoring.coreos.com/v1", f"monitoring.coreos.com/v1/{kind}"):
        kinds = {manifest["kind"] for manifest in render(values, api_versions=[version])}
        assert {kind, "PrometheusRule"} <= kinds
    off = {manifest["kind"] for manifest in render({}, api_versions=OPERATORS)}
    assert not off & {"ServiceMonitor", "PodMonitor", "PrometheusRule"}


def test_rules_are_the_same_for_an_operator_and_name_runbooks() -> None:
    objects = _everything()
    (rule,) = named(objects, "PrometheusRule")
    own = yaml.safe_load(one(objects, "ConfigMap", "-prometheus")["data"]["rules.yaml"])

    watched = json.dumps(rule["spec"])
    assert json.loads(watched.replace('namespace=\\"isotherm\\",', "")) == own
    for group in own["groups"]:
        for alert in group["rules"]:
            assert re.fullmatch(
                r"https://\S+/docs/runbooks/[a-z-]+\.md", alert["annotations"]["runbook_url"]
            )


def test_an_operators_rules_watch_this_namespace_alone() -> None:
    objects = render(ALL["operated"], namespace="north", api_versions=OPERATORS)
    (rule,) = named(objects, "PrometheusRule")

    for group in rule["spec"]["groups"]:
        for alert in group["rules"]:
            names = names_in(alert["expr"])
            assert names or alert["expr"] == "vector(1)"
            selectors = re.findall(r"\{([^}]*)\}", alert["expr"])
            assert len(selectors) >= len(names)
            assert all('namespace="north",' in selector for selector in selectors), alert["alert"]


def test_dashboards_begin_with_the_data_sources_that_are_provisioned() -> None:
    sources = _sources(ALL["everything-on"])
    asked = {
        (variable["current"]["value"], variable["current"]["text"], variable["query"])
        for board in dashboards()
        for variable in board["templating"]["list"]
        if variable["type"] == "datasource"
    }

    assert asked == {(uid, sources[uid]["name"], sources[uid]["type"]) for uid in KINDS}
    assert sources["postgresql"]["secureJsonData"]["password"].startswith("$__env{")


def test_dashboards_are_mounted_whole() -> None:
    held = one(_everything(), "ConfigMap", "-grafana-dashboards")["data"]

    assert [json.loads(text) for text in held.values()] == dashboards()


def test_dashboards_link_the_runbooks_of_the_installation() -> None:
    def links(url: str) -> set[str]:
        values = {"monitoring": {"runbookUrl": url}}
        held = one(render(values), "ConfigMap", "-grafana-dashboards")["data"]
        return {
            link["url"]
            for text in held.values()
            for panel in json.loads(text)["panels"]
            for link in panel.get("links", [])
        }

    own = links('https://wiki.example.org/"runbooks"/')
    assert own == {
        url.replace(RUNBOOKS, 'https://wiki.example.org/"runbooks"') for url in links(RUNBOOKS)
    }
    assert not any("github.com" in url for url in own)


def test_a_data_source_that_is_not_there_is_not_provisioned() -> None:
    assert _sources({}).keys() == {"loki", "postgresql"}
    external = {"loki": {"enabled": False, "external": {"url": "https://loki.example.org/"}}}
    assert _sources(external)["loki"]["url"] == "https://loki.example.org"


def test_grafana_verifies_the_database_as_the_other_parts_do() -> None:
    modes = {
        name: _sources(ALL[name])["postgresql"]["jsonData"]
        for name in ("default", "operated", "production", "verified")
    }

    assert modes["default"]["sslmode"] == "disable"
    assert modes["operated"]["sslmode"] == modes["production"]["sslmode"] == "require"
    assert modes["verified"]["sslmode"] == "verify-full"
    (pod,) = (
        pod for name, pod in pods(render(ALL["verified"])).items() if name.endswith("-grafana")
    )
    mounts = {mount["mountPath"] for mount in pod["spec"]["containers"][0]["volumeMounts"]}
    assert str(Path(modes["verified"]["sslRootCertFile"]).parent) in mounts


def test_only_administrators_of_the_realm_get_into_grafana() -> None:
    settings = _grafana(PUBLIC)
    login = settings["auth.generic_oauth"]

    assert login["role_attribute_path"] == "contains(roles[*], 'admin') && 'GrafanaAdmin' || ''"
    assert login.getboolean("role_attribute_strict")
    assert login.getboolean("use_pkce")
    assert "offline_access" not in login["scopes"]
    assert settings["auth"].getboolean("disable_login_form")
    for section in ("auth.basic", "auth.anonymous"):
        assert not settings[section].getboolean("enabled")
    assert settings["security"].getboolean("cookie_secure")


def test_grafana_speaks_with_keycloak_inside_and_browsers_outside() -> None:
    login = _grafana(PUBLIC)["auth.generic_oauth"]
    inside = "http://isotherm-keycloak:8080/idp/realms/isotherm/protocol/openid-connect"

    assert login["auth_url"] == (
        "https://isotherm.example.org/idp/realms/isotherm/protocol/openid-connect/auth"
    )
    assert login["token_url"] == f"{inside}/token"
    assert login["api_url"] == f"{inside}/userinfo"


@pytest.mark.parametrize("values", [PUBLIC, {}], ids=["public", "local"])
def test_the_realms_client_admits_grafanas_addresses(values: dict[str, Any]) -> None:
    described = json.loads(REALM.read_text())
    (client,) = (
        entry["client"]
        for entry in described["clients"]
        if entry["client"]["clientId"] == "isotherm-grafana"
    )
    settings = _grafana(values)
    root = settings["server"]["root_url"].rstrip("/")
    leaving = parse_qs(urlsplit(settings["auth"]["signout_redirect_url"]).query)

    assert client["redirectUris"] == ["${ISOTHERM_GRAFANA_URL}/login/generic_oauth"]
    after = client["attributes"]["post.logout.redirect.uris"]
    assert leaving["post_logout_redirect_uri"] == [after.replace("${ISOTHERM_GRAFANA_URL}", root)]
    (mapper,) = client["protocolMappers"]
    assert mapper["config"]["claim.name"] == "roles"
    assert mapper["config"]["id.token.claim"] == "true"
    job = one(render(values), "Job", _job_name(values))
    environment = {
        variable["name"]: variable.get("value")
        for part in (
            *job["spec"]["template"]["spec"].get("initContainers", []),
            *job["spec"]["template"]["spec"]["containers"],
        )
        for variable in part["env"]
    }
    assert environment["ISOTHERM_GRAFANA_URL"] == root


def _job_name(values: dict[str, Any]) -> str:
    (job,) = (
        job
        for job in named(render(values), "Job")
        if job["metadata"]["labels"]["app.kubernetes.io/component"] == "realm"
    )
    return str(job["metadata"]["name"])


def test_grafana_is_routed_only_if_it_is_public() -> None:
    def paths(values: dict[str, Any]) -> set[str]:
        ingress = one(render(PUBLIC | values), "Ingress", "-ingress")
        return {path["path"] for path in ingress["spec"]["rules"][0]["http"]["paths"]}

    assert "/grafana" in paths({})
    assert "/grafana" not in paths({"grafana": {"public": False}})
    assert "/grafana" not in paths({"grafana": {"enabled": False}})


def test_loki_keeps_logs_on_its_volume_or_in_s3() -> None:
    def config(values: dict[str, Any]) -> dict[str, Any]:
        text = one(render(values), "ConfigMap", "-loki")["data"]["loki.yaml"]
        assert not re.search(r"\$\{\w+\}", text)
        return dict(yaml.safe_load(text))

    volume = config({})
    bucket = config({"loki": {"retention": "48h", "s3": {"bucket": "logs", "region": "eu"}}})

    assert "filesystem" in volume["common"]["storage"]
    assert bucket["common"]["storage"]["s3"] == {
        "bucketnames": "logs", "region": "eu", "s3forcepathstyle": True, "insecure": False,
    }  # fmt: skip
    for rendered, store in ((volume, "filesystem"), (bucket, "s3")):
        assert rendered["schema_config"]["configs"][0]["object_store"] == store
        assert rendered["compactor"]["delete_request_store"] == store
        assert rendered["compactor"]["retention_enabled"] is True
    assert bucket["limits_config"]["retention_period"] == "48h"


@pytest.mark.parametrize(
    ("endpoint", "insecure", "port"),
    [
        ("", False, 443),
        ("https://minio.storage:9000", False, 9000),
        ("minio.storage:9000", True, 9000),
        ("s3.eu-north-1.amazonaws.com", False, 443),
        ("minio.storage", True, 80),
    ],
)
def test_loki_may_speak_to_the_port_of_its_store(endpoint: str, insecure: bool, port: int) -> None:
    store = {"bucket": "logs", "endpoint": endpoint, "insecure": insecure}
    policy = one(render({"loki": {"s3": store}}), "NetworkPolicy", "-loki")["spec"]
    assert [entry["port"] for rule in policy["egress"] for entry in rule["ports"]] == [port]


def test_alloy_may_read_the_logs_of_this_namespace_alone() -> None:
    role = one(_everything(), "Role", "-alloy")

    assert role["rules"] == [
        {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list", "watch"]},
        {"apiGroups": [""], "resources": ["pods/log"], "verbs": ["get"]},
    ]


def test_alloy_leaves_out_the_parts_that_send_their_own_logs() -> None:
    config = one(_everything(), "ConfigMap", "-alloy")["data"]["config.alloy"]

    assert "component notin (ingest,worker,api)" in config
    assert 'regex         = "keeper"' in config
    assert "instance=isotherm," in config
    assert "http://isotherm-loki:3100/loki/api/v1/push" in config


def test_alloy_without_loki_is_refused_with_the_cure() -> None:
    with pytest.raises(RefusedError, match=r"set loki\.enabled or loki\.external\.url"):
        render({"alloy": {"enabled": True}, "loki": {"enabled": False}})


def test_the_status_page_asks_the_prometheus_that_there_is_and_links_to_grafana() -> None:
    def told(values: dict[str, Any]) -> dict[str, str]:
        return {
            name.removeprefix("ISOTHERM_"): text
            for name, text in one(render(values), "ConfigMap", "-api")["data"].items()
            if name.endswith(("PROMETHEUS_URL", "GRAFANA_URL", "RUNBOOKS_URL"))
        }

    assert told({"grafana": {"enabled": False}}) == {"RUNBOOKS_URL": RUNBOOKS}
    own = {"prometheus": {"enabled": True}, "grafana": {"enabled": True, "public": True}}
    assert told(PUBLIC | own) == {
        "RUNBOOKS_URL": RUNBOOKS,
        "PROMETHEUS_URL": "http://isotherm-prometheus:9090",
        "GRAFANA_URL": "https://isotherm.example.org/grafana",
    }
    external = {"url": "https://prometheus.example.org/main/"}
    given = {
        "prometheus": {"external": external},
        "grafana": {"enabled": True, "public": False},
        "monitoring": {"runbookUrl": "https://wiki.example.org/runbooks/"},
    }
    assert told(PUBLIC | given) == {
        "RUNBOOKS_URL": "https://wiki.example.org/runbooks",
        "PROMETHEUS_URL": "https://prometheus.example.org/main",
    }
