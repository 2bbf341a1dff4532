"""Secrets in a backup."""

from pathlib import Path

from isotherm.backup import secrets


def test_mounted_secrets_come_back_as_kubernetes_objects(tmp_path: Path) -> None:
    # as kubelet mounts them: links into a hidden folder
    version = tmp_path / "mounted" / "release-app" / "..2026"
    version.mkdir(parents=True)
    (version / "sealing-key").write_bytes(b"\x00\xffkey\n")
    (tmp_path / "mounted/release-app/sealing-key").symlink_to("..2026/sealing-key")
    (tmp_path / "mounted/empty").mkdir()

    saved = secrets.collect(tmp_path / "mounted")
    secrets.write(tmp_path / "secrets.json", saved)
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    listed = secrets.objects(secrets.read(tmp_path / "secrets.json"), "release", "warm")

    (item,) = listed["items"]
    assert item["metadata"]["name"] == "release-app"
    assert item["data"] == {"sealing-key": "AP9rZXkK"}
    assert item["metadata"]["annotations"]["meta.helm.sh/release-name"] == "release"
    assert item["metadata"]["annotations"]["meta.helm.sh/release-namespace"] == "warm"
    assert item["metadata"]["annotations"]["helm.sh/resource-policy"] == "keep"
