"""The letters of this floor."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.accounts.guests import Guest
from consult.notices import Letter, composer
from consult.templatetags.dates import in_words
from proposals.models import Contribution

from .models import Commitment, OfficialResponse, ThemeAssignment
from .quotes import passage
from .reports.words import digests_of


def recipient_of(notice):
    """Whose eyes a letter is written for: the account, else the participant as a guest, else the public."""
    if notice.user_id:
        return notice.user
    if notice.participant_id and notice.consultation_id:
        return Guest({notice.consultation_id: notice.participant_id})
    return AnonymousUser()


@composer("theme_answered")
def theme_answered(notice):
    """The outcome first, then the person's own words, what will be done and why."""
    reader = recipient_of(notice)
    response = _visible(notice.target_id, reader)
    if response is None:
        return None
    named = {"decision": response.get_decision_display(), "theme": response.theme.name}
    return Letter(
        subject=_("%(decision)s: “%(theme)s”, a theme you wrote about") % named,
        paragraphs=[
            _("You took part in “%(title)s”. Here is the answer to a theme that your words are in.")
            % {"title": response.consultation.title},
            _("Software sorted what you wrote into this theme. If it is not what you meant, tell the team."),
        ],
        url=_url(response),
        button=_("Read the full answer"),
        rows=_rows(response),
        quote=_own_words(notice, response, reader),
    )


@composer("theme_promised")
def theme_promised(notice):
    """A promise made after the answer: what, by when, by whom."""
    reader = recipient_of(notice)
    commitment = Commitment.objects.filter(pk=notice.target_id).first()
    response = _visible(commitment.response_id, reader) if commitment else None
    if response is None:
        return None
    rows = [(_("What is promised"), commitment.what), (_("By when"), in_words(commitment.due_on))]
    return Letter(
        subject=_("A new promise: “%(theme)s”, a theme you wrote about") % {"theme": response.theme.name},
        paragraphs=[
            _("You took part in “%(title)s”. A theme that your words are in was answered before.")
            % {"title": response.consultation.title},
            _("Since then this was promised. It stays in public until it is kept."),
        ],
        url=_url(response),
        button=_("Read the full answer"),
        rows=[*rows, *([(_("Who does it"), commitment.team)] if commitment.team else [])],
        quote=_own_words(notice, response, reader),
    )


def _visible(response_id, reader):
    """An answer, while its reader may see it."""
    visible = OfficialResponse.objects.visible_to(reader).published().filter(pk=response_id)
    return visible.select_related("theme__codebook__run", "consultation").first()


def _url(response):
    return reverse("responses", args=[response.consultation.slug]) + f"#answer-{response.theme_id}"


def _rows(response):
    rows = [
        (_("Decision"), response.get_decision_display()),
        (_("What we will do"), response.action),
        (_("Why"), response.reason),
    ]
    for commitment in response.commitments.all():
        rows.append((_("By %(date)s") % {"date": in_words(commitment.due_on)}, commitment.what))
    return rows


def _own_words(notice, response, reader):
    """The passage of the person's own that led to the theme, if they may still read it."""
    assigned = (
        ThemeAssignment.objects.of_people()
        .filter(theme=response.theme, contribution__participant_id=notice.participant_id)
        .filter(contribution__in=Contribution.objects.visible_to(reader))
        .select_related("contribution__shown_revision")
        .order_by("-confidence", "pk")
    )
    run = response.theme.codebook.run
    for each in assigned[:5]:
        digest = digests_of(run, [each.contribution_id]).get(each.contribution_id, "")
        if words := passage(each.contribution, each.start, each.end, digest):
            return words
    return ""
