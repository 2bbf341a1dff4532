"""Ask the API through the pages: show.py PATH"""

import asyncio
import sys

from common import api, finish


async def main() -> None:
    async with api() as http:
        finish(await http.get(sys.argv[1]))


asyncio.run(main())
