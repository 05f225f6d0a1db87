"""Writing the answer to a theme, to a campaign or to what fits no theme, and having it checked by
another person.
"""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.enums import Role
from consult.errors import Invalid, Refused, Stale
from consult.rules import check
from proposals.themes.enums import OfficialDecision, Place, ThemeState
from proposals.themes.models import OfficialResponse, ThemeReport, UnsureReading

LONGEST = 4000
UNCHECKED = {"sent_for_check_at": None, "checked_at": None, "checked_by": None}


def write_response(
    *,
    by,
    decision,
    action,
    reason,
    theme=None,
    campaign=None,
    unsure_of=None,
    asked="",
    said="",
    version=None,
):
    """Write or change the draft of the answer to one of theme, campaign and unsure_of (a run).

    What was checked before has to be checked again. Raises Refused once it is published, Invalid, or
    Stale when
    somebody saved it meanwhile.
    """
    subject = {"theme": theme, "campaign": campaign, "unsure_of": unsure_of}
    consultation = _check_answerable(by, **subject)
    words = _clean(decision=decision, action=action, reason=reason, asked=asked, said=said)
    with transaction.atomic():
        response = _row(subject, consultation)
        _save(response, by, words, version)
        response.writers.add(by)
        log(act="response.written", by=by, consultation=consultation, target=response)
    return response


def give_duty(*, by, owner, theme=None, campaign=None, unsure_of=None):
    """Say which member of the team owes the answer to one of these; None takes the name away."""
    subject = {"theme": theme, "campaign": campaign, "unsure_of": unsure_of}
    consultation = _check_answerable(by, **subject)
    if owner and owner.pk not in {user.pk for user in team_of(consultation)}:
        raise Invalid({"owner": [_("Choose somebody of the team.")]})
    with transaction.atomic():
        response = _row(subject, consultation)
        response.owner = owner
        response.save(update_fields=["owner"])
        details = {"owner": owner.pk if owner else None}
        log(act="response.duty", by=by, consultation=consultation, target=response, details=details)
    return response


def team_of(consultation):
    """The people who may owe an answer: policymakers and owners, by name."""
    members = consultation.memberships.current().filter(role__in=[Role.RESPONDER, Role.OWNER])
    users = {member.user_id: member.user for member in members.select_related("user")}
    return sorted(users.values(), key=lambda user: (user.display_name.lower(), user.pk))


def _check_answerable(by, theme=None, campaign=None, unsure_of=None):
    """Whether this person may answer it and it is published; returns its consultation."""
    run = theme.codebook.run if theme else campaign.run if campaign else unsure_of
    check("themes.respond", by, run.consultation)
    published = ThemeReport.objects.published().filter(run=run).exists()
    if not published or (theme and theme.state != ThemeState.CONFIRMED):
        raise Refused("no_report", _("This theme is not published, so it cannot be answered yet."), 409)
    if unsure_of and not has_been_read(unsure_of):
        raise Refused("unsure_unread", _("Read these texts first, and say here that you have."), 409)
    return run.consultation


def has_been_read(run):
    """Whether a person has read the unsure pile of a run as large as it is now."""
    return UnsureReading.objects.filter(run=run, submissions__gte=unsure_in(run)).exists()


def unsure_in(run):
    return run.ledger.filter(place=Place.UNSURE).count()


def record_reading(*, by, run):
    """Say that one has read everything that fits no theme; only then it can be answered."""
    check("themes.respond", by, run.consultation)
    number = unsure_in(run)
    with transaction.atomic():
        reading = UnsureReading.objects.create(run=run, submissions=number, read_by=by, read_at=now())
        details = {"submissions": number}
        log(act="unsure.read", by=by, consultation=run.consultation, target=run, details=details)
    return reading


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


def _row(subject, consultation):
    """The response to this, begun empty when there is none."""
    found, _made = OfficialResponse.objects.get_or_create(
        **{name: thing for name, thing in subject.items() if thing}, defaults={"consultation": consultation}
    )
    return found


def _save(response, by, words, version):
    if response.published_at:
        raise Refused("response_published", _("This answer is published. People have been told of it."), 409)
    seen = response.version if version is None else version
    rows = OfficialResponse.objects.filter(pk=response.pk, version=seen, published_at=None)
    step = F("version") + (1 if response.decision else 0)  # the first words of an answer are its version 1
    written = {**words, **UNCHECKED, "written_by": by, "written_at": now()}
    if not rows.update(**written, version=step):
        raise Stale
    response.refresh_from_db()


def send_for_check(*, by, response):
    """Ask for the second check; raises Refused when there is nothing to check or it is public already."""
    check("themes.respond", by, response)
    waiting = OfficialResponse.objects.begun().filter(pk=response.pk, published_at=None, checked_at=None)
    with transaction.atomic():
        if not waiting.update(sent_for_check_at=now(), returned_note=""):
            raise Refused("nothing_to_check", _("There is nothing here that waits for a check."), 409)
        response.refresh_from_db()
        log(act="response.sent_for_check", by=by, consultation=response.consultation, target=response)
    return response


def check_response(*, by, response, version):
    """Stand for an answer as somebody who wrote none of it; it may be published then.

    Raises Refused, also for whoever wrote it, or Stale when it was changed since it was read.
    """
    check("themes.check_response", by, response)
    _decide_check(response, version, checked_at=now(), checked_by=by, returned_note="")
    log(act="response.checked", by=by, consultation=response.consultation, target=response)
    return response


def return_response(*, by, response, version, note):
    """Send an answer back to its writer with what is to be changed, which the team alone reads."""
    check("themes.check_response", by, response)
    note = note.strip()
    if not note:
        raise Invalid({"note": [_("Say what is to be changed.")]})
    if len(note) > LONGEST:
        raise Invalid({"note": [_("Keep this to 4,000 characters or fewer.")]})
    _decide_check(response, version, **UNCHECKED, returned_note=note)
    log(act="response.returned", by=by, consultation=response.consultation, target=response)
    return response


def _decide_check(response, version, **fields):
    rows = OfficialResponse.objects.filter(pk=response.pk, published_at=None, sent_for_check_at__isnull=False)
    if not rows.exists():
        raise Refused("nothing_to_check", _("There is nothing here that waits for a check."), 409)
    if not rows.filter(version=version).update(**fields):
        raise Stale
    response.refresh_from_db()
