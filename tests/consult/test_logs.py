"""The log names requests and ids, and nothing a person wrote or could log in with."""

import io
import json
import logging

import pytest
import structlog

from consult.settings.logs import logging_settings


@pytest.fixture
def written():
    """What one call writes as a JSON line, with the site's own formatter."""
    options = dict(logging_settings(json=True)["formatters"]["structured"])
    del options["()"]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(**options))
    logger = logging.getLogger("test.logs")
    logger.propagate, logger.handlers = False, [handler]

    def write(message, **more):
        logger.warning(message, **more)
        return json.loads(stream.getvalue())

    return write


@pytest.mark.parametrize(
    "said, kept",
    [
        ("Not Found: /receipts/0123456789ABCDEF/", "Not Found: /receipts/[removed]/"),
        ("Not Found: /reports/0123456789ABCDEF/", "Not Found: /reports/[removed]/"),
        ("Not Found: /reviews/abc-DEF_1/", "Not Found: /reviews/[removed]/"),
        ("Not Found: /fr/invitations/abc-DEF_1/", "Not Found: /fr/invitations/[removed]/"),
        ("Not Found: /rehearse/abc-DEF_1/", "Not Found: /rehearse/[removed]/"),
        ("Gone: /accounts/confirm-email/MQ:1x:abc/", "Gone: /accounts/confirm-email/[removed]/"),
        (
            "Gone: /accounts/password/reset/key/1-set-password/",
            "Gone: /accounts/password/reset/key/[removed]/",
        ),
        ("Key (email)=(a.b+c@mail.example.org) exists", "Key (email)=([address]) exists"),
        ("vote 7 counted", "vote 7 counted"),
    ],
)
def test_line_keeps_no_secret(written, said, kept):
    assert written(said)["event"] == kept


@pytest.mark.parametrize("key", ["text", "email", "receipt", "token", "password", "body"])
def test_private_value_is_removed(written, key):
    assert written("saved", extra={key: "CANARY", "id": 7})[key] == "[removed]"


def test_traceback_keeps_no_address(written):
    try:
        raise ValueError("canary@mail.example.org")
    except ValueError as error:
        line = written("failed", exc_info=error)
    assert "ValueError: [address]" in line["exception"]


def test_line_carries_the_id_of_its_request(written):
    with structlog.contextvars.bound_contextvars(request_id="0123456789abcdef"):
        assert written("saved")["request_id"] == "0123456789abcdef"
