"""The bundled database: what Helm renders, and that the real one starts with it."""

from pathlib import Path
from typing import Any

import asyncpg
import pytest

from chart import Object, RefusedError, containers, named, one, pods, render
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.parts.part import running
from isotherm_devstack.parts.postgres import Postgres

CNPG = "postgresql.cnpg.io/v1"
OPERATED = {"postgresql": {"cloudnativepg": {"enabled": True}}}
EXTERNAL = {"host": "db.example.org", "existingSecret": "logins"}


def _configuration(values: Object | None = None) -> str:
    text: str = one(render(values), "ConfigMap", "-postgresql")["data"]["postgresql.conf"]
    return text


def _settings(text: str) -> dict[str, str]:
    pairs = [line.split(" = ", 1) for line in text.splitlines() if " = " in line]
    return {name: setting.strip("'") for name, setting in pairs if not name.startswith("#")}


def _with_memory(memory: str) -> Object:
    return {"postgresql": {"resources": {"limits": {"memory": memory}}}}


def test_numbers_of_the_values_are_written_as_they_are() -> None:
    parameters = {"autovacuum_freeze_max_age": 200_000_000, "random_page_cost": 1.1, "jit": False}
    settings = _settings(_configuration({"postgresql": {"parameters": parameters}}))
    assert settings["autovacuum_freeze_max_age"] == "200000000"
    assert settings["random_page_cost"] == "1.1"
    assert settings["jit"] == "false"


@pytest.mark.parametrize("memory", ["256Mi", "1Gi", "16Gi"])
async def test_the_real_database_starts_with_the_rendered_settings(
    tmp_path: Path, memory: str
) -> None:
    values = _with_memory(memory)
    values["postgresql"]["parameters"] = {
        "log_min_duration_statement": "1s",
        "track_io_timing": True,
    }
    server = Postgres(tmp_path, free_port(), "superuser", tmp_path / "log")
    await server.prepare()
    server.conf.write_text(_configuration(values))
    async with running(server):
        connection = await asyncpg.connect(server.dsn())
        rows = await connection.fetch("SELECT name, applied, error FROM pg_file_settings")
        timing = await connection.fetchval("SHOW track_io_timing")
        await connection.close()
    assert [dict(row) for row in rows if row["error"] or not row["applied"]] == []
    assert {row["name"] for row in rows} == set(_settings(_configuration(values)))
    assert timing == "on"


async def test_its_rules_of_access_let_nobody_in_without_a_password(tmp_path: Path) -> None:
    rules = one(render(), "ConfigMap", "-postgresql")["data"]["pg_hba.conf"]
    server = Postgres(tmp_path, free_port(), "superuser", tmp_path / "log", durable=False)
    await server.prepare()
    (tmp_path / "data" / "pg_hba.conf").write_text(rules)
    async with running(server):
        connection = await asyncpg.connect(server.dsn())
        methods = await connection.fetch("SELECT type, auth_method, error FROM pg_hba_file_rules")
        await connection.close()
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(server.dsn().replace(":superuser@", ":wrong@"))
    assert {(row["type"], row["auth_method"], row["error"]) for row in methods} == {
        ("local", "scram-sha-256", None),
        ("host", "scram-sha-256", None),
    }


@pytest.mark.parametrize(
    ("memory", "buffers", "cache"),
    [("1Gi", "256MB", "640MB"), ("4Gi", "1024MB", "2560MB"), ("2G", "476MB", "1191MB")],
)
def test_memory_of_the_container_becomes_that_of_the_database(
    memory: str, buffers: str, cache: str
) -> None:
    settings = _settings(_configuration(_with_memory(memory)))
    assert settings["shared_buffers"] == buffers
    assert settings["effective_cache_size"] == cache


def test_connections_suffice_for_all_pools_and_stay_while_a_part_scales_a_little() -> None:
    def most(api: int) -> int:
        return int(_settings(_configuration({"api": {"replicas": api}}))["max_connections"])

    assert most(1) == most(2)
    assert most(20) >= 20 * 13 * 2


def test_data_is_in_a_folder_of_the_volume_that_no_image_claims() -> None:
    spec = one(render(), "StatefulSet", "-postgresql")["spec"]["template"]["spec"]
    for container in containers({"spec": spec}):
        env = {entry["name"]: entry.get("value") for entry in container["env"]}
        mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
        assert env["PGDATA"] == f"{mounts['data']}/pgdata"
        # declared as volumes by the images before 18, and of 18
        assert not mounts["data"].startswith("/var/lib/postgresql")
        assert env["POSTGRES_PASSWORD_FILE"].startswith(mounts["password"])


def test_probes_ask_by_tcp_as_the_parts_connect() -> None:
    (container,) = one(render(), "StatefulSet", "-postgresql")["spec"]["template"]["spec"][
        "containers"
    ]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        command = " ".join(container[probe]["exec"]["command"])
        assert "--host=127.0.0.1" in command
        assert "--username=postgres" in command


def test_it_shuts_down_fast_and_has_time_for_it() -> None:
    spec = one(render(), "StatefulSet", "-postgresql")["spec"]["template"]["spec"]
    command = spec["containers"][0]["lifecycle"]["preStop"]["exec"]["command"]
    assert "--mode=fast" in command
    assert spec["terminationGracePeriodSeconds"] >= 60


def test_only_the_parts_that_use_it_may_connect_and_it_asks_nobody() -> None:
    objects = render()
    policy = one(objects, "NetworkPolicy", "-postgresql")["spec"]
    assert policy["egress"] == []
    (rule,) = policy["ingress"]
    component = "app.kubernetes.io/component"
    allowed = {peer["podSelector"]["matchLabels"][component] for peer in rule["from"]}
    assert rule["ports"] == [{"port": 5432, "protocol": "TCP"}]
    users = _users(objects)
    assert users <= allowed
    assert "frontend" not in allowed


def _users(objects: list[Object]) -> set[str]:
    """Return the components whose containers are given a password of the database."""
    users = set()
    for template in pods(objects).values():
        for container in containers(template):
            for entry in container.get("env", []):
                secret = entry.get("valueFrom", {}).get("secretKeyRef", {})
                if str(secret.get("name")).endswith("-postgresql"):
                    users.add(template["metadata"]["labels"]["app.kubernetes.io/component"])
    return users


def test_an_operators_cluster_has_the_same_settings() -> None:
    objects = render(OPERATED, api_versions=[CNPG])
    cluster = one(objects, "Cluster", "-postgresql")["spec"]
    assert cluster["postgresql"]["parameters"] == _settings(_configuration())
    assert cluster["instances"] == 3
    assert cluster["enableSuperuserAccess"] is True
    secret = next(
        secret
        for secret in named(objects, "Secret")
        if secret["metadata"]["name"] == cluster["superuserSecret"]["name"]
    )
    assert secret["type"] == "kubernetes.io/basic-auth"
    # the same password as that with which the roles are made
    generated = one(objects, "Secret", "isotherm-postgresql")
    assert secret["data"]["password"] == generated["data"]["postgres"]
    assert named(objects, "StatefulSet", "-postgresql") == []


def test_parts_reach_the_operators_cluster_and_its_instances_each_other() -> None:
    objects = render(OPERATED, api_versions=[CNPG])
    url = one(objects, "ConfigMap", "-api")["data"]["ISOTHERM_DATABASE_URL"]
    assert url == "postgresql://isotherm_api_login@isotherm-postgresql-rw:5432/isotherm"
    policy = one(objects, "NetworkPolicy", "-postgresql")["spec"]
    assert policy["podSelector"]["matchLabels"] == {"cnpg.io/cluster": "isotherm-postgresql"}
    assert policy["policyTypes"] == ["Ingress"]
    to = one(objects, "NetworkPolicy", "-api")["spec"]["egress"]
    assert any(
        peer.get("podSelector", {}).get("matchLabels") == policy["podSelector"]["matchLabels"]
        for rule in to
        for peer in rule.get("to", [])
    )


def test_further_parts_of_the_clusters_spec_have_precedence() -> None:
    spec = {"backup": {"retentionPolicy": "30d"}, "storage": {"size": "100Gi"}}
    values = {"postgresql": {"cloudnativepg": {"enabled": True, "instances": 2, "spec": spec}}}
    cluster = one(render(values, api_versions=[CNPG]), "Cluster", "-postgresql")["spec"]
    assert cluster["backup"] == spec["backup"]
    assert cluster["storage"]["size"] == "100Gi"
    assert cluster["instances"] == 2


@pytest.mark.parametrize("ca", [False, True])
def test_a_database_outside_is_reached_as_the_values_say(ca: bool) -> None:
    external: dict[str, Any] = {**EXTERNAL, "cidrs": ["10.9.0.0/24"]}
    external |= {"caSecret": "db-ca"} if ca else {"parameters": "sslmode=require"}
    objects = render({"postgresql": {"enabled": False, "external": external}})
    query = (
        "sslmode=verify-full&sslrootcert=/etc/isotherm/database-ca/ca.crt"
        if ca
        else "sslmode=require"
    )
    api = one(objects, "ConfigMap", "-api")["data"]["ISOTHERM_DATABASE_URL"]
    assert api == f"postgresql://isotherm_api_login@db.example.org:5432/isotherm?{query}"
    keycloak = one(objects, "ConfigMap", "-keycloak")["data"]["KC_DB_URL"]
    assert keycloak == f"jdbc:postgresql://db.example.org:5432/keycloak?{query}"
    assert [
        manifest for manifest in objects if manifest["metadata"]["name"].endswith("-postgresql")
    ] == []
    _assert_authority_is_mounted(objects, ca)


def _assert_authority_is_mounted(objects: list[Object], expected: bool) -> None:
    """Check that every container whose settings name the database has its authority."""
    maps = {
        config_map["metadata"]["name"]: config_map["data"]
        for config_map in named(objects, "ConfigMap")
    }
    asking = 0
    for template in pods(objects).values():
        for container in containers(template):
            texts = [str(entry.get("value")) for entry in container.get("env", [])]
            for source in container.get("envFrom", []):
                texts += maps[source["configMapRef"]["name"]].values()
            if not any("db.example.org" in text for text in texts):
                continue
            asking += 1
            mounts = {mount["mountPath"] for mount in container["volumeMounts"]}
            assert ("/etc/isotherm/database-ca" in mounts) == expected, container["name"]
    assert asking >= 6


@pytest.mark.parametrize(
    ("values", "cure"),
    [
        ({"cloudnativepg": {"enabled": True}}, "--api-versions postgresql.cnpg.io/v1"),
        ({"enabled": False}, "set postgresql.external.host"),
        ({"external": {"host": "db.example.org"}}, "postgresql.enabled is on"),
        ({"resources": {"limits": {"memory": "64Mi"}}}, "256 MiB or more"),
        ({"resources": {"limits": {"memory": "many"}}}, "is no size"),
    ],
)
def test_contradictions_are_refused_with_the_cure(values: Object, cure: str) -> None:
    with pytest.raises(RefusedError, match=cure):
        render({"postgresql": values})


def test_a_new_version_of_isotherm_does_not_restart_the_database() -> None:
    def template(tag: str) -> Any:
        values = {"image": {"tag": tag}, "postgresql": {"existingSecret": "given"}}
        return one(render(values), "StatefulSet", "-postgresql")["spec"]["template"]

    assert template("0.1.0") == template("0.2.0")
