"""Passwords are in Secrets alone."""

import base64
import json
import re

from chart import containers, named
from chart_pods import workloads
from chart_profiles import every_profile

SECRET_NAME = re.compile(r"PASSWORD|SECRET|TOKEN|SEALING_KEY|PRIVATE|CREDENTIAL", re.IGNORECASE)
HARMLESS = re.compile(r"_(FILE|NAME|USERNAME|PATH)$")


def test_generated_passwords_are_nowhere_else() -> None:
    for profile, objects in every_profile():
        passwords = {
            base64.b64decode(value).decode()
            for secret in named(objects, "Secret")
            for value in secret["data"].values()
        }
        others = json.dumps([manifest for manifest in objects if manifest["kind"] != "Secret"])
        assert not [
            password for password in passwords if len(password) >= 16 and password in others
        ], profile


def test_generated_passwords_are_long_and_each_its_own() -> None:
    for profile, objects in every_profile():
        passwords = [
            base64.b64decode(value).decode()
            for secret in named(objects, "Secret")
            for value in secret["data"].values()
            if secret["metadata"].get("annotations")  # others repeat these for an operator
        ]
        assert len(set(passwords)) == len(passwords), profile
        assert all(len(password) >= 32 for password in passwords), profile


def test_variables_that_sound_secret_come_from_secrets() -> None:
    for profile, objects in every_profile():
        for workload in workloads(objects):
            for container in containers(workload.pod):
                for variable in container.get("env", []):
                    name = variable["name"]
                    is_path = variable.get("value", "").startswith("/")
                    if SECRET_NAME.search(name) and not HARMLESS.search(name) and not is_path:
                        assert "secretKeyRef" in variable["valueFrom"], (
                            profile,
                            workload.name,
                            name,
                        )


def test_config_maps_hold_nothing_that_sounds_secret() -> None:
    for profile, objects in every_profile():
        for config_map in named(objects, "ConfigMap"):
            for name, text in config_map["data"].items():
                assert HARMLESS.search(name) or not SECRET_NAME.search(name), (profile, name)
                # a URL with a password in it
                assert not re.search(r"://[^/\s:@]+:[^/\s@]+@", text), (profile, name)


def test_arguments_hold_no_passwords() -> None:
    """Whoever may list processes or pods would read them."""
    for profile, objects in every_profile():
        for workload in workloads(objects):
            for container in containers(workload.pod):
                words = " ".join([*container.get("command", []), *container.get("args", [])])
                assert not re.search(r"(password|secret|token)=\S", words, re.IGNORECASE), (
                    profile,
                    workload.name,
                )
