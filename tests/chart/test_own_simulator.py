"""The simulator: off by default, and whole when it is on."""

from chart import Object, containers, named, one, pods, render


def test_it_is_off_unless_asked_for() -> None:
    names = [str(manifest["metadata"]["name"]) for manifest in render()]
    assert not [name for name in names if name.endswith("-simulator")]


def test_it_adds_its_sensors_and_then_simulates_them() -> None:
    objects = render({"simulator": {"enabled": True, "backfillDays": 2, "intervalSeconds": 30}})
    spec = pods(objects)["Deployment/isotherm-simulator"]["spec"]
    wait, seed = spec["initContainers"]
    (main,) = spec["containers"]
    assert wait["command"] == ["isotherm-wait", "schema"]
    file = seed["command"][1]
    assert f"--credentials={file}" in main["args"]
    assert "--host=isotherm-mosquitto-devices" in main["args"]
    assert {"--backfill-days=2", "--live-interval=30"} <= set(main["args"])
    secret = one(objects, "Secret", "-simulator")
    keys = {
        entry["valueFrom"]["secretKeyRef"]["key"]
        for entry in seed["env"]
        if entry.get("valueFrom", {}).get("secretKeyRef", {}).get("name") == "isotherm-simulator"
    }
    assert keys == set(secret["data"])
    assert main.get("env", []) == []


def test_its_secret_may_exist_already() -> None:
    values = {"simulator": {"enabled": True, "existingSecret": "devices"}}
    objects = render(values)
    assert not named(objects, "Secret", "-simulator")
    seed = pods(objects)["Deployment/isotherm-simulator"]["spec"]["initContainers"][1]
    (reference,) = [
        entry["valueFrom"]["secretKeyRef"]
        for entry in seed["env"]
        if entry["name"] == "ISOTHERM_SIMULATOR_SECRET"
    ]
    assert reference == {"name": "devices", "key": "secret"}


def test_worker_gives_its_passwords_to_the_running_broker() -> None:
    objects = pods(render({"simulator": {"enabled": True}}))

    def sealing_key(pod: str, container: str) -> Object:
        spec = objects[pod]["spec"]
        (part,) = [part for part in containers({"spec": spec}) if part["name"] == container]
        (entry,) = [entry for entry in part["env"] if entry["name"] == "ISOTHERM_SEALING_KEY"]
        reference: Object = entry["valueFrom"]
        return reference

    worker = sealing_key("Deployment/isotherm-worker", "worker")
    assert sealing_key("Deployment/isotherm-simulator", "seed") == worker


def test_what_was_sent_is_kept_on_a_volume() -> None:
    objects = render({"simulator": {"enabled": True}})
    claim = one(objects, "PersistentVolumeClaim", "-simulator")["metadata"]["name"]
    spec = pods(objects)["Deployment/isotherm-simulator"]["spec"]
    claims = [
        volume["persistentVolumeClaim"]["claimName"]
        for volume in spec["volumes"]
        if "persistentVolumeClaim" in volume
    ]
    assert claims == [claim]
    without = render({"simulator": {"enabled": True, "persistence": {"enabled": False}}})
    assert not named(without, "PersistentVolumeClaim", "-simulator")


def test_it_verifies_a_database_outside() -> None:
    external = {"host": "db", "existingSecret": "kept", "caSecret": "authority"}
    objects = render(
        {
            "simulator": {"enabled": True},
            "postgresql": {"enabled": False, "external": external},
        }
    )
    for name, pod in pods(objects).items():
        volumes = {volume["name"] for volume in pod["spec"].get("volumes", [])}
        for container in containers(pod):
            mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
            assert set(mounts) <= volumes | {"data"}, name
            for entry in container.get("env", []):
                if "sslrootcert=" in entry.get("value", ""):
                    folder = entry["value"].partition("sslrootcert=")[2].rpartition("/")[0]
                    assert folder in mounts.values(), f"{name} {container['name']}"
