"""Workflows run verbs that exist, on paths that exist, with pinned actions and few permissions."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from workflows import GITHUB, PINNED, ROOT, Job, everything, expanded, files, jobs, load

MAKEFILE = (ROOT / "Makefile").read_text()
WORKFLOWS = [path for path in files() if path.parent.name == "workflows"]
BUILT = {"images/*/images.tar.zst", "frontend/node_modules"}
"""Paths that exist only while a job runs."""
each_file = pytest.mark.parametrize("path", files(), ids=lambda path: path.parent.name + path.name)
each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
each_job = pytest.mark.parametrize(
    "job", everything(), ids=lambda job: "-".join((job.workflow, job.name, *job.entry.values()))
)


@each_file
def test_actions_are_pinned_by_digest_and_name_their_version(path: Path) -> None:
    uses = re.findall(r"uses: .*", path.read_text())
    assert uses
    for line in uses:
        assert line == "uses: ./.github/actions/prepare" or PINNED.fullmatch(line), line


def test_an_action_has_the_same_digest_everywhere() -> None:
    pins: dict[str, set[tuple[str, str]]] = {}
    for path in files():
        for match in PINNED.finditer(path.read_text()):
            pins.setdefault(match["action"], set()).add((match["digest"], match["version"]))
    assert {action: pin for action, pin in pins.items() if len(pin) > 1} == {}


@each_workflow
def test_permissions_are_given_by_job(path: Path) -> None:
    workflow = load(path)
    assert workflow["permissions"] == {}
    assert all("permissions" in job for job in workflow["jobs"].values())


@each_workflow
def test_no_workflow_has_secrets_while_it_runs_a_forks_code(path: Path) -> None:
    assert not {"pull_request_target", "workflow_run"} & load(path)["on"].keys()


@each_workflow
def test_a_failure_in_a_pipe_fails_the_step(path: Path) -> None:
    """Unless a workflow names bash, GitHub runs its steps without `pipefail`."""
    assert load(path)["defaults"] == {"run": {"shell": "bash"}}


def test_no_commit_of_main_loses_its_run_to_the_next() -> None:
    """A group has one waiting run: the next one cancels it, and no release could be made of it."""
    group = load(GITHUB / "workflows/ci.yaml")["concurrency"]["group"]
    of_pull_request = "github.event_name == 'pull_request' && github.ref"
    assert group == f"ci-${{{{ {of_pull_request} || github.run_id }}}}"


def test_jobs_that_leave_the_same_in_the_caches_share_them() -> None:
    """What is cached under a key never changes: the job that ends first decides what is in it."""
    for job in expanded("ci.yaml"):
        prepares = [step for step in job.text["steps"] if "prepare" in step.get("uses", "")]
        verbs = {verb for run in job.runs for verb in re.findall(r"^make ([a-z0-9-]+)$", run, re.M)}
        if job.name == "images":
            assert not prepares
        elif prepares:
            (fills,) = (step.get("with", {}).get("fills", "packages") for step in prepares)
            needed = {word for verb in verbs for word in _needs(verb)} & {"programs", "packages"}
            expected = {"programs"} if "programs" in needed else {"packages"}
            assert {fills} == ({"actionlint"} if "check" in verbs else expected), job.name


def _needs(verb: str) -> list[str]:
    """Return what the Makefile makes before a verb."""
    match = re.search(rf"^{verb}: ([a-z ]*)", MAKEFILE, re.MULTILINE)
    assert match, verb
    return match[1].split()


@each_job
def test_jobs_end(job: Job) -> None:
    assert job.text["timeout-minutes"] <= 90


@each_job
def test_no_checkout_keeps_its_token(job: Job) -> None:
    for step in job.text["steps"]:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@each_job
def test_verbs_exist(job: Job) -> None:
    for run in job.runs:
        for verb in re.findall(r"\bmake ([a-z0-9-]+)", run):
            assert re.search(rf"^{verb}:", MAKEFILE, re.MULTILINE), verb


def test_paths_exist() -> None:
    folders = "|".join(re.escape(path.name) for path in ROOT.iterdir() if path.is_dir())
    named = {
        path
        for text in _strings([load(path) for path in files()])
        for path in re.findall(rf"(?<![\w/.$-])(?:{folders})/[\w./*\[\]-]+", text)
    }
    assert {".github/scripts/await-green.sh", "tests/cluster/test_install.py"} <= named
    assert {path for path in named - BUILT if not list(ROOT.glob(path))} == set()


def _strings(value: Any) -> list[str]:
    """Return all texts in a document."""
    if isinstance(value, dict):
        return _strings([*value.values()])
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []


def test_green_waits_for_every_other_job_whatever_became_of_them() -> None:
    others = jobs("ci.yaml")
    green = others.pop("green")
    assert sorted(green["needs"]) == sorted(others)
    assert green["if"] == "always()"


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ("success success", 0),
        ("success failure", 1),
        ("cancelled success", 1),
        ("success skipped success", 1),
    ],
)
def test_green_fails_unless_every_job_succeeded(results: str, code: int) -> None:
    (step,) = jobs("ci.yaml")["green"]["steps"]
    assert step["env"] == {"RESULTS": "${{ join(needs.*.result, ' ') }}"}
    # as GitHub runs a step whose shell is bash
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    ended = subprocess.run(command, check=False, env={"RESULTS": results})  # noqa: S603  our own
    assert ended.returncode == code


def test_every_job_of_a_release_comes_after_its_check() -> None:
    others = jobs("release.yaml")
    others.pop("check")
    assert all("check" in job["needs"] for job in others.values())


def test_a_release_takes_nothing_from_a_cache() -> None:
    text = (GITHUB / "workflows/release.yaml").read_text()
    for word in ("actions/cache", "./.github/actions/prepare", "cache-from", "type=gha"):
        assert word not in text


def test_what_publishes_runs_in_the_environment_of_releases() -> None:
    for name, job in jobs("release.yaml").items():
        writes = "write" in job["permissions"].values()
        assert (job.get("environment") == "release") == writes, name
