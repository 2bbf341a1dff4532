"""The broker's file is rendered from the database, so that a lost volume costs no password."""

import asyncio
import json
import os
import stat
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from accounts_world import AccountsWorld
from awaited import until
from forwarded import forwarded

from isotherm.broker.file import generation_in
from isotherm.names import INGEST_ACCOUNT
from isotherm.process.settings import without_settings
from isotherm_devstack.host.paths import script
from isotherm_devstack.host.ports import free_port


async def render(
    path: Path, settings: dict[str, str], *program: str
) -> tuple[int | None, str, str]:
    """Run `isotherm-worker render-accounts`; return its exit code, output and errors."""
    command = "from isotherm_worker.main import main; main()"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", command, "render-accounts", str(path), *program,
        env=without_settings(dict(os.environ)) | settings,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    output, errors = await process.communicate()
    return process.returncode, output.decode(), errors.decode()


def clients(path: Path) -> dict[str, Any]:
    """Return the documents of clients in a file, by user name."""
    return {client["username"]: client for client in json.loads(path.read_text())["clients"]}


async def test_a_lost_volume_is_rebuilt_with_the_old_passwords(accounts: AccountsWorld) -> None:
    async with accounts.worker():
        for name in ("fridge", "disabled", "removed"):
            await accounts.register(name)
            await accounts.applied(name)
        await accounts.change("disabled", "disabled_at = now()")
        await accounts.change("removed", "removed_at = now()")
        await accounts.applied("disabled")
        await accounts.restart_rendered(lose=True)
        assert await accounts.can_connect("fridge")
        for name in ("disabled", "removed"):
            assert not await accounts.can_connect(name)
        await accounts.register("new")
        await accounts.applied("new")
        assert await accounts.can_connect("new")
        assert await accounts.differences() == []


async def test_worker_notices_a_rendered_file_at_once(accounts: AccountsWorld) -> None:
    """It does not wait for its next comparison, five minutes later."""
    async with accounts.worker():
        await accounts.register("fridge")
        await accounts.applied("fridge")
        await accounts.broker.command({"command": "deleteClient", "username": "fridge"})
        assert await accounts.differences() == [("fridge", "missing", "render")]
        await accounts.restart_rendered(lose=True)
        await accounts.applied("fridge")


async def test_the_file_is_private_and_whole(accounts: AccountsWorld, tmp_path: Path) -> None:
    path = tmp_path / "deeper" / "file.json"
    await accounts.register("fridge")
    code, _, errors = await render(path, accounts.rendering())
    assert (code, errors) == (0, "")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
    assert generation_in(path.read_text()) == (await accounts.state())["generation"]
    text = path.read_text() + json.dumps(accounts.rendering())
    assert accounts.broker.passwords["fridge"] not in text


async def test_the_command_takes_its_place_without_the_settings(
    accounts: AccountsWorld, tmp_path: Path
) -> None:
    settings = accounts.rendering()
    url = settings["ISOTHERM_DATABASE_URL"]
    password = urlsplit(url).password or ""
    settings |= {"ISOTHERM_DATABASE_URL": url.replace(f":{password}@", "@"), "PGPASSWORD": password}
    code, output, _ = await render(
        tmp_path / "file.json", settings, "--", "/bin/sh", "-c", "echo rendered; env; exit 7"
    )
    assert code == 7
    assert "rendered" in output.splitlines()
    assert "ISOTHERM_" not in output
    assert "PGPASSWORD" not in output


async def test_a_first_start_waits_for_the_database_and_says_so(
    accounts: AccountsWorld, tmp_path: Path
) -> None:
    settings, port = accounts.rendering(), free_port()
    real = urlsplit(accounts.database.worker).port or 0
    settings["ISOTHERM_DATABASE_URL"] = accounts.database.worker.replace(f":{real}/", f":{port}/")
    process = await asyncio.create_subprocess_exec(
        script("isotherm-worker"), "render-accounts", str(tmp_path / "file.json"),
        env=without_settings(dict(os.environ)) | settings, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    line = json.loads(await process.stdout.readline())
    assert line["message"] == (
        f"waiting for the broker's accounts: 127.0.0.1:{port} cannot be reached"
        " (Connection refused)"
    )
    async with forwarded(port, real):
        await process.communicate()
    assert process.returncode == 0
    assert clients(tmp_path / "file.json")


async def test_a_file_is_kept_while_the_database_is_away(
    accounts: AccountsWorld, tmp_path: Path
) -> None:
    path, settings = tmp_path / "file.json", accounts.rendering()
    await accounts.register("fridge")
    await render(path, settings)
    before = clients(path)
    settings |= {
        "ISOTHERM_DATABASE_URL": "postgresql://worker:secret@127.0.0.1:1/isotherm",
        "ISOTHERM_MQTT_INGEST_PASSWORD": "changed",
    }
    code, output, _ = await render(path, settings)
    assert code == 0
    assert "keeping the broker's file" in output
    assert "secret" not in output
    after = clients(path)
    assert after.keys() == before.keys()
    assert after["fridge"] == before["fridge"]
    assert after[INGEST_ACCOUNT]["password"] != before[INGEST_ACCOUNT]["password"]


async def test_without_a_file_and_a_database_the_broker_is_not_started(
    accounts: AccountsWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = accounts.rendering()
    settings["ISOTHERM_DATABASE_URL"] = "postgresql://worker:secret@127.0.0.1:1/isotherm"
    settings["ISOTHERM_RENDER_WAIT_S"] = "0"
    code, output, errors = await render(tmp_path / "file.json", settings, "--", "echo", "started")
    assert code == 1
    assert "started" not in output
    assert errors.startswith("render-accounts: there is no ")
    assert errors.count("\n") == 1
    assert "secret" not in errors


@pytest.mark.parametrize("text", ["", "{", '{"clients": []}'])
async def test_a_damaged_file_is_replaced(
    accounts: AccountsWorld, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "file.json"
    path.write_text(text)
    await accounts.register("fridge")
    code, output, _ = await render(path, accounts.rendering())
    assert code == 0
    assert "damaged" in output
    assert "fridge" in clients(path)


async def test_a_newer_file_is_kept(accounts: AccountsWorld, tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    await accounts.register("fridge")
    await render(path, accounts.rendering())
    await accounts.sql.execute("DELETE FROM device")
    await accounts.sql.execute("UPDATE account_state SET generation = 1, broker_generation = NULL")
    code, output, _ = await render(path, accounts.rendering())
    assert code == 0
    assert "ahead of the database" in output
    assert "fridge" in clients(path)


@pytest.mark.parametrize(
    "missing", ["DATABASE_URL", "MQTT_INGEST_PASSWORD", "MQTT_PASSWORD", "MQTT_ADMIN_PASSWORD"]
)
async def test_a_missing_setting_is_told(
    accounts: AccountsWorld, tmp_path: Path, missing: str
) -> None:
    settings = accounts.rendering()
    del settings[f"ISOTHERM_{missing}"]
    code, _, errors = await render(tmp_path / "file.json", settings)
    assert code == 2
    assert f"ISOTHERM_{missing}" in errors
    assert errors.count("\n") == 1


async def test_worker_itself_logs_in_with_its_own_name_of_the_password(
    accounts: AccountsWorld, tmp_path: Path
) -> None:
    settings = accounts.rendering()
    settings["ISOTHERM_MQTT_WORKER_PASSWORD"] = settings.pop("ISOTHERM_MQTT_PASSWORD")
    code, _, errors = await render(tmp_path / "file.json", settings)
    assert (code, errors) == (0, "")


async def test_help_says_what_it_does(accounts: AccountsWorld, tmp_path: Path) -> None:
    code, output, _ = await render(Path("--help"), {})
    assert code == 0
    assert "COMMAND" in output


async def test_a_worker_that_writes_meanwhile_disturbs_nothing(
    accounts: AccountsWorld, tmp_path: Path
) -> None:
    path = tmp_path / "file.json"
    await render(path, accounts.rendering())
    await accounts.register("fridge")
    async with asyncio.TaskGroup() as group:
        async with accounts.sql.transaction():
            await accounts.sql.execute("UPDATE account_state SET seen_at = now()")
            rendering = group.create_task(render(path, accounts.rendering()))

            async def waits() -> bool:
                await accounts.sql.execute("SELECT pg_stat_clear_snapshot()")
                return bool(
                    await accounts.sql.fetchval(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        " AND application_name = 'isotherm-worker-render'"
                    )
                )

            await until(waits)
        code, output, _ = await rendering
    assert code == 0
    assert "keeping" not in output
    assert "fridge" in clients(path)
