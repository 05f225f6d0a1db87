"""Residents who write all the time, and send again with the same client id whatever was not answered."""

import random
import re
import threading
import time
from dataclasses import dataclass, field
from itertools import cycle
from uuid import UUID

from .browser import Browser, form_on

SEND_AGAIN = 0.4  # seconds: sooner than a page asks for, as impatient people do
LAST_WORD = 25.0  # seconds in which what is on its way when the writers stop has to be answered
POSTS_AN_ACCOUNT = 18  # the limit is 20 in five minutes


@dataclass
class Written:
    """Something sent, perhaps several times; `answered` is None while nobody said that it is kept."""

    key: str
    words: str
    first_sent: float
    answered: float | None = None
    number: int = 0  # of the contribution, as the answer named it


@dataclass(eq=False)
class Writer(threading.Thread):
    """Writes something, pauses, writes again; what was begun is finished after `stop` is set."""

    site: object
    proposal: int
    residents: list
    stop: threading.Event
    pause: float
    written: list = field(default_factory=list)

    def __post_init__(self):
        super().__init__(daemon=True)
        self.browsers = [Browser(self.site, resident) for resident in self.residents]
        self.turns = cycle(self.browsers)
        self.browser = next(self.turns)
        self.until = None
        self.failure = None

    def run(self):
        try:
            while not self.stop.is_set():
                self.write()
                self.stop.wait(self.pause * random.uniform(0.7, 1.3))
        except Exception as error:
            self.failure = f"{type(error).__name__}: {error}"

    @property
    def gives_up(self):
        if self.stop.is_set() and self.until is None:
            self.until = time.monotonic() + LAST_WORD
        return self.until is not None and time.monotonic() > self.until

    def insist(self, ask, enough):
        """Ask until it is enough; the last answer, or None when time is up or nothing but waiting helps."""
        while not self.gives_up:
            answer = ask()
            if enough(answer):
                return answer
            if answer.status == 429:
                return None
            time.sleep(SEND_AGAIN)
        return None

    def fields(self, action):
        """The hidden fields of a form on the proposal's page: its client id and the token."""
        answer = self.insist(
            lambda: self.browser.get(f"/proposals/{self.proposal}/"), lambda a: a.status == 200
        )
        return form_on(answer.text, action) if answer else None

    def send(self, action, words, **form):
        fields = self.fields(action)
        if not fields:
            return None
        sent = Written(UUID(fields["client_id"]).hex, words, time.monotonic())
        self.written.append(sent)
        answer = self.insist(lambda: self.browser.post(action, **fields, **form), lambda a: a.acknowledged)
        if answer:
            sent.answered = time.monotonic()
            sent.number = int((re.findall(r"\d+", answer.location) or [0])[-1])
        return sent


class Commenter(Writer):
    """Each of the residents in turn posts some comments."""

    def write(self):
        if len(self.written) % POSTS_AN_ACCOUNT == POSTS_AN_ACCOUNT - 1:
            self.browser = next(self.turns)
        words = f"Comment {len(self.written)} of {self.residents[0]['user']}, written while something broke."
        self.send(f"/proposals/{self.proposal}/comments/", words, body=words)


class Voter(Writer):
    """One resident who changes their mind."""

    def write(self):
        choice = ("agree", "disagree", "pass")[len(self.written) % 3]
        self.send(f"/contributions/{self.proposal}/vote/", choice, choice=choice)

    @property
    def standing(self):
        """What they were told last, when nothing was left open since; else None."""
        return self.written[-1].words if self.written and self.written[-1].answered else None
