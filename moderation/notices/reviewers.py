"""The letter to somebody from outside who decides an appeal."""

from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from consult.invitations import digest_of_code
from consult.notices import Letter, address_finder, composer
from consult.templatetags.dates import in_words
from moderation.models import Reviewer
from moderation.review_links import review_code


@composer("moderation.review_asked")
def review_asked(notice):
    """To somebody from outside: the secret link to an appeal, without any of its words."""
    reviewer = _reviewer(notice)
    code = review_code(reviewer, notice.context["nonce"]) if reviewer else ""
    if not code or not constant_time_compare(digest_of_code(code), reviewer.code_digest):
        return None
    title = reviewer.appeal.consultation.title
    return Letter(
        subject=_("Please decide an appeal in “%(title)s”") % {"title": title},
        paragraphs=[
            _("%(name)s asks you to decide an appeal against a decision of a moderator.")
            % {"name": reviewer.invited_by.display_name},
            _("You need no account. The link is for you alone and ends with your decision."),
        ],
        rows=[(_("To be decided by"), in_words(reviewer.appeal.due_at))],
        url=reverse("review", args=[code]),
        button=_("Read the appeal"),
    )


@address_finder
def reviewers_address(notice):
    reviewer = _reviewer(notice) if notice.kind == "moderation.review_asked" else None
    return reviewer.email if reviewer else ""


def _reviewer(notice):
    """The reviewer a notice is for, while the appeal waits for them."""
    waiting = Reviewer.objects.filter(pk=notice.target_id, ended_at=None, appeal__outcome="")
    return waiting.select_related("appeal__consultation", "invited_by").first()
