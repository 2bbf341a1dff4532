"""The machine and the versions of all programs and libraries of a run."""

import asyncio
import json
import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

from isotherm_devstack.host.paths import script
from isotherm_devstack.host.system import mosquitto_program
from isotherm_devstack.parts.postgres import binary

_LIBRARIES = ("aiomqtt", "asyncpg", "msgspec", "numpy", "paho-mqtt", "pydantic")
_LOCK = Path(__file__).parent / "peers" / "node" / "package-lock.json"


async def printed_version(*argv: str) -> str:
    """Return the first version number in the output of a program, or "unknown"."""
    child = await asyncio.create_subprocess_exec(
        *argv, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await child.communicate()
    match = re.search(r"\d+(\.\d+)+", output.decode())
    return match[0] if match else "unknown"


async def versions() -> dict[str, str]:
    """Return name → version of programs and libraries."""
    packages = json.loads(_LOCK.read_text())["packages"]
    return {
        "python": platform.python_version(),
        "postgresql": await printed_version(binary("postgres"), "--version"),
        "mosquitto": await printed_version(mosquitto_program(), "-h"),
        "node": await printed_version(script("node"), "--version"),
        **{name: version(name) for name in _LIBRARIES},
        **{name: packages[f"node_modules/{name}"]["version"] for name in ("mqtt", "pg")},
    }


def machine() -> dict[str, object]:
    """Return the machine's properties and its load before the start."""
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count(),
        "processor": model[1] if model else platform.machine(),
        "memory_gb": round(memory / 1e9, 1),
        "system": platform.platform(),
        "load_before": round(os.getloadavg()[0], 2),
    }
