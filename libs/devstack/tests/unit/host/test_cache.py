"""The cache: below the user's cache folder, with checksums, and built by one stack at a time."""

import fcntl
from pathlib import Path

import pytest

from isotherm_devstack.host.cache import cache_home, locked, sha256


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder, which does not exist yet."""
    base = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(base))
    return base


def test_the_folder_is_created_below_the_users_cache(base: Path) -> None:
    assert cache_home() == base / "isotherm"
    assert (base / "isotherm").is_dir()
    assert cache_home() == base / "isotherm"


@pytest.mark.parametrize("unset", [True, False])
def test_without_a_cache_folder_it_is_the_usual_one_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unset: bool
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    if unset:
        monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_home() == tmp_path / ".cache" / "isotherm"


def test_the_checksum_is_that_of_the_content(tmp_path: Path) -> None:
    file = tmp_path / "abc"
    file.write_bytes(b"abc")
    assert sha256(file) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def _is_locked(file: Path) -> bool:
    with file.open("a") as own:
        try:
            fcntl.flock(own, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


async def test_a_lock_is_held_during_the_block_and_concerns_one_name(base: Path) -> None:
    async with locked("pages"), locked("keycloak"):
        assert _is_locked(base / "isotherm" / "pages.lock")
        assert not _is_locked(base / "isotherm" / "helm.lock")
    assert not _is_locked(base / "isotherm" / "pages.lock")


async def test_a_lock_is_released_after_an_error(base: Path) -> None:
    with pytest.raises(ValueError, match="broken"):
        async with locked("pages"):
            raise ValueError("broken")
    assert not _is_locked(base / "isotherm" / "pages.lock")
