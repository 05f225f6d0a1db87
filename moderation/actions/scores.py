"""The number by which the queue can be sorted: what software noticed, and what reports weigh."""

from django.db.models import Sum

from moderation.enums import Ground
from moderation.models import Screening

HIGHEST = 999
A_GROUND, A_REPORT, A_DANGER = 15, 20, 100


def rescore(case):
    """Write a case's score: `score_of` its screening, and 20 a report of full weight."""
    weight = case.flags.aggregate(sum=Sum("weight"))["sum"] or 0
    screening = Screening.objects.filter(revision=case.revision_id).only("likelihood", "grounds").first()
    case.score = score_of(screening, weight)
    case.save(update_fields=["score"])


def score_of(screening, weight=0.0):
    """Per cent of the model, 15 a ground, 100 a danger, 20 a report of full weight; at most 999."""
    likelihood = (screening.likelihood or 0) if screening else 0
    found = set(screening.grounds) & set(Ground.values) if screening else set()
    dangers = len(found & Ground.urgent().keys())
    patterns = A_GROUND * (len(found) - dangers) + A_DANGER * dangers
    return min(HIGHEST, round(likelihood + patterns + A_REPORT * weight))
