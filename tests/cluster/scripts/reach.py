"""Try to connect to addresses: reach.py HOST:PORT…; prints open, refused, timeout or the error."""

import json
import socket
import sys
from concurrent.futures import ThreadPoolExecutor

TIMEOUT_S = 4.0


def reach(address: str) -> str:
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), TIMEOUT_S):
            return "open"
    except TimeoutError:
        return "timeout"
    except ConnectionRefusedError:
        return "refused"
    except OSError as error:
        return str(error)


with ThreadPoolExecutor(32) as pool:
    print(json.dumps(dict(zip(sys.argv[1:], pool.map(reach, sys.argv[1:]), strict=True))))
