"""A pair that fits is copied and loaded by a running broker; one seen half replaced is not."""

import asyncio
import shutil
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from tls_parts import mounted_pair

from isotherm_worker.keeper.certificate import read_pair
from isotherm_worker.keeper.handshake import Handshake, Request
from isotherm_worker.keeper.tls import CertificateKeeper, Folders

_BROKER = """
import os, signal
signal.signal(signal.SIGHUP, lambda *_: os.write(1, b"loads\\n"))
os.write(1, b"runs\\n")
while os.read(0, 100):
    pass
"""
"""Stands in for Mosquitto: it says when it is told to load its certificate."""
UNUSABLE = "the mounted certificate is unusable, the broker keeps the one it has"
USABLE = "the mounted certificate is usable"


@dataclass
class Pod:
    """The folders of a pod, and its keeper."""

    folder: Path

    def __post_init__(self) -> None:
        self.mounted, self.copied = self.folder / "mounted", self.folder / "copied"
        self.handshake = Handshake(self.folder)
        self.keeper = CertificateKeeper(Folders(self.mounted, self.copied), self.handshake)

    def mount(self) -> None:
        """Mount another pair that fits."""
        shutil.rmtree(self.mounted, ignore_errors=True)
        mounted_pair(self.mounted)

    def mount_half(self) -> None:
        """Mount another certificate with the key of the one before."""
        shutil.move(self.mounted / "tls.key", self.folder / "tls.key")
        self.mount()
        shutil.move(self.folder / "tls.key", self.mounted / "tls.key")

    def ask(self, pid: int, program: str) -> Request:
        """Ask for a start, as the script of the chart does."""
        (self.folder / "request").write_text(f"{pid} start {program}\n")
        request = self.handshake.waiting()
        assert request is not None
        return request

    def is_copied(self) -> bool:
        """Return whether the broker would read what is mounted."""
        return read_pair(self.copied) == read_pair(self.mounted)


@pytest.fixture
def pod(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Pod:
    """Return a pod with a certificate that is copied."""
    caplog.set_level("INFO")
    prepared = Pod(tmp_path)
    prepared.mount()
    assert prepared.keeper.prepare()
    caplog.clear()
    return prepared


@asynccontextmanager
async def running() -> AsyncIterator[tuple[Process, str]]:
    """Run a process in place of the broker, and yield it with its name."""
    broker = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-S", "-c", _BROKER, stdin=PIPE, stdout=PIPE
    )
    assert broker.stdout is not None
    assert await broker.stdout.readline() == b"runs\n"
    name = (Path("/proc") / str(broker.pid) / "comm").read_text().strip()
    try:
        yield broker, name
    finally:
        if broker.returncode is None:
            broker.kill()
            await broker.wait()


async def times_told(broker: Process) -> int:
    """End what stands in for the broker; return how often it was told to load its certificate."""
    output, _ = await broker.communicate(b"a line that is read after every signal\n")
    return output.count(b"loads")


def metric(name: str) -> float:
    value = REGISTRY.get_sample_value(f"isotherm_worker_keeper_{name}")
    assert value is not None
    return value


def test_a_changed_pair_is_copied_and_says_when_it_expires(pod: Pod) -> None:
    pod.mount()
    pod.keeper.look()
    assert pod.is_copied()
    expires = read_pair(pod.mounted).expires_at().timestamp()
    assert metric("certificate_expires_timestamp_seconds") == expires


def test_a_pair_that_does_not_fit_is_reported_when_it_is_seen_twice(
    pod: Pod, caplog: pytest.LogCaptureFixture
) -> None:
    before = read_pair(pod.copied)
    for _ in range(2):  # each may be seen while it is being replaced
        pod.mount_half()
        pod.keeper.look()
        assert (caplog.messages, metric("certificate_usable")) == ([], 1)
    pod.keeper.look()
    assert (caplog.messages, metric("certificate_usable")) == ([UNUSABLE], 0)
    assert read_pair(pod.copied) == before
    pod.mount()
    pod.keeper.look()
    assert caplog.messages[-1] == USABLE
    assert (pod.is_copied(), metric("certificate_usable")) == (True, 1)


def test_a_missing_file_is_reported_when_it_is_missed_twice(
    pod: Pod, caplog: pytest.LogCaptureFixture
) -> None:
    (pod.mounted / "tls.key").unlink()
    pod.keeper.look()
    assert caplog.messages == []
    pod.keeper.look()
    assert caplog.messages == [UNUSABLE]


def test_a_start_has_the_last_pair_that_fits_and_the_report_at_once(
    pod: Pod, caplog: pytest.LogCaptureFixture
) -> None:
    copied = read_pair(pod.copied)
    assert pod.handshake.loaded == copied.digest
    pod.mount_half()
    assert pod.keeper.prepare()
    assert caplog.messages == [UNUSABLE]
    assert pod.handshake.loaded == copied.digest


def test_without_a_pair_that_fits_there_is_nothing_to_start_with(pod: Pod) -> None:
    pod.mount_half()
    shutil.rmtree(pod.copied)
    assert not pod.keeper.prepare()
    shutil.copytree(pod.mounted, pod.copied)
    assert not pod.keeper.prepare()


async def test_a_running_broker_is_told_once_to_load_a_renewed_pair(pod: Pod) -> None:
    renewed = metric("certificates_renewed_total")
    async with running() as (broker, name):
        pod.handshake.grant(pod.ask(broker.pid, name))
        pod.keeper.look()
        pod.mount()
        pod.keeper.look()
        pod.keeper.look()
        assert pod.handshake.loaded == read_pair(pod.mounted).digest
        assert await times_told(broker) == 1
    assert metric("certificates_renewed_total") == renewed + 1


async def test_a_start_that_waits_is_not_told_as_it_will_load_the_copy(pod: Pod) -> None:
    async with running() as (broker, name):
        pod.handshake.grant(pod.ask(broker.pid, name))
        pod.ask(broker.pid, "again")
        before = pod.handshake.loaded
        pod.mount()
        pod.keeper.look()
        assert pod.is_copied()
        assert pod.handshake.loaded == before
        assert await times_told(broker) == 0
    assert pod.keeper.prepare()
    assert pod.handshake.loaded == read_pair(pod.mounted).digest


async def test_a_broker_that_could_not_be_told_is_told_later(pod: Pod) -> None:
    async with running() as (broker, name):
        pod.handshake.grant(pod.ask(broker.pid, "script"))  # which is not the broker yet
        pod.mount()
        pod.keeper.look()
        assert pod.is_copied()
        pod.handshake.grant(pod.ask(broker.pid, name))
        pod.keeper.look()
        assert pod.handshake.loaded == read_pair(pod.mounted).digest
        assert await times_told(broker) == 1
