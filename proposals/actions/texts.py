"""Versions of a text: what was typed becomes a revision, what is shown is written once, cleaned."""

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consult.actions.log import keyed_digest
from consult.clock import now
from consult.errors import Invalid
from consult.text import plain, render
from proposals.enums import ContributionState, RevisionState
from proposals.models import Contribution, Revision
from proposals.models.contribution import SEGMENT

LONGEST = {"proposal": 16_000, "comment": 5_000, "answer": 16_000}
SHORTEST_TITLE, LONGEST_TITLE = 5, 120
GAP = "▒▒▒"
NOT_TAKEN = gettext_lazy("Choose one of the languages in which people may write here.")


def clean_body(kind, body, field="body"):
    """The typed text, cleaned; Invalid with words for the person when it is empty or too long."""
    text = plain(body)
    if not text:
        raise Invalid({field: [_("Write what you want to say.")]})
    longest = LONGEST[kind]
    if len(text) > longest:
        over = len(text) - longest
        message = ngettext(
            "Shorten this by %(over)d character.", "Shorten this by %(over)d characters.", over
        )
        raise Invalid({field: [message % {"over": over}]})
    return text


def clean_title(title):
    text = " ".join(plain(title).split())
    if len(text) < SHORTEST_TITLE:
        raise Invalid({"title": [_("Give your proposal a title of 5 characters or more.")]})
    if len(text) > LONGEST_TITLE:
        raise Invalid({"title": [_("Keep the title to 120 characters or fewer.")]})
    return text


def clean_language(consultation, language):
    """The language somebody writes in, which the consultation has to take; none: the one it began in."""
    taken = consultation.languages or [code for code, _name in settings.CONSULT_CONTRIBUTION_LANGUAGES]
    if not language:
        return consultation.source_language if consultation.source_language in taken else taken[0]
    if language not in taken:
        raise Invalid({"language": [NOT_TAKEN]})
    return language


def add_revision(contribution, *, body, title="", amendment=False):
    """Keep a new version, not shown yet."""
    last = contribution.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    return Revision.objects.create(
        contribution=contribution, number=last + 1, title=title, body=body, amendment=amendment
    )


def add_first_revision(contribution, *, body, title, shown):
    """Keep the first version of a new text, shown at once or waiting; writes the text's path, too."""
    state = RevisionState.SHOWN if shown else RevisionState.PENDING
    revision = Revision.objects.create(contribution=contribution, title=title, body=body, state=state)
    if shown:
        _put_on_show(contribution, revision)
    contribution.save(update_fields=[*SHOWN_FIELDS, "path"] if shown else ["path"])
    return revision


def show_revision(contribution, revision):
    """Make a version the shown one: writes the public texts, cleaned and with its redactions applied."""
    earlier = contribution.revisions.filter(state=RevisionState.SHOWN).exclude(pk=revision.pk)
    was_shown = earlier.update(state=RevisionState.SUPERSEDED)
    revision.state = RevisionState.SHOWN
    revision.save(update_fields=["state", "redactions"])
    _put_on_show(contribution, revision)
    contribution.edited_at = now() if was_shown else contribution.edited_at
    contribution.save(update_fields=SHOWN_FIELDS)


SHOWN_FIELDS = ["title", "public_text", "body_html", "shown_revision", "state", "edited_at"]


def _put_on_show(contribution, revision):
    text = redacted(revision.body, revision.redactions)
    contribution.title = revision.title
    contribution.public_text = text
    contribution.body_html = render(text)
    contribution.shown_revision = revision
    contribution.state = ContributionState.VISIBLE


def redacted(text, redactions):
    """The text with each [start, end] replaced by a marked gap."""
    for start, end in sorted(redactions, reverse=True):
        text = text[:start] + GAP + text[end:]
    return text


def revision_digest(revision):
    """What log and snapshots keep of a version: provable while its key is kept."""
    return keyed_digest(revision.digest_key, f"{revision.title}\n{revision.body}")


def count_reply(contribution):
    """One more shown text on the root and on the top of the branch; exact, however many come at once."""
    if not contribution.root_id:
        return
    more = {"reply_count": F("reply_count") + 1}
    Contribution.objects.filter(pk=contribution.root_id).update(**more)
    if contribution.depth > 1:
        Contribution.objects.filter(pk=contribution.branch_top).update(**more)


@transaction.atomic
def recount_replies(contribution):
    """Write the number of shown texts on the root and on the top of the branch, from the rows."""
    if not contribution.root_id:
        return
    # Whoever adds a text meanwhile waits, and adds to what is counted here.
    list(Contribution.objects.select_for_update().filter(pk=contribution.root_id).values_list("pk"))
    thread = Contribution.objects.shown().filter(root_id=contribution.root_id)
    if contribution.depth > 1:
        top = contribution.path[:SEGMENT]
        below = thread.filter(path__gt=top, path__lt=top + "a").count()
        Contribution.objects.filter(pk=int(top)).update(reply_count=below)
    Contribution.objects.filter(pk=contribution.root_id).update(reply_count=thread.count())
