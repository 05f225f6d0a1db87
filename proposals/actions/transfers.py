"""Moving a comment, with the replies beneath it, to the thread it belongs in; votes and addresses stay."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.errors import Refused
from proposals.enums import Kind
from proposals.events import record
from proposals.models import Contribution
from proposals.models.contribution import path_below

from .texts import recount_replies


def move_comment(*, contribution, to, by, case=None, parent=None):
    """Put a comment beneath `parent`, or at the top, of the thread of the proposal `to`.

    Every reply goes with it, shown or not. Raises Refused for other kinds, for another consultation, and for
    the place where it stands already.
    """
    _check_place(contribution, to, parent)
    came_from = contribution.root
    with transaction.atomic():
        old_place = _place_of(contribution)
        moved = _move(contribution, to, parent)
        recount_replies(old_place)
        recount_replies(contribution)
        _recount_below(contribution)
        log(
            act="contribution.moved",
            by=by,
            consultation=contribution.consultation,
            target=contribution,
            details={"case": case, "from": came_from.pk, "to": to.pk, "texts": len(moved)},
        )
        record(
            *((f"thread:{came_from.pk}", "comment.removed", pk) for pk in moved),
            *((f"thread:{to.pk}", "comment.added", pk) for pk in moved),
        )
    return contribution


def _check_place(contribution, to, parent):
    fits = (
        contribution.kind == Kind.COMMENT
        and to.kind == Kind.PROPOSAL
        and to.consultation_id == contribution.consultation_id
        and to.pk != contribution.root_id
        and (parent is None or parent.root_id == to.pk)
    )
    if not fits:
        raise Refused("no_such_place", _("Choose another proposal of the same consultation."), status=409)


def _place_of(contribution):
    """The place as it was, to be counted again once it is empty."""
    return Contribution(
        pk=contribution.pk, root_id=contribution.root_id, depth=contribution.depth, path=contribution.path
    )


def _move(contribution, to, parent):
    """Ids of all that moved, each text after the one it answers."""
    _put(contribution, to, parent)
    moved, level = [contribution.pk], {contribution.pk: contribution}
    while level:
        replies = Contribution.objects.filter(parent__in=level).order_by("pk")
        above, level = level, {}
        for reply in replies:
            _put(reply, to, above[reply.parent_id])
            level[reply.pk] = reply
        moved += level
    return moved


def _put(comment, to, parent):
    comment.root, comment.parent = to, parent or to
    comment.depth = parent.depth + 1 if parent else 1
    comment.path = path_below(parent, comment.pk)
    comment.save(update_fields=["root", "parent", "depth", "path"])


def _recount_below(contribution):
    """What stands at the top of a branch counts the branch."""
    if contribution.depth > 1:
        return
    below = Contribution.objects.shown().filter(contribution.subtree()).exclude(pk=contribution.pk)
    contribution.reply_count = below.count()
    contribution.save(update_fields=["reply_count"])
