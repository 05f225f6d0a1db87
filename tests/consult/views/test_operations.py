"""Health and readiness, and the demo's mail behind its two locks."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import OperationalError, connection

from consult import outbox
from consult.clock import now
from consult.models import WorkerBeat
from consult.outbox import FileBackend


def test_healthz_touches_nothing(client):
    assert client.get("/healthz").content == b"ok\n"  # a test without database access would fail on a query


@pytest.mark.django_db
@pytest.mark.parametrize(
    "age, status, ready", [(0, 200, True), (29, 200, True), (31, 503, False), (None, 503, False)]
)
def test_readyz_needs_a_beat_within_30_seconds(client, age, status, ready):
    if age is not None:
        WorkerBeat.objects.create(name="one", beat_at=now() - timedelta(seconds=age))
    response = client.get("/readyz")
    assert (response.status_code, response.json()["ready"]) == (status, ready)


@pytest.mark.django_db
def test_readyz_without_a_database_says_so(client):
    def away(*_query):
        raise OperationalError("gone")

    with connection.execute_wrapper(away):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {
        "ready": False,
        "database": "unreachable (OperationalError)",
        "worker": "unknown (OperationalError)",
    }


@pytest.fixture
def letter():
    """A mail with a text and an HTML part, kept in the folder; its name."""
    message = EmailMultiAlternatives("Accepted: café", "Plain words", "from@example.org", ["to@example.org"])
    message.attach_alternative("<p onclick='x()'>Formatted <script>alert(1)</script></p>", "text/html")
    assert FileBackend().send_messages([message]) == 1
    return outbox.kept_messages()[0][0]


@pytest.fixture
def demo(settings):
    """The site as demo."""
    settings.CONSULT_DEMO = True


@pytest.mark.django_db
def test_outbox_lists_and_shows_mail(client, demo, letter):
    assert "Accepted: café" in client.get("/outbox/").content.decode()
    shown = client.get(f"/outbox/{letter}/").content.decode()
    assert "Plain words" in shown
    assert f'src="/outbox/{letter}/html/"' in shown
    assert "alert(1)" not in shown


@pytest.mark.django_db
def test_html_part_comes_sandboxed_without_script(client, demo, letter):
    response = client.get(f"/outbox/{letter}/html/")
    policy = response["Content-Security-Policy"]
    assert "Formatted" in response.content.decode()
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "script-src" not in policy


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/outbox/", "/outbox/{name}/", "/outbox/{name}/html/"])
@pytest.mark.parametrize(
    "is_demo, extra, status",
    [
        (True, {}, 200),
        (False, {}, 404),
        (True, {"REMOTE_ADDR": "192.0.2.7"}, 404),
        (True, {"REMOTE_ADDR": ""}, 404),
        (True, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
    ],
)
def test_outbox_opens_in_the_demo_on_this_machine_alone(
    client, settings, letter, address, is_demo, extra, status
):
    settings.CONSULT_DEMO = is_demo
    assert client.get(address.format(name=letter), **extra).status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["x", "..%2f..%2fetc%2fpasswd", "20260101T000000000000Z-00000000"])
def test_outbox_of_an_unknown_letter_is_404(client, demo, name):
    assert client.get(f"/outbox/{name}/").status_code == 404
