"""The Secrets of a release, saved as one file and printed as Kubernetes objects again."""

import base64
import json
from pathlib import Path
from typing import Any


def collect(mounted: Path) -> dict[str, dict[str, str]]:
    """Return the content of mounted Secrets, base64: by the name of the Secret and of its key."""
    content: dict[str, dict[str, str]] = {}
    for folder in sorted(path for path in mounted.iterdir() if path.is_dir()):
        # a mounted Secret also holds the hidden folders of its versions
        keys = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        data = {key.name: base64.b64encode(key.read_bytes()).decode() for key in keys}
        if data:
            content[folder.name] = data
    return content


def objects(saved: dict[str, dict[str, str]], release: str, namespace: str) -> dict[str, Any]:
    """Return a Kubernetes List of the Secrets, which Helm takes over into a release."""
    return {
        "apiVersion": "v1",
        "kind": "List",
        "items": [
            {
                "apiVersion": "v1",
                "kind": "Secret",
                "metadata": {
                    "name": name,
                    "labels": {"app.kubernetes.io/managed-by": "Helm"},
                    "annotations": {
                        "helm.sh/resource-policy": "keep",
                        "meta.helm.sh/release-name": release,
                        "meta.helm.sh/release-namespace": namespace,
                    },
                },
                "type": "Opaque",
                "data": data,
            }
            for name, data in saved.items()
        ],
    }


def write(path: Path, saved: dict[str, dict[str, str]]) -> None:
    """Write the Secrets into a file that only its owner reads."""
    path.touch(mode=0o600)
    path.write_text(json.dumps(saved, indent=1) + "\n")


def read(path: Path) -> dict[str, dict[str, str]]:
    """Return the Secrets of a file."""
    saved: dict[str, dict[str, str]] = json.loads(path.read_text())
    return saved
