"""Each response after the announcement says that its connection ends with it, and it does."""

from raw_http import serving

from isotherm_api.connection.closing import Closing

GET = b"GET /x HTTP/1.1\r\nHost: a\r\n\r\n"


async def test_connections_are_kept_until_their_end_is_announced() -> None:
    closing = Closing()
    async with serving(closing=closing) as server, server.client(GET) as client:
        for _ in range(2):
            _, headers, _ = await client.answer()
            assert "connection" not in headers
            client.writer.write(GET)


async def test_the_next_response_of_every_connection_says_that_it_is_the_last() -> None:
    closing = Closing()
    async with (
        serving(closing=closing) as server,
        server.client(GET) as kept,
        server.client() as unused,
    ):
        await kept.answer()
        closing.is_announced = True
        for client in (kept, unused):
            client.writer.write(GET)
            status, headers, body = await client.answer()
            assert (status, headers["connection"], body) == (200, "close", b"GET 0")
            assert await client.ended() == b""
