"""The letters of this floor."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.accounts.guests import Guest
from consult.enums import NoticeList
from consult.notices import Letter, composer
from consult.templatetags.dates import in_words
from proposals.models import Contribution, Participant

from .letters import home_of, outcome_letter, own_passage, rows_of, signature
from .models import Commitment, Correction, OfficialResponse, Outcome

ANSWERS, PROMISES, FOLLOWS = NoticeList.ANSWERS, NoticeList.PROMISES, NoticeList.FOLLOWS


def recipient_of(notice):
    """Whose eyes a letter is written for: the account, else the participant as a guest, else the public."""
    if notice.user_id:
        return notice.user
    if notice.participant_id and notice.consultation_id:
        return Guest.who_took_part(notice.consultation_id, notice.participant_id)
    return AnonymousUser()


@composer("outcome", list_name=ANSWERS)
def outcome(notice):
    """Everything that became of one person's words, in one letter; answers told singly before are in
    it too.
    """
    row = Outcome.objects.select_related("edition__report__run__consultation__body", "participant")
    found = row.filter(pk=notice.target_id, edition__published_at__isnull=False).first()
    if found is None:
        return None
    run = found.edition.report.run
    return outcome_letter(run, found.participant, found.parts, recipient_of(notice))


@composer("theme_answered", list_name=ANSWERS)
def theme_answered(notice):
    """The outcome first, then the person's own words, what will be done and why."""
    reader = recipient_of(notice)
    response = _visible(notice.target_id, reader)
    if response is None:
        return None
    named = {"decision": response.get_decision_display(), "theme": response.subject}
    quote, placed, links = _own_words(notice, response, reader)
    return Letter(
        subject=_("%(decision)s: “%(theme)s”, a theme you wrote about") % named,
        paragraphs=[
            _("You took part in “%(title)s”. Here is the answer to a theme that your words are in.")
            % {"title": response.consultation.title},
            *placed,
        ],
        url=_url(response),
        button=_("Read the full answer"),
        rows=rows_of(response),
        quote=quote,
        links=links,
        sign=signature(response.consultation),
    )


@composer("theme_promised", list_name=PROMISES)
def theme_promised(notice):
    """A promise made after the answer: what, by when, by whom."""
    said = _("Since then this was promised. It stays in public until it is kept.")
    return _promise(notice, _("A new promise: “%(theme)s”, a theme you wrote about"), said)


@composer("theme_promise_kept", list_name=PROMISES)
def theme_promise_kept(notice):
    """A promise was kept: what, and on which day."""
    return _promise(notice, _("Done: “%(theme)s”, a theme you wrote about"), _("What was promised is done."))


@composer("theme_promise_slipped", list_name=PROMISES)
def theme_promise_slipped(notice):
    """The day of a promise passed without its being kept."""
    said = _(
        "What was promised was not done by its day. It stays marked in public, also when it is done later."
    )
    return _promise(notice, _("Late: “%(theme)s”, a theme you wrote about"), said)


def _promise(notice, subject, said):
    reader = recipient_of(notice)
    commitment = Commitment.objects.filter(pk=notice.target_id).first()
    response = _visible(commitment.response_id, reader) if commitment else None
    if response is None:
        return None
    quote, _placed, _links = _own_words(notice, response, reader)
    return Letter(
        subject=subject % {"theme": response.subject},
        paragraphs=[
            _("You took part in “%(title)s”. A theme that your words are in was answered before.")
            % {"title": response.consultation.title},
            said,
        ],
        url=_url(response),
        button=_("Read the full answer"),
        rows=promise_rows(commitment),
        quote=quote,
        sign=signature(response.consultation),
    )


def promise_rows(commitment):
    """What is promised, by when, by whom, and when it was done."""
    rows = [(_("What is promised"), commitment.what), (_("By when"), in_words(commitment.due_on))]
    if commitment.who:
        rows.append((_("Who does it"), commitment.who))
    if commitment.kept_on:
        rows.append((_("Done on"), in_words(commitment.kept_on)))
    return rows


@composer("correction_answered", list_name=ANSWERS)
def correction_answered(notice):
    """To an author who meant something else: what an analyst decided, and why."""
    found = Correction.objects.filter(pk=notice.target_id).exclude(state="waiting")
    correction = found.select_related(
        "from_theme", "to_theme", "consultation__body", "submission__participant"
    ).first()
    if correction is None:
        return None
    rows = [(_("You said it is not about"), correction.from_theme.name)]
    if correction.to_theme:
        rows.append((_("You meant"), correction.to_theme.name))
    rows.append((_("Outcome"), correction.get_state_display()))
    if correction.reason:
        rows.append((_("Why"), correction.reason))
    title = correction.consultation.title
    return Letter(
        subject=_("You said that a theme is not what you meant"),
        paragraphs=[_("An analyst of “%(title)s” has read what you sent again.") % {"title": title}],
        url=home_of(correction.participant),
        button=_("See what became of it"),
        rows=rows,
        sign=signature(correction.consultation),
    )


def _visible(response_id, reader):
    """An answer, while its reader may see it."""
    visible = OfficialResponse.objects.visible_to(reader).published().filter(pk=response_id)
    return visible.named().first()


def _url(response):
    return reverse("responses", args=[response.consultation.slug]) + f"#{response.anchor}"


def _own_words(notice, response, reader):
    """The passage of the person's own that led to the theme, if they may still read it, and how it
    came there.
    """
    person = Participant.objects.filter(pk=notice.participant_id).first()
    if person is None or not response.theme_id:
        return "", [], []
    return own_passage(response.theme, person, Contribution.objects.visible_to(reader))
