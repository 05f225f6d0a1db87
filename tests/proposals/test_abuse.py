"""Abuse of votes: the same many times at once, one person by several ways."""

import threading
import uuid
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import connections
from django.test import Client

from consult.clock import now
from proposals.actions.tallies import recount
from proposals.models import Tally, Vote
from tests.factories.accounts import UserFactory
from tests.factories.proposals import ParticipantFactory, ProposalFactory

pytestmark = pytest.mark.django_db


def at_once(acts):
    """Each act in a thread of its own, all let go together; what they gave or raised."""
    together, gave = threading.Barrier(len(acts)), []

    def do(act):
        try:
            together.wait()
            gave.append(act())
        except Exception as error:  # it is for the assertion of the caller
            gave.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return gave


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def status_of(browser, path, form, **how):
    return browser.post(path, form, **how).status_code


# AC-01


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sixteen_identical_votes_at_once_on_fifteen_posts_leave_one_row_each():
    first = ProposalFactory()
    consultation = first.consultation
    posts = [first, *(ProposalFactory(consultation_of=consultation) for _each in range(14))]
    user = UserFactory()
    ParticipantFactory(consultation=consultation, user=user)
    browsers = [signed_in(user) for _each in range(16)]
    for minutes, post in enumerate(posts):  # nobody may vote more often in one minute
        path, form = f"/contributions/{post.pk}/vote/", {"choice": "agree", "client_id": uuid.uuid4()}
        acts = [partial(status_of, browser, path, form) for browser in browsers]
        with time_machine.travel(now() + timedelta(minutes=2 * minutes)):
            assert at_once(acts) == [302] * 16
        recount(post.pk)
    assert sorted(Vote.objects.values_list("contribution", "participant__user", "choice")) == [
        (post.pk, user.pk, 1) for post in posts
    ]
    counted = Tally.objects.order_by("pk").values_list("pk", "agree", "disagree", "passes")
    assert list(counted) == [(post.pk, 1, 0, 0) for post in posts]


# AC-03


def test_one_person_by_form_page_and_api_has_one_vote_the_last_and_old_keys_get_old_answers():
    post, user = ProposalFactory(), UserFactory()
    browser, keys = signed_in(user), [uuid.uuid4() for _each in range(3)]
    path = f"/contributions/{post.pk}/vote/"
    as_api = {"content_type": "application/json"}

    def by_form(choice, key):
        return status_of(browser, path, {"choice": choice, "client_id": key})

    def by_page(choice, key):
        form = {"choice": choice, "client_id": key}
        return status_of(browser, path, form, headers={"HX-Request": "true"})

    def by_api(choice, key):
        how = {**as_api, "headers": {"Idempotency-Key": str(key)}}
        answer = browser.post(f"/api/v1/contributions/{post.pk}/vote", {"choice": choice}, **how)
        return answer.status_code, answer.json()["choice"], answer.json()["repeated"]

    assert by_form("agree", keys[0]) == 302
    assert by_api("disagree", keys[1]) == (200, "disagree", False)
    assert by_page("pass", keys[2]) == 200
    assert by_form("agree", keys[0]) == 302
    assert by_api("disagree", keys[1]) == (200, "disagree", True)
    assert list(Vote.objects.values_list("participant__user", "choice")) == [(user.pk, 0)]
    recount(post.pk)
    assert list(Tally.objects.values_list("agree", "disagree", "passes")) == [(0, 0, 1)]
