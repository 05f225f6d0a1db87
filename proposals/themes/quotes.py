"""A passage as it may be shown to a reader now, or nothing."""

from django.db.models import OuterRef, Subquery

from proposals.enums import Consent, Kind
from proposals.models import Contribution

from .manifest import digest_of_text
from .models import SnapshotItem
from .redacting import NOTHING, without

# What a quote prints, and what proves that it is still word for word what was analysed.
QUOTED = ["title", "public_text", "kind", "stance", "submission__channel", "shown_revision__digest_key"]


def quotable(user):
    """Texts that this reader may see and that may be quoted: shown, with consent where it is asked for."""
    texts = Contribution.objects.visible_to(user).shown()
    return texts.exclude(kind=Kind.ANSWER, submission__consent=Consent.WITHHELD)


def quotable_in(ids, user, snapshot):
    """{id: contribution} of those texts, with what a quote prints and the digest a snapshot has of them."""
    items = SnapshotItem.objects.filter(snapshot=snapshot, contribution=OuterRef("pk"))
    rows = quotable(user).filter(pk__in=list(ids)).select_related("submission", "shown_revision")
    return rows.only(*QUOTED).annotate(analysed_digest=Subquery(items.values("digest"))).in_bulk()


def passage(contribution, start, end, digest, removed=NOTHING):
    """The words [start, end], while the text is the one that was analysed; else the empty string.

    removed: the personal details that reports do not show.
    """
    if digest_of_text(contribution) != digest:
        return ""
    words = without(contribution.public_text, removed.text, start, end)
    return words or without(contribution.title, removed.title)
