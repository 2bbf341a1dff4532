"""What an image adds is counted above its base alone, compressed once."""

import gzip
import hashlib
import io
import json
import os
import tarfile
from pathlib import Path

import pytest

from isotherm_images.layers import LayersError, added_bytes

_BASE = [os.urandom(50_000), os.urandom(60_000)]
_OWN = [b"x" * 100_000, os.urandom(7_000)]
_NAMES = [hashlib.sha256(content).hexdigest() for content in (*_BASE, *_OWN)]


def saved(folder: Path, contents: list[bytes]) -> Path:
    """Write an archive as `docker save` does, and return its path."""
    archive = folder / "image.tar"
    files = [f"{number}.tar" for number in range(len(contents))]
    manifest = json.dumps([{"Config": "config.json", "Layers": files}]).encode()
    with tarfile.open(archive, "w") as tar:
        for name, content in [*zip(files, contents, strict=True), ("manifest.json", manifest)]:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return archive


def test_counts_compressed_bytes_above_the_base(tmp_path: Path) -> None:
    archive = saved(tmp_path, [*_BASE, *_OWN])
    assert 7_000 < added_bytes(archive, _NAMES, _NAMES[:2]) < 8_000


def test_counts_layers_that_are_compressed_already_as_they_are(tmp_path: Path) -> None:
    packed = gzip.compress(_OWN[1])
    archive = saved(tmp_path, [*_BASE, packed])
    assert added_bytes(archive, _NAMES[:3], _NAMES[:2]) == len(packed)


def test_refuses_an_image_on_another_base(tmp_path: Path) -> None:
    archive = saved(tmp_path, [*_BASE, *_OWN])
    with pytest.raises(LayersError, match="base"):
        added_bytes(archive, _NAMES, [_NAMES[1]])


def test_refuses_an_archive_of_other_layers(tmp_path: Path) -> None:
    archive = saved(tmp_path, _BASE)
    with pytest.raises(LayersError, match="2 layers, not 4"):
        added_bytes(archive, _NAMES, [])
