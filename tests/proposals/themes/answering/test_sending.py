"""Letters about answers: at a rate, stopped and gone on with, nobody twice, nobody's words but one's own."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db.models.signals import post_save

from consult.actions.notices import send_due_notices
from consult.actions.preferences import want_list
from consult.clock import now
from consult.models import Notice
from proposals.themes import actions
from proposals.themes.actions.answering.followers import tell_followers_of_outcomes
from proposals.themes.actions.answering.mailing import due_since
from proposals.themes.models import Outcome
from tests.factories.accounts import UserFactory
from tests.factories.outcomes import (
    answer,
    publish_all,
    published_by,
    published_themes,
    rehearsed,
    report_of,
    send_all,
    wrote,
)
from tests.factories.proposals import ParticipantFactory, ProposalFactory, VoteFactory
from tests.factories.themes import ThemeAssignmentFactory, responder_of

pytestmark = pytest.mark.django_db

CANARY = "CANARY-OTHERS"


def published(theme, *, people=1):
    """An outcome edition of one answered theme with that many people; returns (edition, responder)."""
    texts = [wrote(theme) for _each in range(people)]
    return published_by(theme, texts[0])


def test_two_themes_answered_together_are_one_letter_with_the_persons_own_words_only():
    first, second = published_themes("Buses", "Schools")
    mine = wrote(first, "The number seven bus is late.")
    wrote(first, CANARY)
    wrote(second, "The pavement is narrow.")
    more = ProposalFactory(author=mine.participant, public_text="My two walk to school.")
    ThemeAssignmentFactory(theme=second, contribution=more)
    for theme in (first, second):
        answer(theme=theme)
    rehearsed(report_of(first), ["theme", first.pk], mine.participant)
    mail.outbox.clear()
    publish_all(by=responder_of(first.consultation), report=report_of(first))
    send_all()
    letters = [each for each in mail.outbox if each.to == [mine.participant.user.email]]
    assert len(letters) == 1
    assert len(mail.outbox) == 3
    body = letters[0].body
    said = ["The number seven bus is late.", "My two walk to school.", CANARY, "The pavement is narrow."]
    assert [words in body for words in said] == [True, True, False, False]
    assert body.count("Software sorted what you wrote into this theme.") == 2


def test_letter_says_when_software_was_less_sure_than_the_theme_is_printed_to_be():
    (theme,) = published_themes("Buses")
    theme.confidence = 4000
    theme.save()
    firm, loose = (
        wrote(theme, "The bus is late.", confidence=6000),
        wrote(theme, "So and so.", confidence=900),
    )
    answer(theme=theme)
    rehearsed(report_of(theme), ["theme", theme.pk], firm.participant)
    mail.outbox.clear()
    publish_all(by=responder_of(theme.consultation), report=report_of(theme))
    send_all()
    less = {each.to[0]: "less sure of your words" in each.body for each in mail.outbox}
    assert less == {firm.participant.user.email: False, loose.participant.user.email: True}


def test_sending_keeps_to_its_rate_and_goes_on_where_it_was_stopped(settings):
    settings.CONSULT_LETTERS_A_MINUTE = 6
    (theme,) = published_themes("Buses")
    started = now()
    with time_machine.travel(started, tick=False):
        edition, responder = published(theme, people=8)
    sent = []
    for seconds in (5, 10, 15, 30, 35):
        with time_machine.travel(started + timedelta(seconds=seconds), tick=False):
            actions.release_outcomes()
            send_due_notices()
        sent.append(len(mail.outbox))
    assert sent == [0, 1, 1, 3, 3]
    with time_machine.travel(started + timedelta(seconds=40), tick=False):
        actions.release_outcomes()
        actions.stop_sending(by=responder, edition=edition)
        send_due_notices()
    with time_machine.travel(started + timedelta(hours=2), tick=False):
        assert actions.release_outcomes() == 0
        send_due_notices()
        assert len(mail.outbox) == 3
        actions.go_on_sending(by=responder, edition=edition)
    with time_machine.travel(started + timedelta(hours=2, minutes=5), tick=False):
        assert actions.release_outcomes() == 5
        send_due_notices()
    with time_machine.travel(started + timedelta(hours=2, minutes=6), tick=False):
        actions.release_outcomes()
    edition.refresh_from_db()
    assert edition.finished_at is not None
    addresses = [each.to[0] for each in mail.outbox]
    assert (len(addresses), len(set(addresses))) == (8, 8)


@pytest.mark.parametrize(
    "seconds, number, used", [(0, 0, 0), (0.4, 0, 0), (0.5, 1, 0.5), (60, 120, 60), (7200, 120, 7200)]
)
def test_rate_gives_so_many_letters_for_the_time_that_passed_and_at_most_a_minutes(seconds, number, used):
    before = now()
    due, upto = due_since(before, before + timedelta(seconds=seconds), 120)
    assert due == number
    assert abs((upto - before).total_seconds() - used) <= 1


def killed_after(number):
    def die(sender, instance, created, **_kwargs):
        if created and Notice.objects.count() > number:
            raise SystemExit

    return die


@pytest.mark.django_db(transaction=True)
def test_handing_over_killed_between_two_people_goes_on_and_tells_nobody_twice():
    (theme,) = published_themes("Buses")
    started = now()
    with time_machine.travel(started, tick=False):
        published(theme, people=4)
    kill = killed_after(2)
    post_save.connect(kill, sender=Notice)
    try:
        with time_machine.travel(started + timedelta(minutes=1), tick=False), pytest.raises(SystemExit):
            actions.release_outcomes()
    finally:
        post_save.disconnect(kill, sender=Notice)
    assert Outcome.objects.exclude(released_at=None).count() == Notice.objects.count() == 2
    with time_machine.travel(started + timedelta(minutes=2), tick=False):
        actions.release_outcomes()
        actions.release_outcomes()
        send_due_notices()
    assert Outcome.objects.filter(released_at=None).count() == 0
    assert (Notice.objects.count(), len({each.to[0] for each in mail.outbox}), len(mail.outbox)) == (4, 4, 4)


def test_letter_leaves_out_what_was_erased_or_hidden_since_the_edition_was_published():
    (theme,) = published_themes("Buses")
    edition, _responder = published(theme)
    text = theme.assignments.get().contribution
    text.public_text = "Changed since."
    text.save()
    send_all()
    assert len(mail.outbox) == 1
    said = ["My two walk", "Changed since", "Something you wrote stands in this theme."]
    assert [words in mail.outbox[0].body for words in said] == [False, False, True]


def test_followers_and_voters_who_asked_hear_once_and_authors_get_their_own_letter():
    (theme,) = published_themes("Buses")
    text = wrote(theme)
    follower, voter, silent = UserFactory(), UserFactory(), UserFactory()
    actions.follow(by=follower, consultation=theme.consultation)
    actions.follow(by=follower, consultation=theme.consultation, theme=theme)
    actions.follow(by=text.participant.user, consultation=theme.consultation)
    for user in (voter, silent):
        person = ParticipantFactory(consultation=theme.consultation, user=user)
        VoteFactory(contribution=text, participant=person)
    want_list(user=voter, list_name="follows")
    edition, _responder = published_by(theme, text)
    for _again in range(2):
        tell_followers_of_outcomes(edition=edition)
    send_due_notices()
    assert sorted(each.to[0] for each in mail.outbox) == sorted([follower.email, voter.email])
    assert "My two walk" not in "".join(each.body for each in mail.outbox)


def test_somebody_told_of_every_answer_of_theirs_before_gets_no_second_letter():
    (theme,) = published_themes("Buses")
    text = wrote(theme)
    response = answer(theme=theme)
    actions.publish_response(by=response.written_by, response=response)
    actions.tell_authors(response_id=response.pk)
    send_due_notices()
    assert len(mail.outbox) == 1
    later = wrote(theme, "Written by another.")
    rehearsed(report_of(theme), ["theme", theme.pk], text.participant)
    mail.outbox.clear()
    edition = publish_all(by=responder_of(theme.consultation), report=report_of(theme))
    send_all()
    assert [each.to for each in mail.outbox] == [[later.participant.user.email]]
    assert edition.outcomes.filter(released_at=None).count() == 0
