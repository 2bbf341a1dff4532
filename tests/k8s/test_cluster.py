"""cluster.sh: what it asks Docker and kind to do, when all of it exists, and when nothing does.

Neither runs where the tests do: recording programs of their names take their place.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from tiltfile import ROOT

SCRIPT = ROOT / "k8s" / "cluster.sh"
TOOLS = ("docker", "kind", "kubectl", "helm", "tilt")
RECORD = """#!/bin/bash
printf '%s\\n' "$(basename "$0") $*" >> {home}/calls
[ -t 0 ] || case "$*" in *"-f -"* | *"cp /dev/stdin"*) cat >> {home}/written ;; esac
case "$(basename "$0") $*" in
  "kind get clusters") cat {home}/clusters ;;
  "kind get nodes"*) echo isotherm-control-plane ;;
  "kind create cluster"*) echo isotherm > {home}/clusters ;;
  "kind export kubeconfig"*) [ ! -e {home}/lost ] ;;
  "kubectl"*" get --raw /readyz")
    left=$(($(cat {home}/starting) - 1)); echo "$left" > {home}/starting; [ "$left" -lt 0 ] ;;
  "kind delete cluster"*) : > {home}/clusters ;;
  "docker info") exit "$(cat {home}/daemon)" ;;
  "docker run"*) echo true > {home}/registry ;;
  "docker start isotherm-registry") echo true > {home}/registry ;;
  "docker rm"*) rm {home}/registry ;;
  "docker inspect"*Networks*) echo null ;;
  "docker inspect"*) cat {home}/registry ;;
esac
"""


class Machine:
    """A machine with these programs, and what it was asked to do."""

    def __init__(self, home: Path, tools: tuple[str, ...] = TOOLS) -> None:
        self.home = home
        self.bin = home / "bin"
        self.bin.mkdir()
        (home / "clusters").touch()
        (home / "daemon").write_text("0")
        (home / "starting").write_text("0")
        for tool in tools:
            program = self.bin / tool
            program.write_text(RECORD.format(home=home))
            program.chmod(0o755)
        # the script itself goes to its repository: a copy, whose passwords it may delete
        (home / "k8s").mkdir()
        (home / "k8s" / "cluster.sh").write_text(SCRIPT.read_text())
        (home / "k8s" / "kind.yaml").touch()

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        self.home.joinpath("calls").write_text("")
        argv = ["/bin/bash", str(self.home / "k8s" / "cluster.sh"), *arguments]
        path = f"{self.bin}:/usr/bin:/bin" if self._complete() else f"{self.bin}:{self._tools()}"
        return subprocess.run(  # noqa: S603  the script under test
            argv, env={"PATH": path, **settings}, check=False, capture_output=True, text=True
        )

    def _complete(self) -> bool:
        return all((self.bin / tool).exists() for tool in TOOLS)

    def _tools(self) -> Path:
        """Return a folder with the programs of the system that the script needs, and no others."""
        folder = self.home / "system"
        folder.mkdir(exist_ok=True)
        for name in ("cat", "dirname", "basename", "grep", "rm"):
            (folder / name).write_text(f'#!/bin/bash\nexec {shutil.which(name)} "$@"\n')
            (folder / name).chmod(0o755)
        return folder

    def calls(self) -> list[str]:
        return (self.home / "calls").read_text().splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def made(calls: list[str]) -> list[str]:
    """Return what was created, started or deleted."""
    verbs = ("docker run", "docker start", "docker rm", "kind create", "kind delete", "kind export")
    return [" ".join(call.split()[:2]) for call in calls if call.startswith(verbs)]


def test_up_makes_a_registry_and_a_cluster_that_knows_it(machine: Machine) -> None:
    done = machine.run("up")
    assert done.returncode == 0, done.stderr
    assert "tilt up" in done.stdout
    calls = machine.calls()
    assert made(calls) == ["docker run", "kind create"]
    assert any("--publish 127.0.0.1:5001:5000" in call for call in calls)
    assert "kind create cluster --config k8s/kind.yaml --wait 120s" in calls
    assert "docker network connect kind isotherm-registry" in calls
    written = (machine.home / "written").read_text()
    assert '[host."http://isotherm-registry:5000"]' in written
    assert 'host: "localhost:5001"' in written


def test_up_again_makes_nothing_new(machine: Machine) -> None:
    machine.run("up")
    assert machine.run("up").returncode == 0
    assert made(machine.calls()) == ["docker start", "kind export"]


def test_up_waits_for_a_cluster_that_was_stopped(machine: Machine) -> None:
    """Docker starts the node at once, but its API answers some seconds later."""
    machine.run("up")
    (machine.home / "starting").write_text("3")
    done = machine.run("up", PAUSE="0")
    assert done.returncode == 0, done.stderr
    looks = [call for call in machine.calls() if call.endswith("get --raw /readyz")]
    assert len(looks) == 4
    applied = next(call for call in machine.calls() if " apply " in call)
    assert machine.calls().index(applied) > machine.calls().index(looks[-1])


def test_a_cluster_that_does_not_come_back_is_named(machine: Machine) -> None:
    machine.run("up")
    (machine.home / "starting").write_text("100")
    done = machine.run("up", PAUSE="0", TRIES="3")
    assert done.returncode == 1
    assert "docker logs isotherm-control-plane" in done.stderr
    (machine.home / "lost").touch()
    done = machine.run("up")
    assert done.returncode == 1
    assert "k8s/cluster.sh down" in done.stderr


def test_a_cluster_is_found_among_others(machine: Machine) -> None:
    # many, so that kind still prints while grep has found it
    others = "".join(f"other-{number}\n" for number in range(20_000))
    (machine.home / "clusters").write_text(f"isotherm\n{others}")
    assert "cluster   kind-isotherm" in machine.run("status").stdout


def test_up_starts_a_registry_that_was_stopped(machine: Machine) -> None:
    machine.run("up")
    (machine.home / "registry").write_text("false")
    assert machine.run("up").returncode == 0
    assert "docker start isotherm-registry" in machine.calls()
    assert (machine.home / "registry").read_text().strip() == "true"


def test_down_deletes_both_and_the_passwords(machine: Machine) -> None:
    machine.run("up")
    passwords = machine.home / ".kind"
    passwords.mkdir()
    assert machine.run("down").returncode == 0
    assert made(machine.calls()) == ["kind delete", "docker rm"]
    assert not passwords.exists()
    assert machine.run("down").returncode == 0
    assert made(machine.calls()) == []


def test_status_says_what_there_is(machine: Machine) -> None:
    assert "cluster   none" in machine.run("status").stdout
    machine.run("up")
    shown = machine.run("status")
    assert "kind-isotherm" in shown.stdout
    assert made(machine.calls()) == []


@pytest.mark.parametrize("missing", TOOLS)
def test_a_missing_program_is_named_with_where_to_get_it(tmp_path: Path, missing: str) -> None:
    machine = Machine(tmp_path, tuple(tool for tool in TOOLS if tool != missing))
    done = machine.run("up")
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("  ")]
    assert line.split()[0] == missing
    assert "https://" in line
    assert machine.calls() == []


def test_ci_deploys_without_tilt(tmp_path: Path) -> None:
    machine = Machine(tmp_path, tuple(tool for tool in TOOLS if tool != "tilt"))
    done = machine.run("up", CI="true")
    assert done.returncode == 0, done.stderr
    assert made(machine.calls()) == ["docker run", "kind create"]


def test_a_docker_that_does_not_answer_is_named(machine: Machine) -> None:
    (machine.home / "daemon").write_text("1")
    done = machine.run("up")
    assert done.returncode == 1
    assert "Docker does not answer" in done.stderr
    assert made(machine.calls()) == []


@pytest.mark.parametrize("arguments", [(), ("start",), ("up", "now")])
def test_wrong_arguments_are_refused(machine: Machine, arguments: tuple[str, ...]) -> None:
    done = machine.run(*arguments)
    assert done.returncode == 2
    assert "Usage" in done.stderr
    assert machine.calls() == []


def test_help(machine: Machine) -> None:
    done = machine.run("--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout
