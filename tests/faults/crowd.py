"""Everybody who is there when something breaks: writers, and screens that watch the same thread."""

import threading
import time
from collections import Counter
from contextlib import suppress

from .screens import Screen
from .writers import Commenter, Voter

COMMENTERS, ACCOUNTS_EACH, VOTERS, VISITORS = 5, 3, 4, 3
COMMENT_EVERY, VOTE_EVERY = 0.8, 1.0
WAIT = 60.0  # longest wait for life, so that a figure worse than promised is known, too


class Crowd:
    """Comes by `come`, writes and watches until `leave`; `with Crowd(…)` sends it home however that went."""

    def __init__(self, site, room):
        self.site, self.proposal = site, room["proposal"]
        self.writing, self.watching = threading.Event(), threading.Event()
        people = iter(room["residents"])
        some = [[next(people) for _ in range(ACCOUNTS_EACH)] for _ in range(COMMENTERS)]
        self.commenters = [self._writer(Commenter, each, COMMENT_EVERY) for each in some]
        self.voters = [self._writer(Voter, [next(people)], VOTE_EVERY) for _ in range(VOTERS)]
        self.screens = [self._screen(voter.residents[0]) for voter in self.voters]
        self.screens += [self._screen(None) for _ in range(VISITORS)]

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.writing.set()
        self.watching.set()

    def _writer(self, kind, residents, pause):
        return kind(self.site, self.proposal, residents, self.writing, pause)

    def _screen(self, resident):
        """Voters see the tally, visitors the thread alone; the page was loaded when nothing had happened."""
        tally = {f"tally:{self.proposal}": None} if resident else {}
        return Screen(self.site, resident, {f"thread:{self.proposal}": 0, **tally}, self.watching)

    @property
    def writers(self):
        return [*self.commenters, *self.voters]

    def come(self):
        """Voters first, as the tally is for those who voted; returns when all are at work."""
        for voter in self.voters:
            voter.start()
        self._until(lambda: all(voter.standing for voter in self.voters), "the first votes")
        for thread in (*self.commenters, *self.screens):
            thread.start()
        self._until(lambda: all(screen.events for screen in self.screens), "the first comments")

    def _until(self, seen, what, wait=WAIT):
        until = time.monotonic() + wait
        while not seen():
            if time.monotonic() > until:
                raise TimeoutError(f"not within {wait:.0f} s: {what}\n{self.site.said()[-4000:]}")
            time.sleep(0.02)

    def live_again(self, since):
        """Seconds from then until a comment sent later was kept and stands on every screen."""
        until = since + WAIT
        while time.monotonic() < until:
            if found := [late for late in map(self._on_all_screens, self._sent_since(since)) if late]:
                return min(found) - since
            time.sleep(0.05)
        return None

    def _sent_since(self, when):
        sent = [each for writer in self.commenters for each in list(writer.written)]
        return [each for each in sent if each.answered and each.first_sent >= when]

    def _on_all_screens(self, comment):
        arrivals = [screen.arrived(comment.number) for screen in self.screens]
        return None if None in arrivals else max([comment.answered, *arrivals])

    def slowest_on_screen(self, began, ended):
        """Seconds from the answer to the last screen, of all comments sent in that time; None for none."""
        sent = [each for each in self._sent_since(began) if each.first_sent <= ended]
        shown = [(self._on_all_screens(each), each.answered) for each in sent]
        return max((late - answered for late, answered in shown if late), default=None)

    def leave(self, recount):
        """Writers finish, screens go on to the last event; returns the seconds it took, None for too long."""
        self.writing.set()
        for writer in self.writers:
            writer.join()
        stopped, late = time.monotonic(), None
        with suppress(TimeoutError):
            self._until(lambda: self._show_all(recount), "the screens show everything")
            late = time.monotonic() - stopped
        self.watching.set()
        for screen in self.screens:
            screen.join()
        return late

    def _show_all(self, recount):
        last, tally = recount.last_seq(), recount.counted()
        return recount.tally() == tally and all(screen.shows(last, tally) for screen in self.screens)

    def told(self):
        """{status: how often} of all answers."""
        return dict(sum((browser.told for browser in self.browsers), Counter()))

    @property
    def browsers(self):
        return [browser for writer in self.writers for browser in writer.browsers]
