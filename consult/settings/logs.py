"""Logging: one JSON object a line with the request's id, and no words of a person in it."""

import re

import structlog

from consult.outages import CHANNEL_LAYER, is_lost_connection

# The log may say who asked for what by id; it never repeats what somebody wrote or could log in with.
PRIVATE_KEYS = frozenset(
    {"text", "body", "title", "html", "email", "receipt", "code", "token", "password", "secret", "cookie"}
)


def drop_private(_logger, _name, event):
    for key in PRIVATE_KEYS.intersection(event):
        event[key] = "[removed]"
    return event


# Addresses of pages that are secrets themselves, and of people, wherever they turn up in a line.
SECRET_PATH = re.compile(
    r"/(receipts|reports|reviews|invitations|rehearse|confirm-email|reset/key|notices/stop)/[^/\s'\"]+"
)
MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def scrub(_logger, _name, event):
    """The last step before a line is written: whatever came in by a message or a traceback."""
    event.pop("request", None)
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = MAIL_ADDRESS.sub("[address]", SECRET_PATH.sub(r"/\1/[removed]", value))
    return event


SHARED: list = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    drop_private,
]


def configure_structlog():
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def shorten_broken_frames(record):
    """Broken octets on a socket are the visitor's doing: a line, not a traceback which anybody can order."""
    if record.msg.startswith("Invalid UTF-8 sequence"):
        record.exc_info = record.exc_text = None
    return True


def say_outage_once(record):
    """The layer's own reader writes a traceback each second while Redis is away."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None or not is_lost_connection(error):
        return True
    CHANNEL_LAYER.begins(error)
    return False


def logging_settings(*, json, level="INFO"):
    renderer = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    tail: list = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if json:
        tail.append(structlog.processors.format_exc_info)
    tail.append(scrub)
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [*tail, renderer],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "broken_frames": {"()": lambda: shorten_broken_frames},
            "outages": {"()": lambda: say_outage_once},
        },
        "formatters": {"structured": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["console"], "level": level, "propagate": False},
            "uvicorn.access": {"level": "WARNING"},
            "uvicorn.error": {"filters": ["broken_frames"]},
            "channels_redis.pubsub": {"filters": ["outages"]},
        },
    }
