"""Answering a theme and telling everyone whose words are in it."""

import pytest
from django.core import mail
from django.db.models.signals import post_save
from django_tasks_db.models import DBTaskResult

from consult.actions.notices import send_due_notices
from consult.errors import Invalid, Refused, Stale
from consult.models import LogEntry, Notice
from proposals.actions.erasure import erase_contribution
from proposals.themes.actions import publish_response, tell_authors, write_response
from proposals.themes.models import OfficialResponse
from tests.factories.proposals import ParticipantFactory, ProposalFactory
from tests.factories.themes import (
    OfficialResponseFactory,
    ThemeAssignmentFactory,
    ThemeFactory,
    ThemeReportFactory,
    analyst_of,
    checked,
    responder_of,
)

pytestmark = pytest.mark.django_db

WORDS = {"decision": "accepted", "action": "We will widen the pavement.", "reason": "It is too narrow."}


def published_theme():
    theme = ThemeFactory(name="Safe ways to school")
    ThemeReportFactory(run=theme.codebook.run, bundle={"themes": []})
    return theme, responder_of(theme.consultation)


def wrote(theme, text="My two walk to school along Mill Road.", **participant):
    """Somebody whose words are in a theme, as they were analysed."""
    author = ParticipantFactory(consultation=theme.consultation, **participant)
    contribution = ProposalFactory(author=author, public_text=text)
    ThemeAssignmentFactory(theme=theme, contribution=contribution)
    return contribution


def answered(theme, responder):
    response = write_response(by=responder, theme=theme, **WORDS)
    return publish_response(by=responder, response=checked(response))


def tell(response, **how):
    people = tell_authors(response_id=response.pk, **how)
    send_due_notices()
    return people


def test_write_response_keeps_a_draft_that_a_second_writing_changes():
    theme, responder = published_theme()
    first = write_response(by=responder, theme=theme, **WORDS)
    second = write_response(by=responder, theme=theme, **{**WORDS, "action": "We will not."}, version=1)
    assert (first.pk, second.action, second.version, second.published_at) == (
        second.pk,
        "We will not.",
        2,
        None,
    )


def test_write_response_over_somebody_elses_change_is_stale():
    theme, responder = published_theme()
    write_response(by=responder, theme=theme, **WORDS)
    write_response(by=responder_of(theme.consultation), theme=theme, **WORDS, version=1)
    with pytest.raises(Stale):
        write_response(by=responder, theme=theme, **WORDS, version=1)


@pytest.mark.parametrize(
    "field, value", [("decision", "maybe"), ("action", " "), ("reason", ""), ("said", "x" * 4001)]
)
def test_write_response_with_a_bad_field_names_it(field, value):
    theme, responder = published_theme()
    with pytest.raises(Invalid) as invalid:
        write_response(by=responder, theme=theme, **{**WORDS, field: value})
    assert list(invalid.value.fields) == [field]


@pytest.mark.parametrize("state", ["candidate", "dismissed"])
def test_write_response_to_a_theme_that_is_not_published_is_refused(state):
    theme, responder = published_theme()
    theme.state = state
    with pytest.raises(Refused) as refused:
        write_response(by=responder, theme=theme, **WORDS)
    assert refused.value.code == "no_report"


def test_responses_are_for_policymakers():
    theme, responder = published_theme()
    response = write_response(by=responder, theme=theme, **WORDS)
    stranger = analyst_of(theme.consultation)
    for act in (
        lambda: write_response(by=stranger, theme=theme, **WORDS),
        lambda: publish_response(by=stranger, response=response),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "not_responder"


def test_publish_response_is_logged_and_telling_is_queued():
    theme, responder = published_theme()
    response = answered(theme, responder)
    assert response.published_by == responder
    assert DBTaskResult.objects.get().args_kwargs["args"] == [response.pk]
    entry = LogEntry.objects.get(act="response.published")
    assert entry.details == {"decision": "accepted"}


def test_published_response_cannot_be_published_or_changed_again():
    theme, responder = published_theme()
    response = answered(theme, responder)
    for act in (
        lambda: publish_response(by=responder, response=response),
        lambda: write_response(by=responder, theme=theme, **WORDS),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "response_published"


def test_tell_authors_twice_tells_each_person_once_with_their_own_words():
    theme, responder = published_theme()
    mine = wrote(theme, "My two walk to school along Mill Road.")
    ProposalFactory(author=mine.participant, public_text="More.")
    ThemeAssignmentFactory(theme=theme, contribution=mine.participant.contributions.last())
    wrote(theme, "The pavement by the bridge is narrow.")
    response = answered(theme, responder)
    assert (tell(response), tell(response)) == (2, 2)
    assert Notice.objects.count() == len(mail.outbox) == 2
    letter = next(each for each in mail.outbox if each.to == [mine.participant.user.email])
    assert letter.subject == "Accepted: “Safe ways to school”, a theme you wrote about"
    assert "My two walk to school along Mill Road." in letter.body
    assert "bridge" not in letter.body
    assert "We will widen the pavement." in letter.body


def killed_after(told):
    """A signal receiver that kills whatever queues one notice more than this."""

    def die(sender, **_kwargs):
        if Notice.objects.count() > told:
            raise SystemExit

    return die


@pytest.mark.django_db(transaction=True)
def test_tell_authors_killed_midway_tells_the_rest_when_its_task_is_taken_up_again():
    theme, responder = published_theme()
    people = {wrote(theme).participant.pk for _each in range(4)}
    response = answered(theme, responder)
    kill = killed_after(2)
    post_save.connect(kill, sender=Notice)
    try:
        with pytest.raises(SystemExit):
            tell_authors(response_id=response.pk)
    finally:
        post_save.disconnect(kill, sender=Notice)
    assert Notice.objects.count() == 2
    send_due_notices()
    assert tell(response) == 4
    assert sorted(Notice.objects.values_list("participant_id", flat=True)) == sorted(people)
    assert len(mail.outbox) == 4


def test_tell_authors_tells_more_people_than_are_read_at_once():
    theme, responder = published_theme()
    for _each in range(5):
        wrote(theme)
    assert tell(answered(theme, responder), at_once=2) == 5
    assert Notice.objects.count() == 5


def test_tell_authors_reaches_paper_by_its_address_and_guests_without_one_by_receipt_only():
    theme, responder = published_theme()
    wrote(theme, user=None, source="paper", contact_email="paper@example.org")
    wrote(theme, user=None, source="guest")
    assert tell(answered(theme, responder)) == 2
    assert [each.to for each in mail.outbox] == [["paper@example.org"]]


def test_tell_authors_counts_campaign_copies_and_leaves_out_the_unsure():
    theme, responder = published_theme()
    ThemeAssignmentFactory(theme=theme, copy=True)
    ThemeAssignmentFactory(theme=theme, sure=False)
    assert tell(answered(theme, responder)) == 1


def test_letter_does_not_quote_a_text_that_was_erased_or_changed_since():
    theme, responder = published_theme()
    erased, changed = wrote(theme, "CANARY one."), wrote(theme, "CANARY two.")
    erase_contribution(contribution=erased, by=None)
    changed.public_text = "Changed since."
    changed.save()
    assert tell(answered(theme, responder)) == 2
    assert not any("CANARY" in each.body for each in mail.outbox)


def test_draft_is_visible_to_policymakers_only():
    response = OfficialResponseFactory()
    consultation = response.consultation
    assert OfficialResponse.objects.visible_to(responder_of(consultation)).count() == 1
    assert OfficialResponse.objects.visible_to(analyst_of(consultation)).count() == 0
