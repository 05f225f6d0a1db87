"""What a thread page shows: top-level comments in an order, and the first replies of each, flat."""

from dataclasses import dataclass, field

from django.db.models import F, Window
from django.db.models.functions import RowNumber, Substr

from .models import Contribution
from .models.contribution import SEGMENT
from .paging import ordered_page

PAGE = 50
REPLIES_SHOWN = 3


@dataclass
class Branch:
    """A top-level comment, the replies shown beneath it, and how many more there are."""

    top: Contribution
    replies: list = field(default_factory=list)

    @property
    def more(self):
        return max(0, self.top.reply_count - len(self.replies))


def thread_page(root, *, order, after="", size=PAGE):
    """(branches, key of the next page) of a proposal's thread, in two queries."""
    tops = Contribution.objects.in_thread(root).filter(depth=1).with_author()
    page = ordered_page(tops, order=order, after=after, size=size)
    return branches_of(root, page.rows, REPLIES_SHOWN), page.after


def branches_of(root, tops, replies_shown):
    """Branches with their first replies, read in one query."""
    branches = {top.pk: Branch(top) for top in tops}
    answered = [top for top in tops if top.reply_count]
    if answered:
        for reply in first_replies(root, answered, replies_shown):
            branches[reply.branch_top].replies.append(reply)
    return list(branches.values())


def first_replies(root, tops, number):
    """The first `number` replies of each branch in path order, with the author they answer.

    One range of the index holds all these branches; a condition for each costs more to build than to run.
    """
    paths = sorted(top.path for top in tops)
    branch = Substr("path", 1, SEGMENT)
    place = Window(RowNumber(), partition_by=[F("branch")], order_by=F("path").asc())
    below = (
        Contribution.objects.in_thread(root)
        .filter(depth__gt=1, path__gt=paths[0], path__lt=paths[-1] + "a")
        .annotate(branch=branch)
        .filter(branch__in=paths)
    )
    return _with_addressee(below.annotate(place=place).filter(place__lte=number))


def _with_addressee(replies):
    return replies.select_related("participant", "submission", "parent__participant").order_by("path")


def branch_page(comment, *, after="", size=100):
    """The branch in which a comment stands: (top, replies, next path), replies by path."""
    in_thread = Contribution.objects.in_thread(comment.root)
    top = in_thread.with_author().filter(pk=comment.branch_top).first()
    start = after or comment.path[:SEGMENT]
    replies = _with_addressee(in_thread.filter(path__gt=start, path__lt=comment.path[:SEGMENT] + "a"))
    rows = list(replies[: size + 1])
    return top, rows[:size], rows[size - 1].path if len(rows) > size else ""
