"""What is counted of answers: how people hear, what they say of them, what authors corrected; small
numbers apart.
"""

from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count

from proposals.models import Participant, Submission
from proposals.themes.enums import CorrectionState, VerdictWord, Way
from proposals.themes.models import Correction, OfficialResponse, Outcome, Verdict
from proposals.themes.outcomes import ON_PAPER, authors_of, way_without_email

from .disclosure import held_back


def reach_of(subject):
    """[(way, people)] of those whose words one answer is to."""
    response = subject.response or OfficialResponse(**subject.given)
    people = Participant.objects.filter(pk__in=authors_of(response))
    reachable = people.filter(user__is_active=True) | people.filter(user=None).exclude(contact_email="")
    by_email = set(reachable.values_list("pk", flat=True))
    sent = Submission.objects.filter(participant__in=people).exclude(participant__in=by_email)
    paper = set(sent.filter(channel__in=ON_PAPER).values_list("participant_id", flat=True))
    coded = set(sent.exclude(receipt_digest=None).values_list("participant_id", flat=True))
    ways = Counter(
        Way.EMAIL if pk in by_email else way_without_email(on_paper=pk in paper, has_receipt=pk in coded)
        for pk in people.values_list("pk", flat=True)
    )
    return [(way, ways[way]) for way in Way if ways[way]]


def told_of(edition, threshold=None):
    """{"people", "ways": [(way, people or None)]} of a published edition; the ways add up to the people.

    With a threshold, small numbers are held back, and the next smallest that would give them away.
    """
    rows = Outcome.objects.filter(edition=edition).order_by().values_list("way").annotate(n=Count("pk"))
    counts = dict(rows)
    held = held_back(counts, threshold) if threshold else {}
    ways = [(way, None if way in held else counts[way]) for way in Way if counts.get(way)]
    return {"people": sum(counts.values()), "ways": ways, "held_back": bool(held)}


def verdicts_of(responses, threshold):
    """{"people", "words": [(word, number, per cent)]} over these answers, or None while too few have
    spoken.
    """
    rows = Verdict.objects.filter(response__in=responses)
    people = rows.values("participant_id").distinct().count()
    counts = Counter(rows.values_list("word", flat=True))
    total = sum(counts.values())
    if people < threshold or any(0 < n < threshold for n in counts.values()):
        return None
    words = [(word, counts[word], round(100 * counts[word] / total)) for word in VerdictWord]
    return {"people": people, "words": words}


def corrections_of(run, threshold, themes):
    """[[theme id, corrections asked for, accepted, rate]] of the bundle's themes, earlier ones of a key with
    it.

    The rate is per cent of the submissions and copies that are printed of the theme; None where a number is
    held back.
    """
    rows = corrections_by_key(run, themes)
    asked = {key: len(accepted) for key, accepted in rows.items()}
    held = held_back(asked, threshold)
    return [
        [theme["id"], None, None, None]
        if theme["held_back"] or theme["key"] in held
        else corrected(theme, rows.get(theme["key"], []), threshold)
        for theme in themes
    ]


def corrections_by_key(run, themes):
    """{stable key: [whether it was accepted]} of the corrections that authors asked for."""
    rows = Correction.objects.filter(
        consultation=run.consultation_id, from_theme__stable_key__in=[theme["key"] for theme in themes]
    )
    found = defaultdict(list)
    for key, state in rows.order_by("pk").values_list("from_theme__stable_key", "state"):
        found[key].append(state == CorrectionState.ACCEPTED)
    return found


def corrected(theme, accepted, threshold):
    """One row; theme: as the bundle prints it."""
    asked, yes = len(accepted), sum(accepted)
    if any(0 < n < threshold for n in (yes, asked - yes)):
        return [theme["id"], None, None, None]
    size = max(theme["submissions"] + (theme["copies"] or 0), asked, 1)
    rate = (Decimal(100 * asked) / size).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return [theme["id"], asked, yes, str(rate)]
