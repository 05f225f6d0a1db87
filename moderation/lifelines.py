"""What moderation adds to the line of a submission: the decisions on its texts, with the way to appeal."""

from collections import defaultdict

from django.utils.translation import gettext as _

from consult.templatetags.dates import in_words
from proposals.lifelines import DONE, NOW, Reason, Station, register, register_reasons

from . import statements
from .enums import Effect, Outcome
from .models import Decision

WITHHOLDING = [Effect.HIDE, Effect.ASK_TO_EDIT, Effect.RESTRICT_AUTHOR, Effect.HOLD]


@register
def stations(submissions, user):
    """{submission id: [Station]} of restricting decisions; one query however many submissions."""
    decisions = (
        Decision.objects.standing()
        .restricting()
        .filter(case__contribution__submission__in=[each.pk for each in submissions])
        .with_texts()
        .order_by("pk")
    )
    own = set(Decision.objects.visible_to(user).filter(pk__in=decisions).values_list("pk", flat=True))
    lines = defaultdict(list)
    for decision in decisions:
        line = lines[decision.case.contribution.submission_id]
        line.append(_station(decision, linked=decision.pk in own))
    return lines


def _station(decision, *, linked):
    waits = decision.effect in (Effect.ASK_TO_EDIT, Effect.HOLD)
    return Station(
        statements.heading(decision),
        NOW if waits and decision.is_in_force else DONE,
        url=decision.get_absolute_url() if linked else "",
        when=in_words(decision.decided_at, "moment"),
        note=_note(decision),
    )


def _note(decision):
    appeal = getattr(decision, "appeal", None)
    if appeal is None:
        return statements.rule_words(decision)
    if not appeal.outcome:
        return _("You have appealed. Somebody else is looking at it.")
    if appeal.outcome == Outcome.REVERSED:
        return _("You appealed, and the decision was taken back.")
    return _("You appealed, and the decision stays.")


@register_reasons
def reasons(submissions):
    """{submission id: [Reason]} of the decisions in force that keep a text from readers; one query in all."""
    decisions = (
        Decision.objects.standing()
        .filter(effect__in=WITHHOLDING)
        .filter(case__contribution__submission__in=submissions)
        .with_texts()
        .order_by("pk")
    )
    found = defaultdict(list)
    for decision in decisions:
        if decision.is_in_force:
            found[decision.case.contribution.submission_id].append(
                Reason(statements.heading(decision), statements.rule_words(decision), decision.keyed_url())
            )
    return dict(found)
