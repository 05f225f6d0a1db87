"""What a thread page shows: top-level comments in an order, and the first replies of each, flat."""

from dataclasses import dataclass, field
from functools import cache

from django.db.models import F, Window
from django.db.models.functions import RowNumber, Substr

from consult.compiled import compiled

from .models import Contribution
from .models.contribution import SEGMENT
from .paging import key_from, page_of, rows_after

PAGE = 50
REPLIES_SHOWN = 3
SHOWN_BEFORE = 10


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
    page = page_of(_tops(order, size)(root=root.pk, key=key_from(after, order)), order, size)
    return branches_of(root, page.rows, REPLIES_SHOWN), page.after


@cache
def _tops(order, size):
    """The query of the top-level comments in an order, compiled."""

    @compiled
    def tops(root, key):
        rows = Contribution.objects.in_thread(root).filter(depth=1).with_author()
        return rows_after(rows, order, key, size)

    return tops


def branches_of(root, tops, replies_shown):
    """Branches with their first replies, read in one query."""
    branches = {top.pk: Branch(top) for top in tops}
    answered = [top for top in tops if top.reply_count]
    if answered:
        for reply in first_replies(root, answered, replies_shown):
            branches[reply.branch_top].replies.append(reply)
    return list(branches.values())


def first_replies(root, tops, number):
    """The first `number` replies of each branch in path order, with the author they answer."""
    paths = sorted(top.path for top in tops)
    return _first_replies(root=root.pk, paths=paths, first=paths[0], end=paths[-1] + "a", number=number)


@compiled
def _first_replies(root, paths, first, end, number):
    """One range of the index holds all these branches: a condition for each would be slower."""
    branch = Substr("path", 1, SEGMENT)
    place = Window(RowNumber(), partition_by=[F("branch")], order_by=F("path").asc())
    below = (
        Contribution.objects.in_thread(root)
        .filter(depth__gt=1, path__gt=first, path__lt=end)
        .annotate(branch=branch)
        .filter(branch__in=paths)
    )
    return _with_addressee(below.annotate(place=place).filter(place__lte=number))


def _with_addressee(replies):
    return replies.select_related("participant", "submission", "parent__participant").order_by("path")


@dataclass
class BranchPage:
    """A part of one branch: its top, some replies by path, and from where the parts beside it are read."""

    top: Contribution | None
    replies: list
    first: str
    next: str


def branch_page(comment, *, after="", size=100):
    """The part of a branch that begins after a path; without one, the part in which the comment stands."""
    branch = comment.path[:SEGMENT]
    in_thread = Contribution.objects.in_thread(comment.root)
    below = in_thread.filter(path__gt=branch, path__lt=branch + "a")
    start = after or _just_before(comment, below, size) or branch
    rows = list(_with_addressee(below.filter(path__gt=start))[: size + 1])
    return BranchPage(
        top=in_thread.with_author().filter(pk=comment.branch_top).first(),
        replies=rows[:size],
        first=branch if start > branch else "",
        next=rows[size - 1].path if len(rows) > size else "",
    )


def _just_before(comment, below, size):
    """The path from which a page shows the comment and a few before it; "" when the first page does."""
    before = below.filter(path__lt=comment.path).order_by("-path").values_list("path", flat=True)[:size]
    return before[SHOWN_BEFORE] if len(before) == size > SHOWN_BEFORE else ""
