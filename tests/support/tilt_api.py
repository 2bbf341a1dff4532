"""Tilt's functions as a Tiltfile calls them, which only record what they are told.

Names and parameters are those of Tilt 0.37 (`internal/tiltfile/api` of tilt-dev/tilt), so that a
misspelt argument fails. Only what the Tiltfile uses is here: any other function fails as well.
"""

import os
import subprocess
from collections.abc import Callable
from typing import Any, Literal

import yaml
from starlark import OpaquePythonObject

from chart import KUBERNETES, program
from tilt_record import Blob, FailedError, Forward, Image, Recorded, Resource, Run, Strings, Sync


def functions(tilt: Recorded) -> dict[str, Callable[..., Any]]:
    """Return the functions by name; a `.` in a name is a member of a module."""
    own = (
        _settings(tilt), _rendering(tilt), _images(tilt), _resources(tilt),
    )  # fmt: skip
    return {name: function for group in own for name, function in group.items()}


def _settings(tilt: Recorded) -> dict[str, Callable[..., Any]]:
    def version_settings(check_updates: bool = True, constraint: str = "") -> None:
        tilt.limits["version"] = {"constraint": constraint}

    def update_settings(
        max_parallel_updates: int = 3,
        k8s_upsert_timeout_secs: int = 30,
        suppress_unused_image_warnings: Strings | None = None,
        k8s_server_side_apply: Literal["auto", "true", "false"] = "auto",
    ) -> None:
        tilt.limits["update"] = {"parallel": max_parallel_updates}

    def ci_settings(
        k8s_grace_period: str = "", timeout: str = "30m", readiness_timeout: str = "5m"
    ) -> None:
        tilt.limits["ci"] = {"timeout": timeout, "readiness_timeout": readiness_timeout}

    def secret_settings(disable_scrub: bool = False) -> None:
        tilt.limits["secrets"] = {"disable_scrub": disable_scrub}

    def allow_k8s_contexts(contexts: Strings) -> None:
        tilt.contexts += _list(contexts)

    def define(name: str, args: bool = False, usage: str = "") -> None:
        tilt.defined[name] = usage

    def set_enabled_resources(resources: list[str]) -> None:
        tilt.enabled = resources

    def fail(msg: str) -> None:
        raise FailedError(msg)

    return {
        "version_settings": version_settings, "update_settings": update_settings,
        "ci_settings": ci_settings, "secret_settings": secret_settings,
        "allow_k8s_contexts": allow_k8s_contexts, "k8s_context": lambda: tilt.context,
        "config.define_string_list": define, "config.define_bool": define,
        "config.parse": lambda: dict(tilt.settings),
        "config.set_enabled_resources": set_enabled_resources, "fail": fail,
        "os.path.exists": lambda path: (tilt.home / path).exists(),
    }  # fmt: skip


def _rendering(tilt: Recorded) -> dict[str, Callable[..., Any]]:
    def local(
        command: Strings,
        quiet: bool = False,
        command_bat: Strings = "",
        echo_off: bool = False,
        env: dict[str, str] | None = None,
        dir: str = "",  # noqa: A002  Tilt's name
        stdin: str | None = None,
    ) -> OpaquePythonObject:
        argv = ["sh", "-c", command] if isinstance(command, str) else command
        return OpaquePythonObject(Blob(_output(tilt, argv)))

    def helm(
        paths: str,
        name: str = "chart",
        namespace: str = "",
        values: Strings = "",
        set: Strings = "",  # noqa: A002  Tilt's name
        kube_version: str = "",
        skip_crds: bool = False,
    ) -> OpaquePythonObject:
        tilt.watched.append(paths)
        argv = ["helm", "template", name, paths, "--namespace", namespace, "--include-crds"]
        argv += [f"--values={file}" for file in _list(values)]
        argv += [f"--set={setting}" for setting in _list(set)]
        documents = _output(tilt, argv).split("---\n")
        # as Tilt does: without tests, and each object in its namespace
        kept = [yaml.safe_load(text) for text in documents if "/templates/tests/" not in text]
        objects = [manifest for manifest in kept if manifest]
        for manifest in objects:
            if manifest["kind"] not in ("Namespace", "PriorityClass"):
                manifest["metadata"].setdefault("namespace", namespace)
        return OpaquePythonObject(Blob(yaml.safe_dump_all(objects)))

    def decode_yaml_stream(yaml: Any) -> list[Any]:
        return _documents(yaml)

    def encode_yaml_stream(objs: list[Any]) -> OpaquePythonObject:
        return OpaquePythonObject(Blob(yaml.safe_dump_all(objs, sort_keys=False)))

    def k8s_yaml(yaml: Any, allow_duplicates: bool = False) -> None:
        tilt.add(yaml.text)

    def watch_file(file_path: str) -> None:
        tilt.watched.append(file_path)

    return {
        "local": local, "helm": helm, "decode_yaml_stream": decode_yaml_stream,
        "encode_yaml_stream": encode_yaml_stream, "k8s_yaml": k8s_yaml, "watch_file": watch_file,
    }  # fmt: skip


def _images(tilt: Recorded) -> dict[str, Callable[..., Any]]:
    def sync(local_path: str, remote_path: str) -> OpaquePythonObject:
        return OpaquePythonObject(Sync(local_path, remote_path))

    def run(cmd: Strings, trigger: Strings = "", echo_off: bool = False) -> OpaquePythonObject:
        return OpaquePythonObject(Run(["sh", "-c", cmd] if isinstance(cmd, str) else cmd))

    def docker_build(
        ref: str,
        context: str,
        build_args: dict[str, str] | None = None,
        dockerfile: str = "Dockerfile",
        dockerfile_contents: str = "",
        live_update: list[Any] | None = None,
        match_in_env_vars: bool = False,
        ignore: Strings = "",
        only: Strings = "",
        entrypoint: Strings = "",
        target: str = "",
        ssh: Strings = "",
        network: str = "",
        secret: Strings = "",
        extra_tag: Strings = "",
        container_args: list[str] | None = None,
        cache_from: Strings = "",
        pull: bool = False,
        platform: str = "",
        extra_hosts: Strings = "",
    ) -> None:
        tilt.images.append(
            Image(
                ref,
                context,
                dockerfile,
                target,
                build_args or {},
                _list(only),
                _list(ignore),
                live_update or [],
            )
        )

    return {"sync": sync, "run": run, "docker_build": docker_build}


def _resources(tilt: Recorded) -> dict[str, Callable[..., Any]]:
    def port_forward(
        local_port: int,
        container_port: int | None = None,
        name: str | None = None,
        link_path: str | None = None,
        host: str | None = None,
    ) -> OpaquePythonObject:
        return OpaquePythonObject(Forward(local_port, container_port, name, link_path, host))

    def k8s_resource(
        workload: str = "",
        new_name: str = "",
        port_forwards: Any = None,
        extra_pod_selectors: Any = None,
        trigger_mode: str = "auto",
        resource_deps: list[str] | None = None,
        objects: list[str] | None = None,
        auto_init: bool = True,
        pod_readiness: str = "",
        links: Any = None,
        labels: Strings = "",
        discovery_strategy: str = "",
    ) -> None:
        for selected in (*([workload] if workload else ()), *(objects or ())):
            tilt.take(selected)
        tilt.resources.append(
            Resource(
                new_name or workload,
                resource_deps or [],
                _list(labels),
                trigger_mode == "manual",
                auto_init,
                workload,
                objects or [],
                port_forwards or [],
            )
        )

    def local_resource(
        name: str,
        cmd: Strings = "",
        deps: Strings = "",
        trigger_mode: str = "auto",
        resource_deps: list[str] | None = None,
        ignore: Strings = "",
        auto_init: bool = True,
        serve_cmd: Strings = "",
        cmd_bat: Strings = "",
        serve_cmd_bat: Strings = "",
        allow_parallel: bool = False,
        links: Any = None,
        labels: Strings = "",
        env: dict[str, str] | None = None,
        serve_env: dict[str, str] | None = None,
        readiness_probe: Any = None,
        dir: str = "",  # noqa: A002  Tilt's name
        serve_dir: str = "",
    ) -> None:
        manual = trigger_mode == "manual"
        needs, groups = resource_deps or [], _list(labels)
        tilt.resources.append(Resource(name, needs, groups, manual, auto_init, command=cmd))

    return {
        "port_forward": port_forward, "k8s_resource": k8s_resource,
        "local_resource": local_resource,
    }  # fmt: skip


def _documents(given: Any) -> list[Any]:
    return list(yaml.safe_load_all(given.text if isinstance(given, Blob) else given))


def _output(tilt: Recorded, argv: list[str]) -> str:
    """Return what a program prints; helm is that of the chart's tests. Raise CalledProcessError."""
    if argv[0] == "helm":
        argv = [str(program()), *argv[1:], "--kube-version", KUBERNETES]
    env = {**os.environ, "ISOTHERM_KIND": str(tilt.passwords)}
    done = subprocess.run(  # noqa: S603  the Tiltfile's own command
        argv, cwd=tilt.home, capture_output=True, text=True, check=True, env=env
    )
    return done.stdout


def _list(given: Strings) -> list[str]:
    return ([given] if given else []) if isinstance(given, str) else list(given)
