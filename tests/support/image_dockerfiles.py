"""Dockerfiles, read as stages of instructions."""

import re
from dataclasses import dataclass, field
from pathlib import Path

_CONTINUED = re.compile(r"\\\n\s*")
_FROM = re.compile(r"(?:--platform=(?P<platform>\S+) )?(?P<base>\S+)(?: AS (?P<name>\S+))?")


@dataclass(frozen=True)
class Instruction:
    """One instruction, its continued lines joined."""

    word: str
    rest: str


@dataclass(frozen=True)
class Stage:
    """What follows one FROM."""

    base: str
    name: str | None
    platform: str | None = None
    instructions: list[Instruction] = field(default_factory=list)

    def all(self, word: str) -> list[str]:
        """Return what follows each instruction of this name."""
        return [instruction.rest for instruction in self.instructions if instruction.word == word]


def read(path: Path) -> list[Stage]:
    """Return the stages of a Dockerfile."""
    lines = [line for line in path.read_text().splitlines() if not line.lstrip().startswith("#")]
    stages: list[Stage] = []
    for line in _CONTINUED.sub(" ", "\n".join(lines)).splitlines():
        if not line.strip():
            continue
        word, rest = line.split(maxsplit=1)
        if word == "FROM":
            from_ = _FROM.fullmatch(rest)
            assert from_, f"{path}: FROM {rest}"
            stages.append(Stage(from_["base"], from_["name"], from_["platform"]))
        else:
            # Dependabot reads no base image from an ARG
            assert stages, f"{path}: {line} stands before FROM"
            stages[-1].instructions.append(Instruction(word, rest.strip()))
    return stages


def build_stage(path: Path) -> Stage:
    """Return the stage of a Dockerfile that is named `build`."""
    (stage,) = (stage for stage in read(path) if stage.name == "build")
    return stage
