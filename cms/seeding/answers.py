"""What residents said of the answers: whether they were answered, and that a theme is not what they meant."""

from itertools import cycle

from proposals.models import Participant, Submission
from proposals.themes import actions
from proposals.themes.models import OfficialResponse
from proposals.themes.outcomes import authors_of, themes_by_submission

DAY_OF_VERDICTS, DAY_OF_CORRECTIONS = -80, -2
SAID = ["yes", "partly", "yes", "no"]
FEW = 3  # equal corrections, beside one in words
MEANT = "I asked for a quiet place to read. The day does not matter to me."


def plan_answers(diary, findings):
    """Note verdicts on every published answer, and corrections that wait in the analysts' queue."""
    at = findings.town.days.moment
    diary.note(at({"day": DAY_OF_VERDICTS, "time": "18:00"}), give_verdicts, findings)
    diary.note(at({"day": DAY_OF_CORRECTIONS, "time": "18:30"}), correct_themes, findings)


def give_verdicts(findings):
    words = cycle(SAID)
    for response in OfficialResponse.objects.published().filter(consultation=findings.consultation):
        for participant in Participant.objects.filter(pk__in=authors_of(response)).order_by("pk"):
            actions.give_verdict(participant=participant, response=response, word=next(words))


def correct_themes(findings):
    """Some authors of the first theme meant the second, and one meant none of them."""
    first, second = list(findings.themes.values())[:2]
    placed = themes_by_submission([findings.run.pk])
    only_first = sorted(pk for pk, themes in placed.items() if first.pk in themes and second.pk not in themes)
    sent = Submission.objects.select_related("participant", "consultation").in_bulk(only_first[: FEW + 1])
    for number, submission in enumerate(sent.values()):
        meant = {"to_theme": second} if number < FEW else {"words": MEANT}
        actions.correct_theme(
            participant=submission.participant, submission=submission, from_theme=first, **meant
        )
