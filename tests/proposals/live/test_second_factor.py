"""A socket knows nobody who owes a second step at sign-in."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as project
from django.test import Client

from proposals.live.visitors import visitor_of
from tests.factories.consult import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("asked", "steps", "known"), [(False, 0, True), (True, 0, False), (True, 1, True)])
def test_socket_knows_staff_once_they_have_a_second_step(settings, asked, steps, known):
    settings.CONSULT_STAFF_SECOND_FACTOR = asked
    user, client = MembershipFactory().user, Client()
    client.force_login(user)
    for _each in range(steps):
        Authenticator.objects.create(user=user, type="totp", data={})
    key = client.cookies[project.SESSION_COOKIE_NAME].value
    assert visitor_of(key, "en", "").user.is_authenticated is known
