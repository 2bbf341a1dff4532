"""Where and with what the benchmark ran: versions of everything, and the machine."""

import asyncio
import json
import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

from isotherm_devstack.mosquitto import executable
from isotherm_devstack.paths import script
from isotherm_devstack.postgres import binary

_LIBRARIES = ("aiomqtt", "asyncpg", "msgspec", "numpy", "paho-mqtt", "pydantic")
_LOCK = Path(__file__).parent / "peers" / "node" / "package-lock.json"


async def said_version(*argv: str) -> str:
    """The first number that looks like a version in what a program says."""
    child = await asyncio.create_subprocess_exec(
        *argv, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await child.communicate()
    found = re.search(r"\d+(\.\d+)+", output.decode())
    return found[0] if found else "unknown"


async def versions() -> dict[str, str]:
    """Of programs and libraries, by name."""
    packages = json.loads(_LOCK.read_text())["packages"]
    return {
        "python": platform.python_version(),
        "postgresql": await said_version(binary("postgres"), "--version"),
        "mosquitto": await said_version(executable(), "-h"),
        "node": await said_version(script("node"), "--version"),
        **{name: version(name) for name in _LIBRARIES},
        **{name: packages[f"node_modules/{name}"]["version"] for name in ("mqtt", "pg")},
    }


def machine() -> dict[str, object]:
    """The machine, and how busy it was before anything began."""
    found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count(),
        "processor": found[1] if found else platform.machine(),
        "memory_gb": round(memory / 1e9, 1),
        "system": platform.platform(),
        "load_before": round(os.getloadavg()[0], 2),
    }
