"""A page at the other end of a cable that was pulled: it follows a thread, then neither reads nor answers."""

import json
import socket
from pathlib import Path

from websockets.client import ClientProtocol
from websockets.uri import parse_uri

ESTABLISHED = "01"
BUFFER = 2048  # octets, so that the server soon has nowhere to put what it sends


class SilentClient:
    def __init__(self, site, topic):
        self.port = site.port
        self.protocol = ClientProtocol(parse_uri(f"ws://127.0.0.1:{site.port}/ws/"), origin=site.address)
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        self.socket.connect(("127.0.0.1", site.port))
        self._greet()
        self.protocol.send_text(json.dumps({"type": "subscribe", "topic": topic, "since": 0}).encode())
        self._send()

    def _greet(self):
        self.protocol.send_request(self.protocol.connect())
        self._send()
        while not self.protocol.events_received():
            self.protocol.receive_data(self.socket.recv(1024))

    def _send(self):
        for data in self.protocol.data_to_send():
            self.socket.sendall(data)

    def held(self):
        """Whether the server still keeps its end open, as the kernel knows it."""
        own = self.socket.getsockname()[1]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
            _number, local, remote, state, *_rest = line.split()
            if (_port(local), _port(remote)) == (self.port, own):
                return state == ESTABLISHED
        return False

    def close(self):
        self.socket.close()


def _port(address):
    return int(address.partition(":")[2], 16)
