"""The images: name, Dockerfile, and the bound on what they add to their base."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
_PYTHON_MB, _FRONTEND_MB = 80, 60
_FROM = re.compile(r"^FROM (?:--platform=\S+ )?(\S+)(?: AS (\S+))?$", re.MULTILINE)


@dataclass(frozen=True)
class Component:
    """One image. `bound_mb` is the most its compressed layers may add to the base, if bounded."""

    name: str
    folder: str
    bound_mb: int | None
    is_reproducible: bool = True
    """Whether two builds of a commit are equal."""

    @property
    def dockerfile(self) -> Path:
        """The path of its Dockerfile."""
        return ROOT / self.folder / "Dockerfile"

    def base(self) -> str:
        """Return the name of the image that its last stage starts from."""
        stages = _FROM.findall(self.dockerfile.read_text())
        bases = {name: base for base, name in stages if name}
        base: str = stages[-1][0]
        while base in bases:
            base = bases[base]
        return base


COMPONENTS = (
    Component("ingest", "services/ingest", _PYTHON_MB),
    Component("worker", "services/worker", _PYTHON_MB),
    Component("api", "services/api", _PYTHON_MB),
    Component("migrate", "libs/shared", _PYTHON_MB),
    Component("simulator", "libs/devstack", _PYTHON_MB),
    Component("frontend", "frontend", _FRONTEND_MB),
    # Keycloak's own build generates the members of some classes in another order each time
    Component("keycloak", "charts/images/keycloak", None, is_reproducible=False),
)


def named(names: list[str]) -> list[Component]:
    """Return the components of these names, all for none; raise ValueError for an unknown one."""
    by_name = {component.name: component for component in COMPONENTS}
    for name in names:
        if name not in by_name:
            raise ValueError(f"no image is named {name}; there are {', '.join(by_name)}")
    return [by_name[name] for name in names] if names else list(COMPONENTS)
