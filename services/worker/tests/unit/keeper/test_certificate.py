"""A certificate is accepted only with its own key, and copied as plain private files."""

import shutil
import stat
from pathlib import Path

import pytest
from tls_parts import mounted_pair

from isotherm_worker.keeper.certificate import CertificateError, read_pair, write_pair


def test_a_pair_that_fits_is_copied_and_replaced(tmp_path: Path) -> None:
    first, second = mounted_pair(tmp_path / "a"), mounted_pair(tmp_path / "b")
    (first / "ca.crt").write_text("authority")
    target = tmp_path / "deeper" / "target"
    for source in (first, second):
        pair = read_pair(source)
        assert pair.expires_at().tzinfo is not None
        write_pair(target, pair)
        assert read_pair(target) == pair
        assert sorted(path.name for path in target.iterdir()) == sorted(
            path.name for path in source.iterdir()
        )
        assert {stat.S_IMODE(path.stat().st_mode) for path in target.iterdir()} == {0o600}
    assert read_pair(first).digest != read_pair(second).digest


def test_links_as_kubernetes_makes_them_are_followed_to_one_version(tmp_path: Path) -> None:
    version = mounted_pair(tmp_path / "..2026")
    (tmp_path / "..data").symlink_to(version.name)
    (tmp_path / "tls.crt").symlink_to("..data/tls.crt")
    (tmp_path / "tls.key").symlink_to("..data/tls.key")
    assert read_pair(tmp_path) == read_pair(version)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("no certificate", "tls.crt cannot be read: No such file"),
        ("no key", "tls.key cannot be read: No such file"),
        ("bad certificate", "tls.crt holds no certificate"),
        ("empty certificate", "tls.crt holds no certificate"),
        ("bad key", "tls.key holds no usable key"),
        ("encrypted key", "tls.key holds no usable key"),
        ("foreign key", "tls.key is not the key of tls.crt"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, fault: str, message: str) -> None:
    folder, other = mounted_pair(tmp_path / "a"), mounted_pair(tmp_path / "b")
    match fault:
        case "no certificate":
            (folder / "tls.crt").unlink()
        case "no key":
            (folder / "tls.key").unlink()
        case "bad certificate":
            (folder / "tls.crt").write_text("secret")
        case "empty certificate":
            (folder / "tls.crt").write_text("")
        case "bad key":
            (folder / "tls.key").write_text("secret")
        case "encrypted key":
            (folder / "tls.key").write_bytes(_encrypted())
        case "foreign key":
            shutil.copy(other / "tls.key", folder / "tls.key")
    with pytest.raises(CertificateError, match=message) as refused:
        read_pair(folder).expires_at()
    assert "secret" not in str(refused.value)


def _encrypted() -> bytes:
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.BestAvailableEncryption(b"word")
    )
