"""Dependabot updates every Dockerfile, package.json and action, weekly and in groups."""

import re
import subprocess
from typing import Any

import pytest
import yaml

from workflows import GITHUB, ROOT

UPDATES: list[dict[str, Any]] = yaml.safe_load((GITHUB / "dependabot.yml").read_text())["updates"]
each_update = pytest.mark.parametrize(
    "update", UPDATES, ids=lambda update: update.get("directory") or update["package-ecosystem"]
)


def tracked(pattern: str) -> list[str]:
    """Return the paths of tracked files whose names match a pattern."""
    said = subprocess.run(["git", "-C", ROOT, "ls-files"], check=True, capture_output=True)  # noqa: S603, S607  git of the PATH
    return [path for path in said.stdout.decode().splitlines() if re.search(pattern, path)]


def folders(ecosystem: str) -> set[str]:
    """Return the folders that are updated for an ecosystem, without patterns."""
    return {
        folder
        for update in UPDATES
        if update["package-ecosystem"] == ecosystem
        for folder in update.get("directories", [update.get("directory")])
    }


@each_update
def test_updates_come_weekly_in_groups_a_week_after_their_release(update: dict[str, Any]) -> None:
    assert update["schedule"]["interval"] == "weekly"
    assert update["cooldown"]["default-days"] >= 7
    assert all(group["patterns"] == ["*"] for group in update["groups"].values())


def test_every_folder_exists() -> None:
    for ecosystem in ("npm", "docker", "github-actions"):
        for folder in folders(ecosystem):
            assert list(ROOT.glob(folder.strip("/") or "*")), folder


def test_every_dockerfile_is_updated() -> None:
    dockerfiles = tracked(r"(^|/)(.+\.)?Dockerfile$")
    assert dockerfiles
    there = {f"/{path.rpartition('/')[0]}" for path in dockerfiles}
    assert folders("docker") == there | {"/charts/isotherm"}


def test_every_base_is_named_where_dependabot_reads_it() -> None:
    for path in tracked(r"(^|/)(.+\.)?Dockerfile$"):
        text = (ROOT / path).read_text()
        stages = set(re.findall(r" AS (\S+)$", text, re.MULTILINE))
        for base in re.findall(r"^FROM (?:--platform=\S+ )?(\S+)", text, re.MULTILINE):
            assert base in stages or re.fullmatch(r"[a-z.]+/[\w/-]+:[\w.-]+", base), (path, base)


def test_every_package_json_is_updated() -> None:
    there = {f"/{path.rpartition('/')[0]}" for path in tracked(r"(^|/)package\.json$")}
    assert folders("npm") == there


def test_actions_are_updated_in_workflows_and_in_our_own() -> None:
    assert folders("github-actions") == {"/", "/.github/actions/*"}
