"""Keycloak's distribution: verified, built once in the cache, and linked into each home."""

import hashlib
import io
import os
import tarfile
from pathlib import Path

import pytest

from isotherm_devstack.errors import ChecksumError
from isotherm_devstack.host.paths import THEMES
from isotherm_devstack.parts import keycloak_home
from isotherm_devstack.parts.keycloak_home import VERSION, built, is_built, link

NAME = f"keycloak-{VERSION}"
ARCHIVE = f"keycloak-quarkus-dist-{VERSION}.tar.gz"
BUILDS = b'#!/bin/sh\necho "$JAVA_HOME $*" >> "$(dirname "$0")/../../builds"\n'


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, which is empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    cache = tmp_path / "isotherm"
    cache.mkdir()
    return cache


def _archive(program: str) -> bytes:
    """Return an archive of one program, which writes how it was called."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as tar:
        member = tarfile.TarInfo(program)
        member.size, member.mode = len(BUILDS), 0o755
        tar.addfile(member, io.BytesIO(BUILDS))
    return content.getvalue()


def _offer(archive: bytes, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Maven download this archive and count the downloads."""
    (cache / "offered").write_bytes(archive)
    maven = cache.parent / "mvn"
    maven.write_text(f"#!/bin/sh\necho download >> downloads\ncp offered {ARCHIVE}\n")
    maven.chmod(0o755)
    monkeypatch.setenv("PATH", f"{maven.parent}:{os.environ['PATH']}")


def _expect(archive: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keycloak_home, "_SHA256", hashlib.sha256(archive).hexdigest())


def _lines(file: Path) -> list[str]:
    return file.read_text().splitlines()


async def test_it_is_downloaded_and_built_once(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = _archive(f"{NAME}/bin/kc.sh")
    _offer(archive, cache, monkeypatch)
    _expect(archive, monkeypatch)
    assert not is_built()
    assert [await built(Path("/java")) for _ in range(2)] == [cache / NAME] * 2
    assert is_built()
    assert _lines(cache / "downloads") == ["download"]
    assert _lines(cache / "builds") == ["/java build --db=dev-file --health-enabled=true"]


async def test_other_options_build_it_again_from_the_kept_archive(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = _archive(f"{NAME}/bin/kc.sh")
    _offer(archive, cache, monkeypatch)
    _expect(archive, monkeypatch)
    home = await built(Path("/java"))
    (home / "left-over").touch()
    (home / ".isotherm-built").write_text("build --db=postgres")
    assert not is_built()
    await built(Path("/java"))
    assert not (home / "left-over").exists()
    assert len(_lines(cache / "builds")) == 2
    assert _lines(cache / "downloads") == ["download"]


async def test_a_wrong_checksum_is_an_error_and_the_download_is_deleted(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _offer(b"something else", cache, monkeypatch)
    (cache / ARCHIVE).write_bytes(b"the beginning of an earlier download")
    with pytest.raises(ChecksumError, match=f"{ARCHIVE} has SHA-256 [0-9a-f]{{64}}, not"):
        await built(Path("/java"))
    assert _lines(cache / "downloads") == ["download"]
    assert not (cache / ARCHIVE).exists()
    assert not is_built()


async def test_an_archive_of_another_folder_is_an_error(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = _archive("keycloak-1.0/bin/kc.sh")
    _offer(archive, cache, monkeypatch)
    _expect(archive, monkeypatch)
    with pytest.raises(ChecksumError, match=rf"does not contain {NAME}/bin/kc\.sh"):
        await built(Path("/java"))
    assert not is_built()


def test_a_home_has_its_own_scripts_our_themes_and_links_to_the_rest(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for version in ("1", "2"):  # a later version replaces what was linked
        source = tmp_path / version
        (source / "bin").mkdir(parents=True)
        (source / "bin" / "kc.sh").write_text(version)
        link(source, home)
        assert (home / "bin" / "kc.sh").read_text() == version
        assert not (home / "bin").is_symlink()
        linked = {path.name: path.readlink() for path in home.iterdir() if path.is_symlink()}
        assert linked == {"themes": THEMES} | {
            name: source / name for name in ("lib", "conf", "providers")
        }
    assert home.stat().st_mode & 0o777 == 0o700
