"""Fifty connections of ten people, with every cache on: no answer holds what is somebody else's."""

import gzip
import http.client
import random
import re
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from consult.enums import ModerationMode
from proposals.actions.contributions import submit_comment
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import ProposalFactory

pytestmark = pytest.mark.slow
PEOPLE, CONNECTIONS, SECONDS = 10, 50, 20
TOKEN = "t" * 32
# What browsers and proxies send besides, none of which may choose whose page is answered.
ODD = [
    {},
    {"Cache-Control": "No-Cache"},
    {"cache-control": "max-age=0, ONLY-if-cached"},
    {"Accept-Language": "fr"},
    {"Accept-Language": "xx-YY, *;q=.1"},
    {"Accept-Encoding": "gzip, br;q=0"},
    {"X-Requested-With": "XMLHttpRequest"},
    {"If-None-Match": '"anything"', "If-Modified-Since": "Sat, 29 Oct 1994 19:43:31 GMT"},
]
# Of others: texts that wait for a moderator, addresses and names of accounts, sessions.
MARKS = re.compile(r"CANARY-([A-Z]+)-(\d+)-")


@dataclass
class Person:
    number: int
    session: str
    own: int  # a comment that only its author reads


def person_of(number, proposal):
    name, email = f"CANARY-NAME-{number}-", f"CANARY-MAIL-{number}-@example.org"
    user, client = UserFactory(email=email, display_name=name, password=None), Client()
    body = f"CANARY-HELD-{number}- waits for a moderator."
    comment = submit_comment(by=user, proposal=proposal, body=body, public_name="Somebody")
    client.force_login(user)
    return Person(number, client.cookies[settings.SESSION_COOKIE_NAME].value, comment.contribution.pk)


def test_no_answer_on_a_shared_connection_holds_what_is_somebody_elses(site):
    with site.rows():
        consultation = ConsultationFactory(moderation_mode=ModerationMode.BEFORE)
        proposal = ProposalFactory(consultation_of=consultation)
        people = [person_of(number, proposal) for number in range(PEOPLE)]
    site.start()
    visits = [Visits(site.port, people, proposal.pk, random.Random(seed)) for seed in range(CONNECTIONS)]
    threads = [threading.Thread(target=visit.go_on) for visit in visits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen = sum((visit.seen for visit in visits), Counter())
    assert [visit.mixed for visit in visits if visit.mixed] == []
    assert {status for _what, status in seen} <= {200, 302, 304, 404, 429}
    # Each thing was done by those who may, with their own marks on pages: the search can find something.
    done = {what for what, status in seen if status in (200, 302)}
    assert done == {"thread", "own", "another's", "mine", "account", "comment", "vote"}, seen
    assert all(visit.own_marks > 0 for visit in visits)


class Visits:
    """One connection on which now this person, now that one reads and writes."""

    def __init__(self, port, people, proposal, chance):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.people, self.proposal, self.chance = people, proposal, chance
        self.seen, self.mixed, self.own_marks = Counter(), [], 0

    def go_on(self):
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            self.one_more()
        self.connection.close()

    def one_more(self):
        person = self.chance.choice(self.people)
        what, method, path, form = self.chance.choice(self.wishes(person))
        body = urlencode({**form, "csrfmiddlewaretoken": TOKEN}) if form else None
        self.connection.request(method, path, body, self.head(person))
        answer = self.connection.getresponse()
        text = str(answer.getheaders()) + decoded(answer)
        self.seen[what, answer.status] += 1
        whose = {int(number) for _kind, number in MARKS.findall(text)}
        self.own_marks += person.number in whose
        if whose - {person.number} or any(
            other.session in text for other in self.people if other is not person
        ):
            self.mixed.append((what, path, person.number, sorted(whose)))

    def wishes(self, person):
        other = self.chance.choice(self.people)
        thread = f"/proposals/{self.proposal}/"
        said = {"body": f"CANARY-HELD-{person.number}- again.", "language": "en", "client_id": uuid.uuid4()}
        vote = {"choice": self.chance.choice(["agree", "disagree", "pass"]), "client_id": uuid.uuid4()}
        return [
            ("thread", "GET", thread, {}),
            ("own", "GET", f"/contributions/{person.own}/", {}),
            ("another's", "GET", f"/contributions/{other.own}/", {}),
            ("mine", "GET", "/me/contributions/", {}),
            ("account", "GET", "/accounts/email/", {}),
            ("comment", "POST", f"{thread}comments/", said),
            ("vote", "POST", f"/contributions/{self.proposal}/vote/", vote),
        ]

    def head(self, person):
        cookies = [f"{settings.SESSION_COOKIE_NAME}={person.session}", f"csrftoken={TOKEN}"]
        cookies += self.chance.sample(["theme=dark", "unrelated=1; other=2", "_ga=GA1.2.3", 'odd="a b"'], 2)
        self.chance.shuffle(cookies)
        return {
            "Cookie": "; ".join(cookies),
            "Content-Type": "application/x-www-form-urlencoded",
            **self.chance.choice([{}, {"HX-Request": "true"}]),
            **self.chance.choice(ODD),
        }


def decoded(answer):
    octets = answer.read()
    packed = answer.getheader("Content-Encoding") == "gzip"
    return (gzip.decompress(octets) if packed else octets).decode()
