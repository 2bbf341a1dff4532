"""The bundled broker: what Helm renders, and that the real broker starts with it."""

import asyncio
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiomqtt
import pytest
import yaml
from tls_parts import certificate

from chart import Object, RefusedError, containers, named, one, render
from isotherm import __version__
from isotherm.broker.file import Account, credential_for
from isotherm.broker.file import render as render_accounts
from isotherm.names import INGEST_ACCOUNT, READINGS_FILTER
from isotherm_devstack.host.paths import CHART_FILES
from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.host.process import Command
from isotherm_devstack.host.system import mosquitto_plugin, mosquitto_program
from isotherm_devstack.parts.mosquitto import Mosquitto
from isotherm_devstack.parts.part import listens, running

TLS = {"mosquitto": {"tls": {"enabled": True, "existingSecret": "broker-tls"}}}
CERT_MANAGER = "cert-manager.io/v1"
PASSWORD = "a word"  # noqa: S105  of a broker that lives for one test


def _configuration(values: Object) -> str:
    text: str = one(render(values), "ConfigMap", "-mosquitto")["data"]["mosquitto.conf"]
    return text


def _statefulset(values: Object | None = None) -> Object:
    return one(render(values), "StatefulSet", "-mosquitto")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A broker started with a rendered configuration, at this machine's ports and folders."""

    conf: Path
    ports: dict[str, int]
    name: str = "mosquitto"
    may_finish: bool = False

    script: Path | None = None
    """The chart's own start of the broker, if it is to be used."""

    def command(self) -> Command:
        argv: tuple[str, ...] = (mosquitto_program(), "-c", str(self.conf))
        if self.script is not None:
            argv = ("sh", str(self.script), str(self.conf), str(self.conf.parent / "run"))
        return Command(self.name, argv, self.conf.with_suffix(".log"))

    async def is_ready(self) -> bool:
        return all([await listens(LOOPBACK, port) for port in self.ports.values()])


def _here(text: str, folder: Path, **others: str) -> Rendered:
    """Write a rendered configuration with the cluster's ports and paths replaced by those here."""
    ports = {port: free_port() for port in ("1884", "1883", "8883") if f"listener {port}" in text}
    for port, other in ports.items():
        text = text.replace(f"listener {port}\n", f"listener {other} {LOOPBACK}\n")
    places = {
        "/usr/lib/mosquitto_dynamic_security.so": str(mosquitto_plugin()),
        "/mosquitto/data": str(folder),
        **others,
    }
    for place, other_place in places.items():
        assert place in text
        text = text.replace(place, other_place)
    conf = folder / "mosquitto.conf"
    conf.write_text(f"{text}\nuser root\n")
    return Rendered(conf, ports)


async def test_the_real_broker_starts_with_the_rendered_configuration(tmp_path: Path) -> None:
    crt, key = certificate(tmp_path)
    text = _configuration({"mosquitto": {**TLS["mosquitto"], "queue": {"messages": 50_000}}})
    run = "/run/isotherm/tls"
    part = _here(text, tmp_path, **{f"{run}/tls.crt": str(crt), f"{run}/tls.key": str(key)})
    accounts = [
        Account(name, credential_for(PASSWORD)) for name in (INGEST_ACCOUNT, "fridge", "freezer")
    ]
    (tmp_path / "dynamic-security.json").write_text(render_accounts(accounts))
    protocol = aiomqtt.ProtocolVersion.V5
    async with running(part) as process:
        services, devices = part.ports["1884"], part.ports["1883"]
        async with (
            aiomqtt.Client(
                LOOPBACK, services, username=INGEST_ACCOUNT, password=PASSWORD, protocol=protocol
            ) as ingest,
            aiomqtt.Client(
                LOOPBACK, devices, username="fridge", password=PASSWORD, protocol=protocol
            ) as fridge,
        ):
            await ingest.subscribe(READINGS_FILTER, qos=1)
            await fridge.publish("sensors/fridge/temperature", "4.5", qos=1)
            message = await anext(aiter(ingest.messages))
            assert message.payload == b"4.5"
    assert process.returncode == 0
    assert (tmp_path / "mosquitto.db").exists()


async def test_its_start_finds_the_plugin_of_another_image_and_copies_the_configuration(
    tmp_path: Path,
) -> None:
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    data = one(render(), "ConfigMap", "-mosquitto")["data"]
    for name in ("mosquitto-run.sh", "mosquitto-start.sh"):
        (scripts / name).write_text(data[name])
    elsewhere = f"/nowhere/{mosquitto_plugin().name}"
    part = _here(data["mosquitto.conf"], tmp_path, **{str(mosquitto_plugin()): elsewhere})
    (tmp_path / "dynamic-security.json").write_text(render_accounts([]))
    run = tmp_path / "run"
    run.mkdir()
    async with asyncio.TaskGroup() as group:
        group.create_task(_keep(run), name="keeper")
        async with running(replace(part, script=scripts / "mosquitto-run.sh")):
            pass
    started = (run / "mosquitto.conf").read_text()
    assert f"plugin {mosquitto_plugin()}\n" in started
    assert started.replace(str(mosquitto_plugin()), elsewhere) == part.conf.read_text()


async def _keep(run: Path) -> None:
    """Let the first start go, as the keeper does."""
    request = run / "request"
    async with asyncio.timeout(60):
        while not request.exists():  # noqa: ASYNC110  what the script does sets no event
            await asyncio.sleep(0.05)
    shutil.copy(request, run / "grant")


def test_a_start_without_the_plugin_says_what_to_set(tmp_path: Path) -> None:
    conf = tmp_path / "mosquitto.conf"
    conf.write_text("plugin /nowhere/missing.so\n")
    argv = ["sh", str(CHART_FILES / "mosquitto-run.sh"), str(conf), str(tmp_path)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)  # noqa: S603  the chart's own script
    assert done.returncode == 1
    assert "set mosquitto.plugin" in done.stderr


def test_it_is_the_configuration_of_the_local_stack(tmp_path: Path) -> None:
    local = Mosquitto(tmp_path, 1884, 1883, tmp_path / "log").configuration()
    here = {
        str(mosquitto_plugin()): "/usr/lib/mosquitto_dynamic_security.so",
        str(tmp_path): "/mosquitto/data",
        f" {LOOPBACK}": "",
    }
    for place, other in here.items():
        local = local.replace(place, other)
    queue = {"messages": 2_000_000, "size": "1Gi"}
    resources = {"limits": {"memory": "2Gi"}}
    values = {"queue": queue, "resources": resources, "persistence": {"size": "8Gi"}}
    rendered = _configuration({"mosquitto": values})
    assert rendered.split() == local.removesuffix("\nuser root\n").split()


def test_keeper_is_a_sidecar_that_sees_the_brokers_process_and_files() -> None:
    spec = _statefulset(TLS)["spec"]["template"]["spec"]
    (keeper,) = spec["initContainers"]
    (broker,) = spec["containers"]
    assert (keeper["name"], keeper["restartPolicy"]) == ("keeper", "Always")
    assert keeper["image"] == f"ghcr.io/isotherm/worker:{__version__}"
    # its readiness is the pod's: devices are led to a broker that keeps what they publish
    assert keeper["command"][2:4] == ["--services", "1884"]
    assert keeper["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert spec["shareProcessNamespace"] is True
    assert spec["securityContext"]["runAsUser"] == 1883
    shared = {mount["name"] for mount in keeper["volumeMounts"]} & {
        mount["name"] for mount in broker["volumeMounts"]
    }
    assert {"data", "run"} <= shared
    # only keeper reads the Secret of the certificate: the broker is given a copy
    tls = [
        container["name"] for container in containers({"spec": spec}) if _mounts(container, "tls")
    ]
    assert tls == ["keeper"]
    secrets = {entry["name"]: entry for entry in keeper["env"] if "valueFrom" in entry}
    assert {"PGPASSWORD", "ISOTHERM_MQTT_ADMIN_PASSWORD"} <= set(secrets)


def _mounts(container: Object, volume: str) -> bool:
    return any(mount["name"] == volume for mount in container["volumeMounts"])


def test_its_volume_outlives_the_release_and_carries_no_version() -> None:
    spec = _statefulset()["spec"]
    assert spec["persistentVolumeClaimRetentionPolicy"]["whenDeleted"] == "Retain"
    (claim,) = spec["volumeClaimTemplates"]
    assert not {"helm.sh/chart", "app.kubernetes.io/version"} & set(claim["metadata"]["labels"])


def test_an_existing_claim_replaces_the_template() -> None:
    spec = _statefulset({"mosquitto": {"persistence": {"existingClaim": "mine"}}})["spec"]
    assert "volumeClaimTemplates" not in spec
    volumes = {volume["name"]: volume for volume in spec["template"]["spec"]["volumes"]}
    assert volumes["data"]["persistentVolumeClaim"] == {"claimName": "mine"}


@pytest.mark.parametrize("kind", ["LoadBalancer", "NodePort"])
def test_devices_keep_their_addresses(kind: str) -> None:
    service = {"type": kind, "nodePorts": {"devicesTls": 30883}, "annotations": {"a": "b"}}
    objects = render({"mosquitto": {**TLS["mosquitto"], "service": service}})
    devices = one(objects, "Service", "-mosquitto-devices")
    assert devices["spec"]["type"] == kind
    assert devices["spec"]["externalTrafficPolicy"] == "Local"
    assert devices["metadata"]["annotations"] == {"a": "b"}
    ports = {port["name"]: port for port in devices["spec"]["ports"]}
    assert ports["devices"]["port"] == 1883
    assert ports["devices-tls"]["nodePort"] == 30883


def test_a_cluster_address_has_no_policy_of_outside_traffic() -> None:
    devices = one(render(), "Service", "-mosquitto-devices")
    assert "externalTrafficPolicy" not in devices["spec"]


def test_services_reach_it_before_it_is_ready_for_devices() -> None:
    objects = render()
    assert one(objects, "Service", "-mosquitto")["spec"]["publishNotReadyAddresses"] is True
    assert "publishNotReadyAddresses" not in one(objects, "Service", "-devices")["spec"]


def test_without_the_plain_listener_only_tls_is_reachable() -> None:
    objects = render({"mosquitto": {**TLS["mosquitto"], "service": {"plain": False}}})
    ports = one(objects, "Service", "-mosquitto-devices")["spec"]["ports"]
    assert [port["name"] for port in ports] == ["devices-tls"]
    open_to_all = [
        {port["port"] for port in rule["ports"]}
        for rule in one(objects, "NetworkPolicy", "-mosquitto")["spec"]["ingress"]
        if "from" not in rule
    ]
    assert open_to_all == [{8883}]


def test_devices_may_come_only_from_where_the_values_say() -> None:
    peer = {"ipBlock": {"cidr": "10.1.0.0/16"}}
    policy = one(render({"networkPolicy": {"devicesFrom": [peer]}}), "NetworkPolicy", "-mosquitto")
    assert all("from" in rule for rule in policy["spec"]["ingress"])
    assert {"from": [peer], "ports": [{"port": 1883, "protocol": "TCP"}]} in policy["spec"][
        "ingress"
    ]


def test_cert_manager_makes_the_certificate_that_is_mounted() -> None:
    certificate_values = {"enabled": True, "issuerRef": {"name": "ca", "kind": "ClusterIssuer"}}
    tls = {"enabled": True, "certificate": certificate_values}
    values = {"mosquitto": {"tls": tls, "public": {"host": "mqtt.example.org"}}}
    objects = render(values, api_versions=[CERT_MANAGER])
    requested = one(objects, "Certificate", "-mosquitto")["spec"]
    assert requested["dnsNames"] == ["mqtt.example.org"]
    spec = one(objects, "StatefulSet", "-mosquitto")["spec"]["template"]["spec"]
    volumes = {volume["name"]: volume for volume in spec["volumes"]}
    assert volumes["tls"]["secret"]["secretName"] == requested["secretName"]
    api = one(objects, "ConfigMap", "-api")["data"]
    assert api["ISOTHERM_MQTT_PUBLIC_TLS_PORT"] == "8883"


def test_another_configuration_or_password_rolls_the_pod() -> None:
    def annotations(values: Object) -> Any:
        return _statefulset(values)["spec"]["template"]["metadata"]["annotations"]

    same = {"mosquitto": {"existingSecret": "given"}}
    other = {"mosquitto": {"existingSecret": "given", "queue": {"messages": 5_000}}}
    assert annotations(same) == annotations(same)
    assert annotations(same)["checksum/config"] != annotations(other)["checksum/config"]


@pytest.mark.parametrize(
    ("values", "cure"),
    [
        ({"tls": {"enabled": True}}, "set mosquitto.tls.existingSecret"),
        ({"tls": {"existingSecret": "x"}}, "mosquitto.tls.enabled is off"),
        ({"service": {"plain": False}}, "no device could connect"),
        (
            {
                "tls": {
                    "enabled": True,
                    "certificate": {"enabled": True, "issuerRef": {"name": "x"}},
                }
            },
            "set mosquitto.public.host",
        ),
        ({"queue": {"messages": 5_000_000}}, "raise limits.memory"),
        ({"persistence": {"size": "1Gi"}}, "raise mosquitto.persistence.size"),
        ({"extraConfiguration": "acl_file /tmp/acl"}, "must not give rights"),
        ({"extraConfiguration": "listener 1885"}, "repeats what the chart sets"),
        ({"external": {"host": "mqtt.example.org"}}, "mosquitto.enabled is on"),
        (
            {
                "tls": {
                    "enabled": True,
                    "certificate": {"enabled": True, "issuerRef": {"name": "x"}},
                }
            },
            "--api-versions cert-manager.io/v1",
        ),
    ],
)
def test_contradictions_are_refused_with_the_cure(values: Object, cure: str) -> None:
    with pytest.raises(RefusedError, match=cure):
        render({"mosquitto": values})


def test_a_broker_outside_leaves_nothing_behind() -> None:
    external = {"host": "mqtt.example.org", "existingSecret": "broker", "port": 8883, "tls": True}
    objects = render({"mosquitto": {"enabled": False, "external": external}})
    assert [
        manifest["kind"] for manifest in objects if "mosquitto" in manifest["metadata"]["name"]
    ] == []


def test_its_passwords_are_in_no_configmap() -> None:
    objects = render()
    data = one(objects, "Secret", "-mosquitto")["data"]
    assert set(data) == {"ingest", "worker", "admin"}
    for config_map in named(objects, "ConfigMap"):
        text = yaml.safe_dump(config_map)
        assert not any(value in text for value in data.values())


def test_another_password_of_keepers_login_rolls_the_pod() -> None:
    def checksum(database: dict[str, Any]) -> str:
        values = {"mosquitto": {"existingSecret": "kept"}, "postgresql": database}
        annotations = _statefulset(values)["spec"]["template"]["metadata"]["annotations"]
        return str(annotations["checksum/secrets"])

    # keeper has it from its environment, and reads the accounts before each start of the broker
    assert checksum({"existingSecret": "kept"}) == checksum({"existingSecret": "other"})
    assert checksum({"existingSecret": "kept"}) != checksum({})
