"""What an object names exists: in the release, or in a Secret that the values name."""

import re

from chart import Object, containers, named
from chart_pods import references, workloads
from chart_profiles import every_profile

EXTERNAL = {"isotherm-app", "isotherm-database", "isotherm-broker", "isotherm-keycloak",
            "isotherm-grafana", "isotherm-logs", "isotherm-database-ca",
            "isotherm-ingress-tls", "isotherm-mosquitto-tls", "registry"}  # fmt: skip
"""Secrets that the profiles name or cert-manager makes."""

OF_OPERATORS = {
    "isotherm-postgresql-rw": {"postgres": 5432},
    "isotherm-keycloak-service": {"http": 8080, "management": 9000},
}
"""Services that operators make of a `Cluster` and a `Keycloak`."""


def _services(profile: str, objects: list[Object]) -> dict[str, dict[str, int]]:
    """Return name and number of the ports of each Service."""
    services = {
        service["metadata"]["name"]: {
            port["name"]: port["port"] for port in service["spec"]["ports"]
        }
        for service in named(objects, "Service")
    }
    return services | (OF_OPERATORS if profile == "operated" else {})


def _keys(manifest: Object) -> set[str]:
    return {
        *manifest.get("data", {}),
        *manifest.get("stringData", {}),
        *manifest.get("binaryData", {}),
    }


def test_pods_refer_to_what_exists() -> None:
    faults = []
    for profile, objects in every_profile():
        held = {
            (manifest["kind"], manifest["metadata"]["name"]): _keys(manifest)
            for manifest in objects
        }
        for workload in workloads(objects):
            for kind, name, key in references(workload.pod):
                keys = held.get((kind, name))
                external = keys is None and kind == "Secret" and name in EXTERNAL
                if not external and (keys is None or (key is not None and key not in keys)):
                    faults.append((profile, workload.name, kind, name, key))

    assert faults == []


def test_existing_secrets_replace_all_generated_ones() -> None:
    for profile, objects in every_profile():
        if profile in ("minimal", "production"):
            assert named(objects, "Secret") == [], profile


def test_generated_secrets_stay_when_the_release_is_removed() -> None:
    """Only what repeats passwords of another Secret, in the form of an operator, may go."""
    for profile, objects in every_profile():
        kept, gone = [], []
        for secret in named(objects, "Secret"):
            if secret["metadata"]["name"].endswith("-alertmanager"):
                continue  # it holds what the values say
            stays = secret["metadata"].get("annotations", {}).get("helm.sh/resource-policy")
            (kept if stays == "keep" else gone).append(secret["data"])
        passwords = {value for data in kept for value in data.values()}
        for data in gone:
            assert {data[key] for key in data if "username" not in key} <= passwords, profile


def test_every_config_map_is_used() -> None:
    for profile, objects in every_profile():
        used = {
            name
            for workload in workloads(objects)
            for kind, name, _ in references(workload.pod)
            if kind == "ConfigMap"
        }
        rendered = {config_map["metadata"]["name"] for config_map in named(objects, "ConfigMap")}
        assert rendered == used, profile


def test_routes_and_scalers_lead_to_what_exists() -> None:
    for profile, objects in every_profile():
        services = _services(profile, objects)
        for ingress in named(objects, "Ingress"):
            for rule in ingress["spec"]["rules"]:
                for path in rule["http"]["paths"]:
                    service = path["backend"]["service"]
                    assert service["port"]["name"] in services[service["name"]], profile
        for route in named(objects, "HTTPRoute"):
            for rule in route["spec"]["rules"]:
                for backend in rule.get("backendRefs", []):
                    assert backend["port"] in services[backend["name"]].values(), profile
        for scaler in named(objects, "HorizontalPodAutoscaler"):
            target = scaler["spec"]["scaleTargetRef"]
            (scaled,) = named(objects, target["kind"], target["name"])
            assert scaled["metadata"]["name"] == target["name"], profile


def test_stateful_sets_name_their_service() -> None:
    for profile, objects in every_profile():
        services = {service["metadata"]["name"] for service in named(objects, "Service")}
        for stateful_set in named(objects, "StatefulSet"):
            assert stateful_set["spec"]["serviceName"] in services, (
                profile,
                stateful_set["metadata"]["name"],
            )


def test_addresses_inside_the_cluster_are_those_of_services() -> None:
    """A host in a ConfigMap or variable that has the release's name has to be a Service."""
    for profile, objects in every_profile():
        services = _services(profile, objects)
        texts = [str(config_map["data"]) for config_map in named(objects, "ConfigMap")]
        for workload in workloads(objects):
            for container in containers(workload.pod):
                texts += [str(variable.get("value", "")) for variable in container.get("env", [])]
        for text in texts:
            for host, port in re.findall(r"[/@\"' ](isotherm-[a-z0-9-]+):(\d+)", text):
                assert int(port) in services.get(host, {}).values(), (profile, host, port)
