"""A socket below any client library: handshakes and frames as nobody should send them, octet by octet."""

import json
import socket
import struct

CONTINUED, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
FIN, RESERVED = 0x80, 0x40


def frame(payload=b"", opcode=TEXT, *, first=FIN, masked=True, length=None):
    """One frame; `first` holds the bits beside the opcode, `length` is what it says of itself."""
    length = len(payload) if length is None else length
    if length < 126:
        size = struct.pack("!B", length | masked << 7)
    elif length < 2**16:
        size = struct.pack("!BH", 126 | masked << 7, length)
    else:
        size = struct.pack("!BQ", 127 | masked << 7, length)
    mask = b"\0\0\0\0" if masked else b""  # a mask of nothing leaves the octets as they are
    return bytes([first | opcode]) + size + mask + payload


def fragments(*parts, opcode=TEXT):
    """One message in several frames."""
    *before, last = parts
    started = [frame(part, CONTINUED if n else opcode, first=0) for n, part in enumerate(before)]
    return b"".join(started) + frame(last, CONTINUED if started else opcode)


def handshake(host, *lines, target="/ws/", method="GET", version="HTTP/1.1", without=()):
    """A request to open a socket; a line replaces the usual one of its name, `without` leaves names out."""
    usual = {
        b"Host": host.encode(),
        b"Origin": f"http://{host}".encode(),
        b"Connection": b"Upgrade",
        b"Upgrade": b"websocket",
        b"Sec-WebSocket-Version": b"13",
        b"Sec-WebSocket-Key": b"AAAAAAAAAAAAAAAAAAAAAA==",
    }
    left_out = {name.lower() for name in without} | {
        line.partition(b":")[0].strip().lower() for line in lines
    }
    kept = [b"%s: %s" % each for each in usual.items() if each[0].lower() not in left_out]
    head = [f"{method} {target} {version}".encode(), *kept, *lines]
    return b"\r\n".join(head) + b"\r\n\r\n"


class Wire:
    """A connection to a served site; what comes back is read as far as it is asked for."""

    def __init__(self, host, *, receive_buffer=None):
        self.host = host
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(10)
        name, port = host.split(":")
        self.socket.connect((name, int(port)))
        self.input = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.input.close()
        self.socket.close()

    def open(self, request=None, *, says_no_more=False):
        """Send a handshake; the status of the answer, 0 when the other end leaves without one."""
        self.send(request or handshake(self.host))
        if says_no_more:
            self.socket.shutdown(socket.SHUT_WR)
        try:
            words = self.input.readline().split()
            while self.input.readline().strip():
                pass
        except OSError:
            return 0
        return int(words[1]) if words else 0

    def send(self, octets):
        """Send all of it, or as much as the other end takes before it leaves."""
        try:
            self.socket.sendall(octets)
        except (BrokenPipeError, ConnectionResetError):
            return

    def ask(self, **asked):
        self.send(frame(json.dumps(asked).encode()))

    def read(self):
        """(opcode, payload) of the next frame; a connection that just ends is a close without code."""
        try:
            head = self.input.read(2)
            if len(head) < 2:
                return CLOSE, b""
            length = head[1] & 0x7F
            if length > 125:
                length = int.from_bytes(self.input.read(2 if length == 126 else 8))
            return head[0] & 0xF, self.input.read(length)
        except ConnectionResetError:
            return CLOSE, b""

    def next(self):
        """The next event, synced or error as a dict, or the code with which the socket is closed."""
        while True:
            opcode, payload = self.read()
            if opcode == TEXT:
                return json.loads(payload)
            if opcode == CLOSE:
                return int.from_bytes(payload[:2])
            if opcode == PING:
                self.send(frame(payload, PONG))

    def until_closed(self):
        """(all frames, the code of closing)"""
        heard = []
        while isinstance(said := self.next(), dict):
            heard.append(said)
        return heard, said

    def outcome(self):
        """The code of the next error, the kind of another answer, or the code of the closing."""
        said = self.next()
        return said if isinstance(said, int) else said.get("code", said["type"])
