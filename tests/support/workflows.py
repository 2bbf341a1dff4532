"""GitHub's workflows and our own actions, read from `.github`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / ".github"
PINNED = re.compile(
    r"uses: (?P<action>[\w./-]+)@(?P<digest>[0-9a-f]{40}) # (?P<version>v\d+\.\d+\.\d+)"
)
_EXPRESSION = re.compile(r"\$\{\{ matrix\.(\w+) \}\}")


@dataclass(frozen=True)
class Job:
    """One job of a workflow, for one entry of its matrix if it has one."""

    workflow: str
    name: str
    text: dict[str, Any]
    entry: dict[str, str]

    @property
    def runs(self) -> list[str]:
        """The scripts of its steps, with the matrix filled in."""
        return [self.filled(step["run"]) for step in self.text["steps"] if "run" in step]

    @property
    def only(self) -> list[str]:
        """Return the paths that ONLY has for the step that runs a verb; none if it is not set."""
        for place in (self.text, *self.text["steps"]):
            if "ONLY" in place.get("env", {}):
                return self.filled(place["env"]["ONLY"]).split()
        return []

    def filled(self, text: str) -> str:
        """Return a text with the values of the matrix's entry."""
        return _EXPRESSION.sub(lambda match: str(self.entry[match[1]]), text)


def files() -> list[Path]:
    """Return the workflows and our own actions."""
    return sorted([*GITHUB.glob("workflows/*"), *GITHUB.glob("actions/*/*")])


def load(path: Path) -> dict[str, Any]:
    """Return a YAML file whose keys are texts; YAML reads the key `on` as true."""
    document = yaml.safe_load(path.read_text())
    return {"on" if key is True else key: value for key, value in document.items()}


def jobs(workflow: str) -> dict[str, dict[str, Any]]:
    """Return a workflow's jobs by their keys."""
    named: dict[str, dict[str, Any]] = load(GITHUB / "workflows" / workflow)["jobs"]
    return named


def expanded(workflow: str) -> Iterator[Job]:
    """Yield a workflow's jobs, one for each entry of their matrices."""
    for name, text in jobs(workflow).items():
        matrix = text.get("strategy", {}).get("matrix", {})
        entries = matrix.get("include") or [
            {key: value} for key, values in matrix.items() for value in values
        ]
        for entry in entries or [{}]:
            yield Job(workflow, name, text, entry)


def everything() -> list[Job]:
    """Return the jobs of all workflows."""
    return [job for path in GITHUB.glob("workflows/*") for job in expanded(path.name)]
