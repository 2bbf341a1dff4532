"""Files encrypted with a passphrase."""

from pathlib import Path

import pytest

from isotherm.backup.errors import BackupError
from isotherm.backup.sealing import seal, unseal

PIECE = 1 << 20


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_a_sealed_file_comes_back(tmp_path: Path, size: int) -> None:
    text = bytes(range(256)) * (size // 256 + 1)
    (tmp_path / "plain").write_bytes(text[:size])
    seal(tmp_path / "plain", tmp_path / "sealed", "correct horse")
    unseal(tmp_path / "sealed", tmp_path / "again", "correct horse")
    assert (tmp_path / "again").read_bytes() == text[:size]
    assert (tmp_path / "again").stat().st_mode & 0o777 == 0o600


def test_a_sealed_file_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"a password" * 100)
    seal(tmp_path / "plain", tmp_path / "sealed", "correct horse")
    assert b"password" not in (tmp_path / "sealed").read_bytes()


@pytest.mark.parametrize("harm", ["passphrase", "bit", "cut", "exchanged", "foreign"])
def test_a_harmed_file_is_refused_and_leaves_nothing(tmp_path: Path, harm: str) -> None:
    (tmp_path / "plain").write_bytes(b"x" * (3 * PIECE))
    sealed = tmp_path / "sealed"
    seal(tmp_path / "plain", sealed, "correct horse")
    content = sealed.read_bytes()
    head, sealed_piece = len(content) - 3 * (PIECE + 16), PIECE + 16
    match harm:
        case "bit":
            sealed.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        case "cut":
            sealed.write_bytes(content[: head + 2 * sealed_piece])
        case "exchanged":
            first = content[head : head + sealed_piece]
            second = content[head + sealed_piece : head + 2 * sealed_piece]
            sealed.write_bytes(content[:head] + second + first + content[head + 2 * sealed_piece :])
        case "foreign":
            sealed.write_bytes(b"PGDMP")
    passphrase = "wrong" if harm == "passphrase" else "correct horse"
    with pytest.raises(BackupError):
        unseal(sealed, tmp_path / "again", passphrase)
    assert not (tmp_path / "again").exists()
