"""uvicorn's sans-I/O WebSocket protocol, which also takes a frame that was made once for many sockets."""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode

# Names the octets of a whole frame in a `websocket.send`, beside the text that any other server sends.
FRAMED = "consult.framed"


def framed(text):
    """A text message as one frame from a server to a browser: not masked, not compressed (RFC 6455, 5.2)."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


class SharedFrameProtocol(WebSocketsSansIOProtocol):
    """Frames and copies a text a thousand sockets get once instead of a thousand times."""

    async def send(self, message):
        octets = message.get(FRAMED)
        if octets is None or not self._flows():
            await super().send(message)
        else:
            self.transport.write(octets)

    def _flows(self):
        """Is the socket open both ways, and nothing kept back for a reader who is slow?"""
        ended = self.close_sent or self.disconnected
        return self.handshake_complete and not ended and self.writable.is_set()
