"""The whole application behind uvicorn, in a thread of the test's own process."""

import socket
import threading
import time

import uvicorn


class Server:
    """Serves consult.asgi on a free port: pages, static files and the socket, as `serve` does."""

    def __init__(self, application=None):
        if application is None:
            from consult.asgi import application

        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        config = uvicorn.Config(
            application,
            lifespan="off",
            ws="consult.websockets:SharedFrameProtocol",
            ws_per_message_deflate=False,
            ws_max_size=4096,
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            timeout_graceful_shutdown=2,
        )
        self.uvicorn = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.uvicorn.run, args=([self.listener],), daemon=True)

    def start(self):
        self.thread.start()
        deadline = time.monotonic() + 30
        while not self.uvicorn.started:
            if not self.thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError("The server did not start.")
            time.sleep(0.02)

    def stop(self):
        self.uvicorn.should_exit = True
        self.thread.join(timeout=10)
        self.listener.close()
