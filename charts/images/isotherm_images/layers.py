"""The size of what an image adds to its base, as a registry would hold it."""

import json
import tarfile
import zlib
from pathlib import Path
from typing import IO

_GZIP, _LEVEL, _CHUNK = 31, 6, 1 << 20  # 31: zlib's window bits for gzip
_COMPRESSED = (b"\x1f\x8b", b"\x28\xb5")  # gzip, Zstandard


class LayersError(Exception):
    """The image does not stand on the layers of its base; the text names it."""


def added_bytes(archive: Path, layers: list[str], base: list[str]) -> int:
    """Return the compressed bytes of the layers above those of the base.

    `archive` holds the image with these layers, as `docker save` writes it. Raise LayersError.
    """
    if layers[: len(base)] != base:
        raise LayersError(f"{archive.name}: its lowest layers are not those of its base")
    with tarfile.open(archive) as tar:
        manifest = json.load(_member(tar, "manifest.json"))
        files = manifest[0]["Layers"]
        if len(files) != len(layers):
            raise LayersError(f"{archive.name}: has {len(files)} layers, not {len(layers)}")
        return sum(_compressed_bytes(_member(tar, name)) for name in files[len(base) :])


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    file = tar.extractfile(name)
    if file is None:
        raise LayersError(f"{name} in the archive is not a file")
    return file


def _compressed_bytes(file: IO[bytes]) -> int:
    """Return the bytes of a layer after gzip, or as it is if it is compressed already."""
    chunk = file.read(_CHUNK)
    packed = chunk.startswith(_COMPRESSED)
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    size = 0
    while chunk:
        size += len(chunk) if packed else len(deflate.compress(chunk))
        chunk = file.read(_CHUNK)
    return size if packed else size + len(deflate.flush())
