"""HTTP to public addresses from inside the cluster, where they lead nowhere.

A request keeps its public URL, so that cookies, redirects and the issuer are those of a browser;
only the connection goes to the service behind it, with the headers that an ingress would set.
"""

from collections.abc import Mapping

import httpx

TIMEOUT_S = 30.0


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


class Routes(httpx.AsyncBaseTransport):
    """Sends what begins with a public URL to the service behind it; the longest one counts."""

    def __init__(self, services: Mapping[str, str]) -> None:
        routes = {httpx.URL(public): httpx.URL(inside) for public, inside in services.items()}
        self._services = sorted(routes.items(), key=lambda pair: -len(pair[0].path))
        self._inner = httpx.AsyncHTTPTransport()

    def _behind(self, url: httpx.URL) -> tuple[httpx.URL, httpx.URL] | None:
        for public, inside in self._services:
            same = (url.scheme, url.host, _port(url)) == (
                public.scheme,
                public.host,
                _port(public),
            )
            path = public.path.rstrip("/")
            if same and (url.path == path or url.path.startswith(f"{path}/")):
                return public, inside
        return None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to the service behind its URL, or as it is."""
        route = self._behind(request.url)
        if route is None:
            return await self._inner.handle_async_request(request)
        public, inside = route
        rest = request.url.raw_path[len(public.path.rstrip("/")) :]
        url = inside.copy_with(raw_path=inside.path.rstrip("/").encode() + rest)
        headers = httpx.Headers(request.headers)
        headers["host"] = request.url.netloc.decode()
        headers["x-forwarded-proto"] = request.url.scheme
        headers["x-forwarded-host"] = request.url.netloc.decode()
        headers["x-forwarded-port"] = str(_port(request.url))
        sent = httpx.Request(
            request.method,
            url,
            headers=headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        return await self._inner.handle_async_request(sent)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


def client(services: Mapping[str, str]) -> httpx.AsyncClient:
    """Return a client that follows no redirect and knows no proxy.

    As browsers do on loopback, it sends cookies marked Secure over http, too.
    """
    http = httpx.AsyncClient(transport=Routes(services), timeout=TIMEOUT_S, trust_env=False)

    async def treat_as_secure(_: httpx.Response) -> None:
        for cookie in http.cookies.jar:
            cookie.secure = False

    http.event_hooks = {"response": [treat_as_secure]}
    return http
