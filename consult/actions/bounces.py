"""Letters that came back: kept on the notice, told to the floors above."""

from django.db import transaction

from consult.bounces import failure_in
from consult.clock import now
from consult.models import Notice
from consult.signals import notice_bounced


def record_bounce(*, notice_id, status):
    """Note that a letter failed for good, once; returns whether it was news.

    The notice stays on the site; whoever keeps account of who was told hears of it.
    """
    with transaction.atomic():
        sent = Notice.objects.filter(pk=notice_id, emailed_at__isnull=False, bounced_at=None)
        if not sent.update(bounced_at=now(), bounce_status=status[:12]):
            return False
        notice_bounced.send(Notice, notice=Notice.objects.get(pk=notice_id))
    return True


def record_bounces(messages):
    """Record those of these messages that say so; returns (news, known before, not about our letters)."""
    found = [failure_in(message) for message in messages]
    news = [record_bounce(notice_id=each[0], status=each[1]) for each in found if each]
    return sum(news), len(news) - sum(news), sum(each is None for each in found)
