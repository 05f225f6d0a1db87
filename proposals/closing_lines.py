"""What this floor knows to be open: phases, people not confirmed, paper that nobody typed in, imports."""

from django.db.models import Q
from django.utils.translation import ngettext

from consult.clock import now
from consult.enums import Access, Act

from .actions.import_marks import unfinished
from .closing import closing_line
from .enums import Channel, SubmissionKind
from .models import Answer, Submission

ACT_OF_KIND = {
    SubmissionKind.PROPOSAL: Act.PROPOSE,
    SubmissionKind.COMMENT: Act.COMMENT,
    SubmissionKind.QUESTIONNAIRE: Act.ANSWER,
}


@closing_line(
    "phases",
    lambda n: ngettext("phase in which people may still act", "phases in which people may still act", n),
)
def open_phases(consultation):
    return sum(bool(phase.allows) and not _is_over(phase) for phase in consultation.phases_in_order)


def _is_over(phase):
    return phase.closes_at is not None and phase.closes_at <= now()


@closing_line(
    "unverified",
    lambda n: ngettext(
        "contribution from people not confirmed", "contributions from people not confirmed", n
    ),
)
def unverified(consultation):
    """Sent online by somebody not confirmed, where only confirmed people may."""
    closed_to_guests = [
        kind for kind, act in ACT_OF_KIND.items() if consultation.access_to(act) != Access.GUEST
    ]
    return (
        _standing(consultation, channel=Channel.ONLINE, kind__in=closed_to_guests)
        .filter(participant__confirmed=False)
        .count()
    )


@closing_line(
    "unkeyed",
    lambda n: ngettext(
        "letter, form or call that nobody typed in", "letters, forms and calls that nobody typed in", n
    ),
)
def unkeyed(consultation):
    """Registered, neither withdrawn nor erased, without a text and without an answer."""
    offline = [Channel.PAPER, Channel.EMAIL, Channel.PHONE, Channel.MEETING]
    answered = Answer.objects.filter(submission__consultation=consultation).values("submission")
    waiting = _standing(consultation, channel__in=offline).filter(Q(contributions=None))
    return waiting.exclude(pk__in=answered).count()


@closing_line(
    "imports",
    lambda n: ngettext(
        "import that was cut off before its end", "imports that were cut off before their end", n
    ),
)
def unfinished_imports(consultation):
    """The same file given once more writes what is missing, and closes the line."""
    return len(unfinished(consultation))


def _standing(consultation, **fields):
    rows = Submission.objects.filter(consultation=consultation, withdrawn_at=None, **fields)
    return rows.filter(duplicate_of=None, participant__erased_at=None)
