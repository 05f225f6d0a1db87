"""Answering themes: write, publish, tell everyone."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from consult import jobs
from consult.actions.log import record as log
from consult.actions.notices import notify
from consult.clock import now
from consult.errors import Invalid, Refused, Stale
from consult.rules import check
from proposals.models import Participant
from proposals.themes.enums import OfficialDecision, ThemeState
from proposals.themes.models import OfficialResponse, ThemeAssignment, ThemeReport
from proposals.themes.signals import response_published

LONGEST = 4000
ANSWERED = "theme_answered"
AT_ONCE = 500  # people
TASK = "proposals.themes.tasks.tell_authors"


def write_response(*, by, theme, decision, action, reason, asked="", said="", version=None):
    """Write or change the draft of the answer to a published theme; returns the OfficialResponse.

    Raises Refused once it is published, Invalid, or Stale when somebody saved it meanwhile.
    """
    check("themes.respond", by, theme)
    _check_answerable(theme)
    words = _clean(decision=decision, action=action, reason=reason, asked=asked, said=said)
    with transaction.atomic():
        response = _save(theme, by, words, version)
        log(act="response.written", by=by, consultation=theme.consultation, target=response)
    return response


def _check_answerable(theme):
    published = ThemeReport.objects.published().filter(run__codebook=theme.codebook_id).exists()
    if theme.state != ThemeState.CONFIRMED or not published:
        raise Refused("no_report", _("This theme is not published, so it cannot be answered yet."), 409)


def _clean(**words):
    problems = {}
    if words["decision"] not in OfficialDecision.values:
        problems["decision"] = [_("Choose what was decided.")]
    if not words["action"].strip():
        problems["action"] = [_("Say what you will do.")]
    if not words["reason"].strip():
        problems["reason"] = [_("Say why. People who wrote about this will read it.")]
    for name, text in words.items():
        if len(text) > LONGEST:
            problems[name] = [_("Keep this to 4,000 characters or fewer.")]
    if problems:
        raise Invalid(problems)
    return {name: text.strip() for name, text in words.items()}


def _save(theme, by, words, version):
    response = OfficialResponse.objects.filter(theme=theme).first()
    written = {**words, "written_by": by, "written_at": now()}
    if response is None:
        return OfficialResponse.objects.create(theme=theme, consultation=theme.consultation, **written)
    if response.published_at:
        raise Refused("response_published", _("This answer is published. People have been told of it."), 409)
    seen = response.version if version is None else version
    rows = OfficialResponse.objects.filter(pk=response.pk, version=seen, published_at=None)
    if not rows.update(**written, version=F("version") + 1):
        raise Stale
    response.refresh_from_db()
    return response


def publish_response(*, by, response):
    """Make an answer public and tell everybody in its theme, once each, on the site and by e-mail.

    The telling is a task of its own. Raises Refused when it is published already.
    """
    check("themes.respond", by, response)
    with transaction.atomic():
        published = OfficialResponse.objects.filter(pk=response.pk, published_at=None).update(
            published_at=now(), published_by=by if by.pk else None
        )
        if not published:
            raise Refused("response_published", _("This answer is published already."), 409)
        response.refresh_from_db()
        log(
            act="response.published",
            by=by,
            consultation=response.consultation,
            target=response,
            details={"decision": response.decision},
        )
        jobs.enqueue(TASK, response.pk)
        response_published.send(OfficialResponse, response=response)
    return response


def tell_authors(*, response_id, at_once=AT_ONCE):
    """Queue one notice for each participant whose words are in an answered theme; repeating adds none.

    Cut short, it is done again from its beginning. Guests and people who wrote on paper are told where an
    address is known. Returns how many people stand in the theme.
    """
    response = OfficialResponse.objects.published().select_related("consultation").get(pk=response_id)
    return tell_everyone(response, kind=ANSWERED, target=response, at_once=at_once)


def tell_everyone(response, *, kind, target, at_once=AT_ONCE):
    """Queue a notice about `target` for each participant whose words are in an answered theme."""
    people = authors_of(response.theme_id)
    everyone = list(people.values_list("pk", flat=True))
    for start in range(0, len(everyone), at_once):
        # Read to their end before the first notice is written: SQLite refuses to write in a transaction
        # that began as a reader once somebody else has written meanwhile.
        for participant in list(people.filter(pk__in=everyone[start : start + at_once])):
            notify(
                kind=kind,
                key=f"{kind}:{target.pk}:{participant.pk}",
                user=participant.user,
                participant=participant,
                consultation=response.consultation,
                target=target,
            )
    return len(everyone)


def authors_of(theme_id):
    """The participants whose words are in a theme, campaign copies included, each once."""
    assigned = ThemeAssignment.objects.of_people().filter(theme=theme_id)
    people = Participant.objects.filter(pk__in=assigned.values("contribution__participant_id"))
    return people.filter(erased_at=None).select_related("user").order_by("pk")
