"""Everybody hears: who has an outcome, what keeps the edition back, and the one act that publishes it."""

import pytest
from django.core import mail

from consult.clock import now
from consult.enums import Role
from consult.errors import Invalid, Refused
from consult.models import LogEntry, NoticePreference
from proposals.enums import Channel, ContributionState
from proposals.themes import actions
from proposals.themes.enums import Place, Way
from proposals.themes.models import OfficialResponse, OutcomeEdition
from proposals.themes.outcome_words import missing_words
from proposals.themes.outcomes import fates_of, missing_in, ways_in
from tests.factories.moderation import DecisionFactory
from tests.factories.outcomes import (
    answer,
    campaign_of,
    many,
    publish_all,
    published_by,
    published_themes,
    rehearsed,
    report_of,
    stands_in,
    wrote,
)
from tests.factories.themes import responder_of, staff

pytestmark = pytest.mark.django_db


def published(theme, *, people=1):
    """An outcome edition of one answered theme with that many people; returns (edition, responder)."""
    texts = [wrote(theme) for _each in range(people)]
    return published_by(theme, texts[0])


def test_everyone_of_312_copies_241_unsure_and_40_withheld_has_an_outcome_and_the_ways_add_up():
    (theme,) = published_themes("Safe ways to school")
    run = theme.codebook.run
    first = wrote(theme)
    campaign = campaign_of(run, first)
    many(run, 312, Place.CAMPAIGN, campaign=campaign)
    many(run, 241, Place.UNSURE)
    withheld = many(run, 40, Place.WITHHELD, state=ContributionState.HIDDEN)
    answer(theme=theme)
    assert missing_words(run, fates_of(run)) == [
        "Campaign 1 stands in no theme and has no answer of its own: 312 people would hear nothing.",
        "Texts are withheld without a statement of reasons: 40 people would hear nothing.",
        "What fits no theme has no answer: 241 people would hear nothing.",
    ]
    answer(campaign=campaign)
    reader = responder_of(theme.consultation)
    actions.record_reading(by=reader, run=run)
    answer(unsure_of=run)
    first_decision = DecisionFactory(case__contribution=withheld[0])
    for text in withheld[1:]:
        DecisionFactory(
            case__contribution=text, rule=first_decision.rule, decided_by=first_decision.decided_by
        )
    fates = fates_of(run)
    assert missing_words(run, fates) == []
    assert dict(ways_in(fates)) == {**dict.fromkeys(Way, 0), Way.EMAIL: 594}
    rehearsed(report_of(theme), ["theme", theme.pk], first.participant)
    edition = publish_all(by=reader, report=report_of(theme))
    kinds = [kind for outcome in edition.outcomes.all() for kind, _pk in outcome.parts]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "theme": 1,
        "campaign": 312,
        "unsure": 241,
        "reasons": 40,
    }
    assert OfficialResponse.objects.published().count() == 3


def test_campaign_placed_in_an_answered_theme_needs_no_answer_of_its_own():
    (theme,) = published_themes("Buses")
    run = theme.codebook.run
    campaign = campaign_of(run, wrote(theme))
    many(run, 3, Place.CAMPAIGN, theme=theme, campaign=campaign)
    assert missing_in(fates_of(run)) == {("theme", theme.pk): 4}
    answer(theme=theme)
    assert missing_in(fates_of(run)) == {}
    answer(campaign=campaign)
    parts = [fate.parts for fate in fates_of(run).values()]
    assert parts.count([["theme", theme.pk], ["campaign", campaign.pk]]) == 3


@pytest.mark.parametrize(
    "place, kind, held_up",
    [
        (Place.PENDING, "pending", True),
        (Place.BLANK, "counted", False),
        (Place.DUPLICATE, "duplicate", False),
        (Place.LATE, "late", False),
        (Place.UNVERIFIED, "unverified", False),
        (Place.WITHDRAWN, "withdrawn", False),
    ],
)
def test_place_of_the_ledger_gives_an_outcome_or_holds_the_edition_up(place, kind, held_up):
    (theme,) = published_themes("Buses")
    text = stands_in(theme.codebook.run, place)
    (fate,) = fates_of(theme.codebook.run).values()
    assert fate.parts == [[kind, text.submission_id]]
    assert bool(fate.missing) is held_up


def test_withheld_text_without_a_decision_of_somebody_unreachable_holds_nothing_up():
    (theme,) = published_themes("Buses")
    run = theme.codebook.run
    stands_in(run, Place.WITHHELD, user=None, source="import")
    assert missing_in(fates_of(run)) == {}
    stands_in(run, Place.WITHHELD)
    assert missing_in(fates_of(run)) == {("reasons", None): 1}


@pytest.mark.parametrize(
    "way, person",
    [
        (Way.EMAIL, {}),
        (Way.EMAIL, {"user": None, "contact_email": "paper@example.org", "channel": Channel.PAPER}),
        (Way.LETTER, {"user": None, "channel": Channel.PAPER}),
        (Way.LETTER, {"user": None, "channel": Channel.PHONE}),
        (Way.RECEIPT, {"user": None, "digest": "0" * 64}),
        (Way.NONE, {"user": None}),
        (Way.NONE, {"erased_at": now(), "digest": "0" * 64}),
        (Way.RECEIPT, {"user__is_active": False, "digest": "0" * 64}),
    ],
)
def test_way_in_which_somebody_hears_follows_from_what_is_known_of_them(way, person):
    (theme,) = published_themes("Buses")
    stands_in(theme.codebook.run, Place.UNSURE, **person)
    assert [fate.way for fate in fates_of(theme.codebook.run).values()] == [way]


def test_somebody_who_wants_no_mail_of_answers_hears_on_their_own_page():
    (theme,) = published_themes("Buses")
    text = wrote(theme)
    NoticePreference.objects.create(user=text.participant.user, answers=False)
    wrote(theme)
    ways = dict(ways_in(fates_of(theme.codebook.run)))
    assert (ways[Way.SITE], ways[Way.EMAIL]) == (1, 1)


def test_publishing_is_refused_with_each_theme_that_has_no_checked_answer():
    first, second = published_themes("Buses", "Schools")
    wrote(first)
    wrote(second)
    responder = responder_of(first.consultation)
    answer(theme=first, ready=False)
    with pytest.raises(Invalid) as invalid:
        actions.publish_outcomes(by=responder, report=report_of(first))
    assert invalid.value.fields[""] == [
        "“Buses” needs a second check: 1 person would hear nothing.",
        "“Schools” has no answer: 1 person would hear nothing.",
    ]
    assert not OutcomeEdition.objects.exists()


def test_publishing_is_refused_until_a_test_was_sent_and_then_a_second_time():
    (theme,) = published_themes("Buses")
    text = wrote(theme)
    answer(theme=theme)
    responder, report = responder_of(theme.consultation), report_of(theme)

    def code():
        with pytest.raises(Refused) as refused:
            actions.publish_outcomes(by=responder, report=report)
        return refused.value.code

    assert code() == "no_test"
    rehearsed(report, ["theme", theme.pk], text.participant, responder)
    assert mail.outbox[0].to == [responder.email]
    assert mail.outbox[0].subject == "Test: Accepted: “Buses”, a theme you wrote about"
    publish_all(by=responder, report=report)
    assert code() == "outcomes_published"
    assert LogEntry.objects.filter(act="outcomes.published").count() == 1


@pytest.mark.parametrize(
    "role, may", [(Role.RESPONDER, True), (Role.OWNER, True), (Role.ANALYST, False), (Role.MODERATOR, False)]
)
def test_outcomes_are_for_policymakers_and_owners(role, may):
    (theme,) = published_themes("Buses")
    edition, _responder = published(theme)
    person = staff(theme.consultation, role)
    acts = [
        lambda: actions.stop_sending(by=person, edition=edition),
        lambda: actions.go_on_sending(by=person, edition=edition),
        lambda: actions.print_letters(by=person, edition=edition, outcomes=[]),
    ]
    for act in acts:
        if may:
            act()
        else:
            with pytest.raises(Refused) as refused:
                act()
            assert refused.value.code == "not_answering"


def test_unsure_pile_is_answered_only_by_somebody_after_a_person_has_read_as_much_as_there_is():
    (theme,) = published_themes("Buses")
    run, responder = theme.codebook.run, responder_of(theme.consultation)
    stands_in(run, Place.UNSURE)

    def code():
        with pytest.raises(Refused) as refused:
            answer(unsure_of=run, by=responder, ready=False)
        return refused.value.code

    assert code() == "unsure_unread"
    reading = actions.record_reading(by=responder, run=run)
    assert (reading.submissions, reading.read_by) == (1, responder)
    stands_in(run, Place.UNSURE)
    assert code() == "unsure_unread"
    actions.record_reading(by=responder, run=run)
    assert answer(unsure_of=run, by=responder, ready=False).subject == "What fits no theme"
