"""`make images` prints what each image adds, and fails above a bound or for a wrong digest."""

import sys
from pathlib import Path

import pytest

from isotherm_images import __main__ as program
from isotherm_images.builders import Builder, Order


class Prepared(Builder):
    """A builder whose images all have one layer above their base, of this size."""

    program = "prepared"

    def __init__(self, digests: list[str]) -> None:
        self.orders: list[Order] = []
        self.digests = digests

    def build(self, order: Order) -> None:
        self.orders.append(order)

    def save(self, image: str, path: Path) -> None:
        path.touch()

    def layers(self, image: str) -> list[str]:
        return ["base"] if "isotherm/" not in image else ["base", "own"]

    def digest(self, image: str) -> str:
        return self.digests.pop(0)


def run(
    monkeypatch: pytest.MonkeyPatch, *arguments: str, added: int, digests: list[str]
) -> tuple[int, Prepared]:
    """Run the command with a prepared builder; return its exit code and the builder."""
    builder = Prepared(digests)
    monkeypatch.setattr(sys, "argv", ["images", *arguments])
    monkeypatch.setattr(program, "find", lambda name: builder)
    monkeypatch.setattr(program, "added_bytes", lambda archive, layers, base: added)
    return program.main(), builder


def test_prints_size_bound_and_digest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("--only", "api,frontend", "--tag", "9.1.0", "--registry", "r.example/x/isotherm/")
    code, builder = run(monkeypatch, *arguments, added=12_340_000, digests=["sha256:a", "sha256:b"])
    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert lines[1].split()[:4] == ["api", "12.3", "80", "ok"]
    assert lines[2].split()[:4] == ["frontend", "12.3", "60", "ok"]
    assert lines[2].endswith("sha256:b")
    assert [order.image for order in builder.orders] == [
        "r.example/x/isotherm/api:9.1.0",
        "r.example/x/isotherm/frontend:9.1.0",
    ]
    assert {order.version for order in builder.orders} == {"9.1.0"}


def test_fails_above_the_bound(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = run(monkeypatch, "--only", "frontend", added=60_000_001, digests=["sha256:a"])
    assert code == 1
    assert "TOO BIG" in capsys.readouterr().out


def test_fails_if_a_second_build_differs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    digests = ["sha256:a", "sha256:b"]
    code, builder = run(monkeypatch, "--only", "api", "--twice", added=1, digests=digests)
    assert code == 1
    assert "sha256:a, built again sha256:b" in capsys.readouterr().err
    assert [order.fresh for order in builder.orders] == [False, True]


def test_does_not_compare_what_keycloaks_own_build_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("--only", "keycloak", "--twice")
    code, builder = run(monkeypatch, *arguments, added=1, digests=["sha256:a"])
    assert code == 0
    assert [order.fresh for order in builder.orders] == [False]


def test_names_the_images_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(monkeypatch, "--only", "grafana", added=1, digests=[])
    assert "no image is named grafana; there are ingest, worker, api" in capsys.readouterr().err
