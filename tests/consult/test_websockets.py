"""The frame that many sockets share is the one each would have been sent."""

import asyncio

import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from consult.websockets import FRAMED, SharedFrameProtocol, framed

TEXTS = ["{}", "é" * 62 + "x", "x" * 126, "x" * 65_535, "x" * 65_536, "🚲"]


def sends(*messages):
    """An application that accepts, sends these and ends."""

    async def application(scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})
        for message in messages:
            await send(message)

    return application


def shared(text):
    return {"type": "websocket.send", "text": "not this one", FRAMED: framed(text)}


def heard_from(application):
    """What a client reads until the socket ends, and the code with which it ends."""

    async def journey():
        config = uvicorn.Config(
            application,
            port=0,
            ws=SharedFrameProtocol,
            lifespan="off",
            log_config=None,
            ws_per_message_deflate=True,
        )
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        heard = []
        async with connect(f"ws://127.0.0.1:{port}/", max_size=None) as socket:
            try:
                async for text in socket:
                    heard.append(text)
            except ConnectionClosedError:
                pass
            code = socket.close_code
        server.should_exit = True
        await running
        return heard, code

    return asyncio.run(journey())


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{len(text.encode())} octets")
def test_shared_frame_is_read_as_its_text_whatever_its_length(text):
    ends = {"type": "websocket.close", "code": 4001}
    assert heard_from(sends(shared(text), ends)) == ([text], 4001)


def test_shared_frames_and_texts_arrive_in_the_order_in_which_they_were_sent():
    plain = {"type": "websocket.send", "text": "plain"}
    messages = [plain, shared("one"), plain, shared("two"), {"type": "websocket.close", "code": 4008}]
    assert heard_from(sends(*messages)) == (["plain", "one", "plain", "two"], 4008)


def test_shared_frame_before_the_socket_is_accepted_is_refused_as_any_other():
    async def application(scope, receive, send):
        await receive()
        with pytest.raises(RuntimeError, match="Expected ASGI message"):
            await send(shared("early"))
        await sends({"type": "websocket.close", "code": 4001})(scope, receive_nothing, send)

    async def receive_nothing():
        return {}

    assert heard_from(application) == ([], 4001)


def test_shared_frame_after_the_close_is_refused_as_any_other():
    refused = []

    async def application(scope, receive, send):
        await sends({"type": "websocket.close", "code": 4001})(scope, receive, send)
        try:
            await send(shared("late"))
        except RuntimeError as error:
            refused.append(str(error))

    assert heard_from(application) == ([], 4001)
    assert refused == ["Unexpected ASGI message 'websocket.send', after sending 'websocket.close'."]
