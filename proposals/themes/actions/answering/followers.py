"""Telling those who asked: followers of a consultation, proposal or theme, and voters who want to hear."""

from django.db.models import Q

from consult.accounts.models import User
from consult.actions.notices import notify
from consult.models import Consultation
from proposals.models import Participant, Vote
from proposals.themes.models import Follow, OfficialResponse, ThemeAssignment
from proposals.themes.outcomes import authors_of

TOLD = "followed"


def tell_followers_of_answer(*, response_id):
    """One notice of a published answer to each follower and voter who is not told as its author."""
    response = OfficialResponse.objects.published().named().get(pk=response_id)
    people = followers_of([response]) - _accounts(authors_of(response))
    return _tell(people, "followed_answer", response, response.consultation)


def tell_followers_of_outcomes(*, edition):
    """One notice of all answers of an edition to each follower and voter who gets no outcome of their own."""
    responses = list(OfficialResponse.objects.of_runs([edition.report.run_id]).published().named())
    authors = set(
        edition.outcomes.exclude(participant__user=None).values_list("participant__user_id", flat=True)
    )
    return _tell(followers_of(responses) - authors, "followed_outcomes", edition, edition.consultation)


def tell_followers_of_promise(commitment, kind):
    """The same of a promise made, kept or missed."""
    response = commitment.response
    people = followers_of([response]) - _accounts(authors_of(response))
    return _tell(people, "followed_promise", commitment, response.consultation, suffix=kind, what=kind)


def tell_followers_of_comment(*, comment):
    """One notice of a new comment to each follower of its proposal, except who wrote it."""
    follows = Follow.objects.filter(proposal=comment.root_id).exclude(user=comment.participant.user_id)
    people = set(follows.values_list("user_id", flat=True))
    return _tell(people, "followed_comment", comment, comment.consultation)


def tell_followers_of_phase(*, phase):
    """One notice of a phase that opened to each follower of its consultation."""
    people = set(_of_consultation(phase.consultation).values_list("user_id", flat=True))
    return _tell(people, "followed_phase", phase, phase.consultation)


def followers_of(responses):
    """Ids of the accounts that follow what these answer, or voted on it and ticked that they want to hear."""
    themes = [each.theme_id for each in responses if each.theme_id]
    texts = ThemeAssignment.objects.of_people().filter(theme__in=themes).values("contribution_id")
    consultations = {each.consultation_id for each in responses}
    follows = Follow.objects.filter(
        Q(theme__in=themes)
        | Q(proposal__in=texts)
        | Q(consultation__in=consultations, proposal=None, theme=None)
    )
    voters = Vote.objects.standing().filter(
        contribution__in=texts, participant__user__notice_preference__follows=True
    )
    found = set(follows.values_list("user_id", flat=True))
    return found | set(voters.values_list("participant__user_id", flat=True))


def _of_consultation(consultation):
    return Follow.objects.filter(consultation=consultation, proposal=None, theme=None)


def _accounts(participants):
    rows = Participant.objects.filter(pk__in=participants, user__isnull=False)
    return set(rows.values_list("user_id", flat=True))


def _tell(people, kind, target, consultation, suffix="", **context):
    """Queue one notice each for those who may still see the consultation; returns how many."""
    told = 0
    for user in User.objects.filter(pk__in=people, is_active=True).order_by("pk"):
        if Consultation.objects.visible_to(user).filter(pk=consultation.pk).exists():
            key = ":".join(filter(None, [kind, suffix, str(target.pk), str(user.pk)]))
            notify(kind=kind, key=key, user=user, consultation=consultation, target=target, context=context)
            told += 1
    return told
