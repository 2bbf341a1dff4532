"""The pods of our own parts: what they run, what they are told, and how they start and stop."""

from typing import Any

import pytest

from chart import Object, containers, named, one, pods, render
from isotherm.process.settings import environment_names
from isotherm_api.settings import ApiSettings
from isotherm_ingest.settings import IngestSettings
from isotherm_worker.settings import WorkerSettings

WORKLOADS = {
    "ingest": "StatefulSet",
    "worker": "Deployment",
    "api": "Deployment",
    "frontend": "Deployment",
}
SETTINGS = {"ingest": IngestSettings, "worker": WorkerSettings, "api": ApiSettings}
# left out where they have no meaning: the bundled broker has no TLS between parts
WITHOUT = {"ISOTHERM_MQTT_TLS", "ISOTHERM_MQTT_CA", "ISOTHERM_MQTT_PUBLIC_CA"}
# whose default is another one in a cluster: ports between pods, the volume, endpoints that lag
OTHERWISE = {
    "ISOTHERM_MQTT_PORT", "ISOTHERM_DATABASE_VOLUME_BYTES",
    "ISOTHERM_STOP_DELAY_S", "ISOTHERM_STOP_GRACE_S",
}  # fmt: skip
EVERYTHING: dict[str, Any] = {
    "telemetry": {"otlpEndpoint": "http://collector.monitoring:4318"},
    "loki": {"enabled": True},
    "prometheus": {"enabled": True},
    "ingress": {"enabled": True, "host": "isotherm.example.org"},
    "monitoring": {"pagesCertificate": {"enabled": True}},
    "mosquitto": {
        "public": {"tlsPort": 8883, "ca": "an authority"},
        "tls": {"enabled": True, "existingSecret": "isotherm-mosquitto-tls"},
    },
}


def _pod(objects: list[Object], part: str) -> Object:
    return pods(objects)[f"{WORKLOADS[part]}/isotherm-{part}"]


def _told(objects: list[Object], part: str) -> set[str]:
    """The names of all that a part's container has in its environment."""
    main = _pod(objects, part)["spec"]["containers"][0]
    names = {entry["name"] for entry in main["env"]}
    for source in main["envFrom"]:
        names |= set(one(objects, "ConfigMap", source["configMapRef"]["name"])["data"])
    return names


@pytest.mark.parametrize("part", SETTINGS)
def test_every_setting_of_a_part_has_a_home_in_the_chart(part: str) -> None:
    told = _told(render(EVERYTHING), part)
    missing = set(environment_names(SETTINGS[part])) - WITHOUT - told
    assert not missing, (
        f"add {', '.join(sorted(missing))} to charts/isotherm/templates/{part}/configmap.yaml and"
        " its value to charts/isotherm/values.yaml, or to WITHOUT here if a cluster needs none"
    )


@pytest.mark.parametrize("part", SETTINGS)
def test_a_value_and_its_setting_have_the_same_default(part: str) -> None:
    data = one(render(), "ConfigMap", f"-{part}")["data"]
    for name, field in SETTINGS[part].model_fields.items():
        variable = f"ISOTHERM_{name.upper()}"
        if variable not in data or variable in OTHERWISE or isinstance(field.default, bool):
            continue
        if isinstance(field.default, int | float):
            assert float(data[variable]) == field.default, (
                f"{variable} is {data[variable]} by charts/isotherm/values.yaml, {field.default} by"
                f" {SETTINGS[part].__module__}: change one of them, or add it to OTHERWISE here"
            )


@pytest.mark.parametrize("part", WORKLOADS)
def test_no_part_is_told_what_it_does_not_read(part: str) -> None:
    told = {name for name in _told(render(EVERYTHING), part) if name.startswith("ISOTHERM_")}
    if part == "frontend":
        assert told == {
            "ISOTHERM_API_URL", "ISOTHERM_PUBLIC_URL", "ISOTHERM_OIDC_ISSUER",
            "ISOTHERM_OIDC_INTERNAL_URL", "ISOTHERM_OIDC_CLIENT_ID", "ISOTHERM_OIDC_CLIENT_SECRET",
            "ISOTHERM_SESSION_SECRET", "ISOTHERM_INSTANCE", "ISOTHERM_LOG_LEVEL",
            "ISOTHERM_MANAGEMENT_PORT", "ISOTHERM_MANAGEMENT_HOST", "ISOTHERM_STOP_DELAY_S",
            "ISOTHERM_STOP_GRACE_S", "ISOTHERM_OTLP_ENDPOINT", "ISOTHERM_TRACE_RATIO",
        }  # fmt: skip
    else:
        unread = told - set(environment_names(SETTINGS[part]))
        assert not unread, (
            f"{part} reads no {', '.join(sorted(unread))}: add it to {SETTINGS[part].__module__},"
            f" or remove it from charts/isotherm/templates/{part}/configmap.yaml"
        )


@pytest.mark.parametrize("part", ["ingest", "worker", "api"])
def test_large_numbers_are_written_out(part: str) -> None:
    data = one(render(), "ConfigMap", f"-{part}")["data"]
    assert [name for name, text in data.items() if "e+" in text] == []


@pytest.mark.parametrize("part", WORKLOADS)
def test_services_of_the_namespace_do_not_become_settings(part: str) -> None:
    """A Service `isotherm-api` would become ISOTHERM_API_PORT=tcp://… in every pod."""
    assert _pod(render(), part)["spec"]["enableServiceLinks"] is False


def test_pods_wait_for_the_schema_with_the_login_they_will_use() -> None:
    objects = render()
    for part in ("ingest", "worker", "api"):
        pod = _pod(objects, part)["spec"]
        (wait,) = [container for container in pod["initContainers"] if container["name"] == "wait"]
        main = pod["containers"][0]
        assert wait["command"] == ["isotherm-wait", "schema"]
        assert wait["image"] == main["image"]
        password = [variable for variable in main["env"] if variable["name"] == "PGPASSWORD"]
        assert password == [
            variable for variable in wait["env"] if variable["name"] == "PGPASSWORD"
        ]
        url = one(objects, "ConfigMap", f"-{part}")["data"]["ISOTHERM_DATABASE_URL"]
        assert url == f"postgresql://isotherm_{part}_login@isotherm-postgresql:5432/isotherm"


def test_only_ingest_has_a_token_and_may_only_get_its_own_statefulset() -> None:
    objects = render()
    own = {f"{kind}/isotherm-{part}": part for part, kind in WORKLOADS.items()}
    with_token = [
        own[name]
        for name, pod in pods(objects).items()
        if name in own and pod["spec"]["automountServiceAccountToken"]
    ]
    assert with_token == ["ingest"]
    assert one(objects, "Role", "-ingest")["rules"] == [
        {
            "apiGroups": ["apps"],
            "resources": ["statefulsets"],
            "resourceNames": ["isotherm-ingest"],
            "verbs": ["get"],
        }
    ]
    (subject,) = one(objects, "RoleBinding", "-ingest")["subjects"]
    account = _pod(objects, "ingest")["spec"]["serviceAccountName"]
    assert (subject["name"], subject["namespace"]) == (account, "isotherm")


def test_ingest_leaves_before_it_stops_and_has_time_for_it() -> None:
    objects = render()
    statefulset = one(objects, "StatefulSet", "-ingest")["spec"]
    pod = statefulset["template"]["spec"]
    hook = pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"]
    assert hook[:2] == ["isotherm-ingest", "leave"]
    grace = int(one(objects, "ConfigMap", "-ingest")["data"]["ISOTHERM_STOP_GRACE_S"])
    assert hook[2] == "--timeout"
    timeout = int(hook[3])
    assert timeout > 0
    assert timeout + grace < pod["terminationGracePeriodSeconds"]
    assert statefulset["podManagementPolicy"] == "Parallel"
    assert "volumeClaimTemplates" not in statefulset
    assert one(objects, "Service", statefulset["serviceName"])["spec"]["clusterIP"] == "None"


@pytest.mark.parametrize("part", ["api", "frontend"])
def test_a_stop_goes_on_serving_and_leaves_time_to_finish(part: str) -> None:
    objects = render({part: {"stopDelaySeconds": 30, "stopGraceSeconds": 60}})
    settings = one(objects, "ConfigMap", f"-{part}")["data"]
    assert settings["ISOTHERM_STOP_DELAY_S"] == "30"
    assert settings["ISOTHERM_STOP_GRACE_S"] == "60"
    assert _pod(objects, part)["spec"]["terminationGracePeriodSeconds"] >= 30 + 5 + 60


@pytest.mark.parametrize("part", ["worker", "api", "frontend"])
def test_a_rollout_takes_no_pod_away_before_another_is_ready(part: str) -> None:
    spec = one(render(), "Deployment", f"-{part}")["spec"]
    assert spec["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert spec["minReadySeconds"] > 0


@pytest.mark.parametrize("part", ["ingest", "api", "frontend"])
def test_an_autoscaler_alone_sets_the_number_of_pods(part: str) -> None:
    scaling: dict[str, Any] = {"enabled": True, "minReplicas": 2, "maxReplicas": 5}
    if part == "ingest":
        scaling["metric"] = {"name": "isotherm_queued_messages"}
    objects = render({part: {"autoscaling": scaling}})
    assert "replicas" not in one(objects, WORKLOADS[part], f"-{part}")["spec"]
    autoscaler = one(objects, "HorizontalPodAutoscaler", f"-{part}")["spec"]
    assert autoscaler["scaleTargetRef"]["name"] == f"isotherm-{part}"
    assert autoscaler["scaleTargetRef"]["kind"] == WORKLOADS[part]
    assert (autoscaler["minReplicas"], autoscaler["maxReplicas"]) == (2, 5)
    assert not named(render(), "HorizontalPodAutoscaler")


def test_ingest_scales_by_messages_that_wait_and_down_slowly() -> None:
    metric = {"name": "queued", "selector": {"namespace": "isotherm"}, "messagesPerPod": 5_000_000}
    objects = render({"ingest": {"autoscaling": {"enabled": True, "metric": metric}}})
    autoscaler = one(objects, "HorizontalPodAutoscaler", "-ingest")["spec"]
    external = autoscaler["metrics"][0]["external"]
    assert external["metric"]["name"] == "queued"
    assert external["metric"]["selector"]["matchLabels"] == {"namespace": "isotherm"}
    assert external["target"] == {"type": "AverageValue", "averageValue": "5000000"}
    assert autoscaler["behavior"]["scaleDown"]["policies"][0]["value"] == 1


def test_requests_of_our_own_parts_are_small() -> None:
    objects = render()
    total = 0
    for part in WORKLOADS:
        for container in _pod(objects, part)["spec"]["containers"]:
            memory = container["resources"]["requests"]["memory"]
            assert memory.endswith("Mi")
            total += int(memory.removesuffix("Mi"))
    assert total <= 640


@pytest.mark.parametrize("part", WORKLOADS)
def test_a_changed_setting_or_password_rolls_the_pods(part: str) -> None:
    def sums(values: dict[str, Any]) -> Object:
        annotations = _pod(render(values), part)["metadata"]["annotations"]
        return {key: text for key, text in annotations.items() if key.startswith("checksum/")}

    kept = {
        "existingSecret": "kept",
        "postgresql": {"existingSecret": "kept"},
        "mosquitto": {"existingSecret": "kept"},
    }
    assert sums(kept) == sums(kept)
    assert sums(kept)["checksum/config"] != sums(kept | {"logLevel": "debug"})["checksum/config"]
    assert sums(kept)["checksum/secrets"] != sums({})["checksum/secrets"]


def test_what_stores_readings_comes_before_the_rest() -> None:
    objects = render(namespace="cold")
    priority = one(objects, "PriorityClass", "")["metadata"]["name"]
    assert priority == "isotherm.cold.isotherm"
    spec = _pod(objects, "ingest")["spec"]
    assert spec["priorityClassName"] == priority
    given = render({"priorityClass": {"name": "high"}})
    assert not named(given, "PriorityClass")
    assert _pod(given, "ingest")["spec"]["priorityClassName"] == "high"
    none = render({"priorityClass": {"create": False}})
    assert "priorityClassName" not in _pod(none, "ingest")["spec"]


def test_the_priority_of_a_release_is_named_like_that_of_no_other() -> None:
    first = one(render(namespace="a", name="b-isotherm"), "PriorityClass", "")
    second = one(render(namespace="a-b", name="isotherm"), "PriorityClass", "")
    assert first["metadata"]["name"] != second["metadata"]["name"]
    # Kubernetes keeps names that begin with `system-` for itself
    reserved = one(render(namespace="system-x"), "PriorityClass", "")["metadata"]["name"]
    assert not reserved.startswith("system-")


def test_the_frontend_listens_to_all_and_caches_in_a_volume() -> None:
    pod = _pod(render(), "frontend")["spec"]
    (main,) = pod["containers"]
    assert {"name": "HOSTNAME", "value": "0.0.0.0"} in main["env"]  # noqa: S104  in a pod
    mounts = {mount["mountPath"] for mount in main["volumeMounts"]}
    assert {"/tmp", "/opt/isotherm/.next/cache"} <= mounts  # noqa: S108  the pod's own


def test_no_password_stands_in_a_configmap_or_an_address() -> None:
    objects = render({"publicUrl": "https://isotherm.example.org"})
    for part in SETTINGS:
        for name, text in one(objects, "ConfigMap", f"-{part}")["data"].items():
            assert "PASSWORD" not in name
            assert "SECRET" not in name
            assert ":@" not in text
    for part in WORKLOADS:
        for container in containers(_pod(objects, part)):
            for entry in container["env"]:
                if "PASSWORD" in entry["name"] or "SECRET" in entry["name"]:
                    assert "secretKeyRef" in entry["valueFrom"]


def test_an_own_image_and_further_environment_can_be_given() -> None:
    values = {
        "image": {"registry": "registry.example.org/isotherm", "tag": "1.2.3"},
        "api": {
            "image": {"repository": "elsewhere/api", "tag": "sha256:" + "a" * 64},
            "extraEnv": [{"name": "ISOTHERM_LOG_LEVEL", "value": "debug"}],
        },
    }
    objects = render(values)
    api = _pod(objects, "api")["spec"]["containers"][0]
    assert api["image"] == "elsewhere/api@sha256:" + "a" * 64
    assert api["env"][-1] == {"name": "ISOTHERM_LOG_LEVEL", "value": "debug"}
    worker = _pod(objects, "worker")["spec"]["containers"][0]
    assert worker["image"] == "registry.example.org/isotherm/worker:1.2.3"


@pytest.mark.parametrize("part", WORKLOADS)
def test_an_authority_of_ones_own_can_be_mounted(part: str) -> None:
    volume = {"name": "authority", "secret": {"secretName": "mine"}}
    mount = {"name": "authority", "mountPath": "/etc/authority"}
    pod = _pod(render({part: {"extraVolumes": [volume], "extraVolumeMounts": [mount]}}), part)
    assert volume in pod["spec"]["volumes"]
    assert mount in pod["spec"]["containers"][0]["volumeMounts"]
