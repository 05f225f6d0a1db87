"""Browsers that post during a soak: forms with cookie, token and idempotency key, on kept connections."""

import asyncio
import random
import re
import time
import uuid
from collections import Counter, deque
from urllib.parse import urlencode

TOKEN = "s" * 32
TRIES = 5
LATEST = 5.0  # seconds; what could not be begun by then is left out, as its writer would have left


class Desk:
    """One connection to the site, opened again when it went."""

    def __init__(self, port):
        self.host, self.port = f"127.0.0.1:{port}", port
        self.reader = self.writer = None

    async def post(self, path, person, form):
        """(status, text); tried again with the same key while nothing comes back."""
        for _ in range(TRIES):
            try:
                return await asyncio.wait_for(self._post(path, person, form), 20)
            except (OSError, EOFError, TimeoutError, IndexError):
                self.writer = None
                await asyncio.sleep(0.2)
        return 0, ""

    async def _post(self, path, person, form):
        if self.writer is None or self.writer.is_closing():
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = urlencode({**form, "csrfmiddlewaretoken": TOKEN}).encode()
        self.writer.write(self._head(path, person, len(body)) + body)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", head.lower())[1])
        text = await self.reader.readexactly(length)
        if b"connection: close" in head.lower():
            self.writer.close()
        return int(head.split(None, 2)[1]), text.decode()

    def _head(self, path, person, length):
        lines = {
            "Host": self.host,
            "Origin": f"https://{self.host}",
            "Cookie": f"{person.cookie}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": length,
            "HX-Request": "true",
            "X-Forwarded-For": "192.0.2.1",
            "X-Forwarded-Proto": "https",
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode()


class Writing:
    """All that is posted: so many comments and votes a second, as long as a desk is free in time."""

    def __init__(self, people, proposals, port, seed=7):
        self.idle, self.proposals = deque(people), proposals
        self.desks = [Desk(port) for _ in range(60)]
        self.chance = random.Random(seed)
        self.comments: dict = {}  # what was acknowledged: {id: proposal}
        self.votes: dict = {}  # and {(user, proposal): choice}
        self.answers: Counter = Counter()
        self.taken = {"comment": [], "vote": []}

    async def run(self, seconds, a_second):
        """`a_second`: {"comment": 20, "vote": 50}; what is due waits for a free desk."""
        due = asyncio.Queue()
        desks = [asyncio.create_task(self._work(desk, due)) for desk in self.desks]
        await asyncio.gather(*(self._plan(what, rate, seconds, due) for what, rate in a_second.items()))
        await due.join()
        for desk in desks:
            desk.cancel()

    async def _plan(self, what, rate, seconds, due):
        started = time.monotonic()
        for number in range(int(seconds * rate)):
            moment = started + number / rate
            await asyncio.sleep(max(0, moment - time.monotonic()))
            due.put_nowait((what, moment))

    async def _work(self, desk, due):
        while True:
            what, moment = await due.get()
            if time.monotonic() - moment > LATEST:
                self.answers[what, "not begun"] += 1
                due.task_done()
                continue
            person = self.idle.popleft()  # nobody does two things at once
            started = time.monotonic()
            await (self._comment if what == "comment" else self._vote)(desk, person)
            self.taken[what].append(time.monotonic() - started)
            self.idle.append(person)
            due.task_done()

    async def _comment(self, desk, person):
        proposal = self.chance.choice(self.proposals)
        words = "A comment of a usual length, with some reasons in it. " * self.chance.randint(1, 8)
        form = {"body": words, "language": "en", "client_id": uuid.uuid4()}
        status, text = await desk.post(f"/proposals/{proposal}/comments/", person, form)
        self.answers["comment", status] += 1
        if status == 200:
            self.comments[int(re.search(r'data-live-item="(\d+)"', text)[1])] = proposal

    async def _vote(self, desk, person):
        proposal = self.chance.choice(self.proposals)
        choice = self.chance.choice(["agree", "disagree", "pass"])
        form = {"choice": choice, "client_id": uuid.uuid4()}
        status, _text = await desk.post(f"/contributions/{proposal}/vote/", person, form)
        self.answers["vote", status] += 1
        if status == 200:
            self.votes[person.user, proposal] = choice
