"""Ends with 0 when a server listens behind each of the addresses given, as in postgres://host:port/name."""

import socket
import sys
from urllib.parse import urlsplit

PORTS = {"postgres": 5432, "postgresql": 5432, "redis": 6379}


def listens(url):
    parts = urlsplit(url)
    try:
        with socket.create_connection(
            (parts.hostname or "127.0.0.1", parts.port or PORTS[parts.scheme]), timeout=1
        ):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(not all(map(listens, sys.argv[1:])))
