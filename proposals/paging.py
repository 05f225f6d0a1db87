"""Lists that page by key, in orders that favour nobody."""

import secrets
from bisect import bisect_right
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PROPOSAL_ORDERS = {
    "shuffled": _("Shuffled"),
    "newest": _("Newest"),
    "fewest": _("Fewest comments"),
}
THREAD_ORDERS = {
    "unanswered": _("Unanswered first"),
    "newest": _("Newest"),
    "oldest": _("Oldest first"),
}
BY_VOTES = {"agreed": _("Most agreed")}
KEPT_SECONDS = 300
LARGEST_SEED = 9999


@dataclass
class Page:
    """A part of a list and the key after which the next part begins."""

    rows: list = field(default_factory=list)
    after: str = ""


def new_seed():
    """A number a person can read out, which fixes the order of a shuffled list."""
    return 1 + secrets.randbelow(LARGEST_SEED)


def seed_from(typed):
    """The seed in a request, or None."""
    try:
        seed = int(typed)
    except (TypeError, ValueError):
        return None
    return seed if 1 <= seed <= LARGEST_SEED else None


def orders_offered(orders, *, results_open):
    """{key: name} a reader can choose from; one made of votes only once everybody may read their counts."""
    return orders | BY_VOTES if results_open else orders


def is_number(typed):
    """Does a part of an address read as a whole number? (str.isdigit also takes ² and its like.)"""
    return typed.isascii() and typed.isdigit()


def proposals_page(queryset, *, order, seed, after, size, version, rows_of=None):
    """A page of proposals in one of PROPOSAL_ORDERS.

    queryset: a lazy one is not built where the ids of the list are known. rows_of: a function that gives
    the list's rows of some ids, where one asks faster than the queryset.
    """
    if order == "shuffled":
        return _shuffled_page(queryset, seed, after, size, version, rows_of or queryset.in_bulk)
    return ordered_page(queryset, order=order, after=after, size=size)


def ordered_page(queryset, *, order, after, size):
    """A page by (sort key, id); `after` is the key of the last row seen."""
    return page_of(rows_after(queryset, order, key_from(after, order), size), order, size)


def key_from(after, order):
    """The whole numbers of a key somebody sent, as many as the order needs; none when there are fewer."""
    needed = 1 if order in ("newest", "oldest") else 2
    key = [int(part) for part in after.split("-") if is_number(part)][:needed] if after else []
    return key if len(key) == needed else []


def rows_after(queryset, order, key, size):
    """The rows of a page, and one more that tells whether there is a next page."""
    return _after(queryset, order, key)[: size + 1]


def page_of(rows, order, size):
    """The Page made of what `rows_after` found."""
    rows = list(rows)
    if len(rows) <= size:
        return Page(rows)
    return Page(rows[:size], _key_of(rows[size - 1], order))


def _after(queryset, order, key):
    if order == "newest":
        queryset = queryset.order_by("-id")
        return queryset.filter(id__lt=key[0]) if key else queryset
    if order == "oldest":
        queryset = queryset.order_by("id")
        return queryset.filter(id__gt=key[0]) if key else queryset
    if order == "agreed":
        return _after_most_agreed(queryset.most_agreed(), key)
    queryset = queryset.order_by("reply_count", "id")
    if len(key) < 2:
        return queryset
    count, last = key
    more = queryset.filter(reply_count__gt=count) | queryset.filter(reply_count=count, id__gt=last)
    return more.order_by("reply_count", "id")


def _after_most_agreed(queryset, key):
    queryset = queryset.order_by("-agreement", "id")
    if len(key) < 2:
        return queryset
    agreement, last = key
    return queryset.filter(Q(agreement__lt=agreement) | Q(agreement=agreement, id__gt=last))


def _key_of(row, order):
    if order == "agreed":
        return f"{row.agreement}-{row.pk}"
    return f"{row.reply_count}-{row.pk}" if order in ("unanswered", "fewest") else str(row.pk)


def _shuffled_page(queryset, seed, after, size, version, rows_of):
    ids = shuffled_ids(_visible_ids(queryset, version), seed)
    start = (
        bisect_right(ids, _place(int(after), seed), key=lambda pk: _place(pk, seed))
        if is_number(after)
        else 0
    )
    wanted = ids[start : start + size]
    rows = rows_of(wanted)
    last = str(wanted[-1]) if start + size < len(ids) else ""
    return Page([rows[pk] for pk in wanted if pk in rows], last)


def _visible_ids(queryset, version):
    """Ids of the list, kept until something in it changes; not kept at all without a version."""
    key = f"roots:{version}"
    ids = cache.get(key) if version else None
    if ids is None:
        ids = list(queryset.order_by("id").values_list("id", flat=True))
        if version:
            cache.set(key, ids, KEPT_SECONDS)
    return ids


def shuffled_ids(ids, seed):
    """The same order for the same seed; a new id takes its place without moving the others."""
    return sorted(ids, key=lambda pk: _place(pk, seed))


def _place(pk, seed):
    """Where an id stands in the order of a seed, whether or not it is still listed."""
    return _scatter(pk, seed), pk


def _scatter(pk, seed):
    """A fixed, well-mixed number for an id under a seed (the finaliser of MurmurHash3, 32 bits)."""
    mixed = (pk ^ (seed * 0x9E3779B1)) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    return mixed ^ (mixed >> 16)
