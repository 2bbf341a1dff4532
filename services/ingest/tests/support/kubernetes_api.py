"""A stand-in for the Kubernetes API, over HTTPS: it answers for StatefulSets, or fails as told."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tls_parts import certificate

from isotherm_devstack.host.ports import LOOPBACK

TOKEN = "token-of-the-pod"  # noqa: S105  of this stand-in


@dataclass
class KubernetesApi:
    """What the API answers, what it was asked, and the folder of a pod's service account."""

    account: Path
    port: int = 0
    status: int = 200
    spec: dict[str, Any] | None = field(default_factory=lambda: {"replicas": 3})
    metadata: dict[str, Any] = field(default_factory=dict)
    body: bytes | None = None
    silent: threading.Event = field(default_factory=threading.Event)
    """While it is set, requests are not answered."""
    ended: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that Kubernetes gives each container, and the folder of the account."""
        return {
            "KUBERNETES_SERVICE_HOST": LOOPBACK,
            "KUBERNETES_SERVICE_PORT": str(self.port),
            "ISOTHERM_SERVICE_ACCOUNT": str(self.account),
        }

    def answer(self) -> bytes:
        """Return the body of the answer."""
        if self.body is not None:
            return self.body
        document = {"kind": "StatefulSet", "apiVersion": "apps/v1", "metadata": self.metadata}
        if self.spec is not None:
            labels = {"app": "ingest"}
            document["spec"] = {
                "serviceName": "ingest",
                "selector": {"matchLabels": labels},
                "template": {"metadata": {"labels": labels}},
                **self.spec,
            }
        return json.dumps(document).encode()


@contextmanager
def kubernetes_api(folder: Path) -> Iterator[KubernetesApi]:
    """Serve the API during the block."""
    folder.mkdir()
    authority, key = certificate(folder)
    authority.rename(folder / "ca.crt")
    (folder / "token").write_text(TOKEN)
    (folder / "namespace").write_text("greenhouse")
    api = KubernetesApi(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            api.asked.append(f"{self.path} {self.headers['Authorization']}")
            if api.silent.is_set():
                api.ended.wait(60)
            body = api.answer()
            self.send_response(api.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "ca.crt", key)
    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    api.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, name="kubernetes")
    thread.start()
    try:
        yield api
    finally:
        api.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()
