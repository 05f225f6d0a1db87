"""Publishes and retires what editors scheduled; one page that cannot go live stops no other."""

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page, Revision

from consult.actions.log import record
from consult.actions.notices import notify
from consult.clock import now
from consult.errors import Refusal

log = structlog.get_logger(__name__)


def publish_due(*, at=None):
    """Publish what is due and unpublish what has expired, each page in a savepoint of its own.

    A refused page stays as it was, its schedule is taken off, and its editor is told why. Returns how
    many pages went live or away.
    """
    at = at or now()
    return _expire(at) + _publish(at)


def _publish(at):
    due = Revision.objects.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at", "pk")
    return sum(_publish_one(pk, at) for pk in due.values_list("pk", flat=True))


def _publish_one(revision_pk, at):
    try:
        with transaction.atomic():
            revision = _claimed(revision_pk, at)
            if revision is None:
                return False
            revision.content["go_live_at"] = (
                None  # its time has come by our clock, whatever the machine's says
            )
            revision.publish(user=None, log_action="wagtail.publish.scheduled", skip_permission_checks=True)
    except (Refusal, ValidationError) as refused:
        _refuse(revision_pk, refused)
        return False
    except Exception as error:  # a fault of ours in one page must not keep the others from their readers
        log.exception("scheduled page failed", revision=revision_pk)
        _refuse(revision_pk, error)
        return False
    return True


def _claimed(revision_pk, at):
    """The revision, if it is still due; locked, so that two workers publish it once."""
    due = Revision.objects.select_for_update().filter(pk=revision_pk, approved_go_live_at__lte=at)
    return due.first()


def _refuse(revision_pk, why):
    """Take the schedule off, or it would be tried for ever, and tell the editor."""
    with transaction.atomic():
        revision = Revision.objects.filter(pk=revision_pk).first()
        if revision is None:
            return
        Revision.objects.filter(pk=revision_pk).update(approved_go_live_at=None)
        page = revision.content_object
        record(
            act="page.publish_refused",
            by=None,
            target=page,
            details={"revision": revision_pk, "code": getattr(why, "code", type(why).__name__)},
        )
        notify(
            kind="page.publish_refused",
            key=f"page.publish_refused:{revision_pk}:{revision.created_at.timestamp()}",
            user=revision.user or getattr(page, "owner", None),
            target=page,
            context={"reason": str(getattr(why, "reason", "") or "")},
        )


def _expire(at):
    expired = Page.objects.filter(live=True, expire_at__lte=at).order_by("expire_at", "pk")
    return sum(_expire_one(pk) for pk in expired.values_list("pk", flat=True))


def _expire_one(pk):
    try:
        with transaction.atomic():
            page = Page.objects.select_for_update().get(pk=pk)
            page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    except Exception:  # as above: the next page's time has come too
        log.exception("expired page failed", page=pk)
        return False
    return True
