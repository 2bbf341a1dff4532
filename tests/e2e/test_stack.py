"""What `make up` promises of the stack itself: loopback only, private secrets, one at a time."""

import asyncio
import json
import socket
import stat
import sys
from pathlib import Path

import pytest

from e2e_stack import Stack

_LISTENING = "0A"


async def _isotherm_stack(stack: Stack, *words: str) -> tuple[int | None, str]:
    argv = (sys.executable, "-m", "isotherm_devstack.cli", "--state", str(stack.home), *words)
    child = await asyncio.create_subprocess_exec(
        *argv, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await child.communicate()
    return child.returncode, output.decode()


def _sockets_of(pids: set[int]) -> set[str]:
    """The inodes of the sockets that these processes, or their children, hold."""
    held = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "stat").read_text().rpartition(")")[2].split()
            if not {int(process.name), int(words[2])} & pids:  # itself, or its process group
                continue
            held |= {str(link.readlink()) for link in (process / "fd").iterdir()}
        except OSError:  # it has ended, or closed that file
            continue
    return {link.removeprefix("socket:[").removesuffix("]") for link in held}


def _listening_addresses(inodes: set[str]) -> set[str]:
    addresses = set()
    for table, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            words = line.split()
            if words[3] == _LISTENING and words[9] in inodes:
                raw = bytes.fromhex(words[1].partition(":")[0])
                parts = [raw[at : at + 4][::-1] for at in range(0, len(raw), 4)]
                addresses.add(socket.inet_ntop(family, b"".join(parts)))
    return addresses


def test_everything_listens_on_loopback_only(stack: Stack) -> None:
    if not Path("/proc/net/tcp").exists():
        pytest.skip("only Linux shows in /proc who listens where")
    said = json.loads((stack.home / "stack.json").read_text())
    pids = {process["pid"] for process in said["processes"]}
    addresses = _listening_addresses(_sockets_of(pids))
    assert addresses
    assert addresses <= {"127.0.0.1", "::1", "::ffff:127.0.0.1"}


def test_what_is_secret_is_for_its_owner_alone(stack: Stack) -> None:
    for name in ("stack.json", "secrets.json"):
        assert stat.S_IMODE((stack.home / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(stack.home.stat().st_mode) == 0o700


def test_every_part_is_named(stack: Stack) -> None:
    said = json.loads((stack.home / "stack.json").read_text())
    names = {process["name"] for process in said["processes"]}
    assert names == {"postgres", "mosquitto", "keycloak", "ingest", "worker", "api", "frontend"}
    assert all(Path(process["log"]).exists() for process in said["processes"])


async def test_a_second_start_says_that_one_runs(stack: Stack) -> None:
    for words in (("up",), ("up", "--detach")):
        code, said = await _isotherm_stack(stack, *words)
        assert code == 1
        assert stack.frontend in said
        assert "make down" in said
    code, said = await _isotherm_stack(stack, "status")
    assert code == 0
    assert stack.frontend in said
