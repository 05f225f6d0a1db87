"""The letters to those who follow something, each made of what they may see when it is sent."""

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.enums import NoticeList
from consult.models import Phase
from consult.notices import Letter, composer
from consult.text import excerpt
from proposals.models import Contribution

from .letters import rows_of, signature
from .models import Commitment, OfficialResponse, OutcomeEdition
from .notices import promise_rows

FOLLOWS = NoticeList.FOLLOWS
LONGEST_QUOTE = 300


@composer("followed_answer", list_name=FOLLOWS)
def followed_answer(notice):
    """A theme was answered."""
    response = _answers(notice.user).filter(pk=notice.target_id).first()
    if response is None:
        return None
    named = {"decision": response.get_decision_display(), "theme": response.subject}
    return _letter(
        response.consultation,
        _("%(decision)s: “%(theme)s”, which you follow or voted on") % named,
        _("A theme in “%(title)s” was answered."),
        rows=rows_of(response),
        anchor=response.anchor,
    )


@composer("followed_outcomes", list_name=FOLLOWS)
def followed_outcomes(notice):
    """All themes of a consultation were answered together."""
    edition = OutcomeEdition.objects.filter(pk=notice.target_id, published_at__isnull=False)
    edition = edition.select_related("report__consultation__body").first()
    answers = list(_answers(notice.user).of_runs([edition.report.run_id])) if edition else []
    if not answers:
        return None
    return _letter(
        edition.consultation,
        _("Answered: “%(title)s”") % {"title": edition.consultation.title},
        _("The themes of “%(title)s” were answered."),
        rows=[(each.subject, each.get_decision_display()) for each in answers],
    )


@composer("followed_promise", list_name=FOLLOWS)
def followed_promise(notice):
    """A promise was made, kept or missed."""
    commitment = Commitment.objects.filter(pk=notice.target_id).first()
    response = _answers(notice.user).filter(pk=commitment.response_id).first() if commitment else None
    if response is None:
        return None
    says = {
        "theme_promised": _("Something was promised in “%(title)s”."),
        "theme_promise_kept": _("A promise in “%(title)s” was kept."),
        "theme_promise_slipped": _("A promise in “%(title)s” was not kept by its day."),
    }
    return _letter(
        response.consultation,
        _("A promise about “%(theme)s”, which you follow or voted on") % {"theme": response.subject},
        says[notice.context["what"]],
        rows=promise_rows(commitment),
        anchor=response.anchor,
    )


@composer("followed_comment", list_name=FOLLOWS)
def followed_comment(notice):
    """A comment on a proposal; one that was hidden or taken back meanwhile is not quoted, nor spoken of."""
    shown = Contribution.objects.visible_to(notice.user).shown().filter(pk=notice.target_id)
    comment = shown.select_related("root", "participant", "consultation__body").first()
    if (
        comment is None
        or not Contribution.objects.visible_to(notice.user).filter(pk=comment.root_id).exists()
    ):
        return None
    return Letter(
        subject=_("A new comment on “%(title)s”")
        % {"title": comment.root.title or excerpt(comment.root.public_text, 60)},
        paragraphs=[_("%(name)s wrote:") % {"name": comment.participant.shown_name}],
        quote=excerpt(comment.public_text, LONGEST_QUOTE),
        url=comment.get_absolute_url(),
        button=_("Read it in its place"),
    )


@composer("followed_phase", list_name=FOLLOWS)
def followed_phase(notice):
    """A phase of a consultation opened."""
    phase = Phase.objects.filter(pk=notice.target_id).select_related("consultation__body").first()
    if phase is None or not type(phase.consultation).objects.visible_to(notice.user).filter(
        pk=phase.consultation_id
    ):
        return None
    consultation = phase.consultation
    return Letter(
        subject=_("%(phase)s has begun: “%(title)s”") % {"phase": phase.title, "title": consultation.title},
        paragraphs=[_("You follow this consultation. A part of it is open now.")],
        url=consultation.get_absolute_url(),
        button=_("Open the consultation"),
        sign=signature(consultation),
    )


def _answers(user):
    return OfficialResponse.objects.visible_to(user).published().named().select_related("consultation__body")


def _letter(consultation, subject, said, *, rows, anchor=""):
    page = reverse("responses", args=[consultation.slug])
    return Letter(
        subject=subject,
        paragraphs=[said % {"title": consultation.title}],
        rows=rows,
        url=f"{page}#{anchor}" if anchor else page,
        button=_("Read the answers"),
        sign=signature(consultation),
    )
