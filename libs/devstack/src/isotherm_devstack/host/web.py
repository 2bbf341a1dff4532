"""HTTP to the parts: they listen on the loopback address and speak no TLS."""

import ssl
from typing import Any

import httpx

_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody. To load the known authorities, as each client else does, takes longer than a
request, and a readiness check is a client every 50 ms."""


def loopback_client(**options: Any) -> httpx.AsyncClient:
    """Return a client that knows no proxy and no TLS; `options` are those of `httpx`."""
    return httpx.AsyncClient(trust_env=False, verify=_NO_TLS, **options)
