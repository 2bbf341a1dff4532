"""Register devices with one channel each, installed on sensors: register.py COUNT"""

import asyncio
import json
import sys
import time
from pathlib import Path

from common import SITE, TARGET, api, finish
from isotherm_devstack.acceptance import steps
from isotherm_devstack.simulate.link import Broker, Link


async def main() -> None:
    count = int(sys.argv[1])
    passwords: dict[str, str] = {}
    async with api() as http:
        if (await http.send("GET", f"/sites/{SITE}", 200, 404)).status_code == 404:
            body = {"name": "E2E cluster", "slug": SITE, "time_zone": "UTC"}
            await http.send("POST", "/sites", 201, json=body)
        for number in range(count):
            name = f"load-{number}"
            body = {"site": SITE, "name": name}
            answer = await http.send("POST", "/devices", 201, 409, json=body)
            if answer.status_code == 409:  # of an earlier run
                path = f"/devices/{name}/credential"
                answer = await http.send("POST", path, headers={"if-match": "*"})
            passwords[name] = answer.json()["password"]
        for name in passwords:

            async def applied(name: str = name) -> bool:
                device = await http.get(f"/devices/{name}")
                return bool(device["credential"]["state"] == "applied")

            await steps.until(f"{name} has no account", applied)
        at = time.time_ns() // 1_000_000
        for name, password in passwords.items():
            status = f"sensors/{name}/status"
            async with Link(Broker(*TARGET.broker), name, password, status) as link:
                await link.deliver(f"sensors/{name}/temperature", f'{{"value":1,"time":{at}}}')
            new = {"new_sensor": {"site": SITE, "name": name, "slug": name}}

            async def install(name: str = name, new: dict[str, object] = new) -> bool:
                path = f"/proposals/{name}/temperature/install"
                return (
                    await http.send("POST", path, 200, 201, 404, 409, json=new)
                ).status_code != 404

            await steps.until(f"{name} is not proposed", install)
    path = Path("/tmp/devices.json")
    path.touch(0o600)
    path.write_text(json.dumps(passwords))
    finish({"devices": sorted(passwords), "at": at})


asyncio.run(main())
