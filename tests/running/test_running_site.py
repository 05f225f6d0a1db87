"""The running site, touched by nobody: what is due happens, what dies comes back, Ctrl-C ends it all.

RUNNING_SITE_AHEAD says how many seconds ahead things are set due (20 unless set).
"""

import json
import os
import re
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest

from consult.actions.memberships import invite_member
from consult.clock import now
from consult.enums import Role
from consult.models import Consultation, Notice, Phase, WorkerBeat
from consult.processes import GRACE
from tests.factories.accounts import UserFactory
from tests.factories.cms import draft_page, page_phase, published_page

pytestmark = pytest.mark.slow
AHEAD = int(os.environ.get("RUNNING_SITE_AHEAD", "20"))
LATE = 30  # the schedule looks every five seconds; the rest is for a busy machine


def test_what_is_due_happens_by_itself(site):
    with site.rows():
        owner = UserFactory(is_superuser=True)
        consultation = published_page(by=owner, phases=[page_phase()]).consultation
        draft = draft_page("Market hall", "market-hall")
    site.start()
    with site.socket() as page:
        follow(page, consultation)
        due = now() + timedelta(seconds=AHEAD)
        with site.rows():
            set_due(due, owner, consultation, draft)
        assert before(site) == (200, True, 404, [])
        frames = heard(page, "phase.closed", AHEAD + LATE)
        assert now() >= due
        assert [frame["type"] for frame in frames] == ["event"]
        site.wait_for(lambda: after(site) == (200, False, 200, 1), "page, phase and mail", LATE)
        assert now() - due < timedelta(seconds=LATE)
    _status, outbox = site.get("/outbox/")
    assert "Invitation: moderator of “Quieter streets”" in outbox
    link = re.search(r"/invitations/[\w=-]+/", site.letters()[0]).group(0)
    assert site.get(link)[0] == 200


def follow(page, consultation):
    page.send(json.dumps({"type": "subscribe", "topic": f"consultation:{consultation.pk}", "since": None}))
    assert json.loads(page.recv(timeout=10))["type"] == "synced"


def set_due(due, owner, consultation, draft):
    """One of each: a phase to close, a page to publish, a letter to send."""
    Phase.objects.filter(consultation=consultation).update(closes_at=due)
    draft.go_live_at = due
    draft.save_revision(user=owner).publish(user=owner)
    invite_member(by=owner, consultation=consultation, email="invited@example.org", role=Role.MODERATOR)
    Notice.objects.update(send_after=due)


def before(site):
    status, text = site.get("/consultations/quieter-streets/")
    return status, "/proposals/new/" in text, site.get("/consultations/market-hall/")[0], site.letters()


def after(site):
    *seen, letters = before(site)
    return (*seen, len(letters))


def heard(page, kind, seconds):
    """Frames up to the one of this kind; pongs and other kinds are not asked for."""
    until, frames = time.monotonic() + seconds, []
    while not frames or frames[-1].get("kind") != kind:
        frames.append(json.loads(page.recv(timeout=max(0.1, until - time.monotonic()))))
    return frames


def test_a_worker_that_was_killed_comes_back_and_works_on(site):
    with site.rows():
        owner = UserFactory(is_superuser=True)
        consultation = published_page(by=owner).consultation
    site.start()
    killed = site.worker()
    os.kill(killed, signal.SIGKILL)
    with site.rows():
        WorkerBeat.objects.all().delete()  # as if its last beat were long ago
        assert site.ready() == (
            503,
            {"ready": False, "database": "ok", "worker": "no beat within 30 seconds"},
        )
        invite_member(by=owner, consultation=consultation, email="invited@example.org", role=Role.MODERATOR)
    site.wait_for(lambda: site.worker() not in (0, killed), "a new worker", 15)
    site.wait_for(lambda: site.ready()[0] == 200, "ready again", 20)
    site.wait_for(site.letters, "the letter of the new worker", LATE)
    assert re.search(r"worker ended \(-9\); starting it again in 1 s", site.said())


def test_ctrl_c_ends_every_process_within_the_grace(site):
    with site.rows():
        published_page(by=UserFactory(is_superuser=True))
        consultation = Consultation.objects.get()
    site.start()
    children = site.children()
    assert len(children) == 2
    with site.socket() as page:
        follow(page, consultation)
        assert site.interrupt(GRACE + 2) == 0
    site.wait_for(lambda: not any(Path("/proc", str(pid)).exists() for pid in children), "all ended", 1)
    assert site.said().endswith("Stopped.\n")
    assert "did not stop within" not in site.said()
    assert site.get("/healthz")[0] == 0
