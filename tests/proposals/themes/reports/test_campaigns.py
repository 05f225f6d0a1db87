"""What a report says of campaigns: their letter, when it came, what people added."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from consult.clock import now
from proposals.actions.states import hide
from proposals.themes.actions.campaigns import write_campaigns
from proposals.themes.analysis import Text
from proposals.themes.reports.campaigns import campaigns_of
from proposals.themes.reports.findings import findings
from proposals.themes.reports.tables import as_json
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.themes import (
    ThemeAssignmentFactory,
    ThemeFactory,
    ThemeRunFactory,
    publish_findings,
)

pytestmark = pytest.mark.django_db

LETTER = "Please keep the bus gate on Mill Road open for cars because trade on the road depends on it."
OWN = [
    "I bake bread here.",
    "My mother shops there twice a week.",
    "Half of our customers come from villages without buses.",
    "Since the gate was closed in March I have lost two apprentices.",
    "Nobody from the traders' association was asked before signs went up one Sunday night.",
]


def sent(run, copies=8, adding=4):
    """Copies of a letter, the first of which add a sentence each, written as one campaign."""
    theme = ThemeFactory(codebook__run=run)
    texts, today = [], now()
    for n in range(copies):
        own = OWN[n] if n < adding else ""
        text = ProposalFactory(
            consultation_of=run.consultation, title="", public_text=f"{LETTER} {own}".strip()
        )
        text.submission.received_at = today - timedelta(days=100 if n == 0 else 10, minutes=n)
        text.submission.save()
        ThemeAssignmentFactory(theme=theme, contribution=text)
        texts.append(text)
    write_campaigns(
        run, {t.pk: Text(t.pk, t.title, t.public_text) for t in texts}, [[text.pk for text in texts]]
    )
    return texts


def run_with_threshold(threshold):
    return ThemeRunFactory(consultation=ConsultationFactory(disclosure_threshold=threshold))


def published(threshold=4, **sizes):
    run = run_with_threshold(threshold)
    texts = sent(run, **sizes)
    report = publish_findings(run.consultation, run=run)
    return report, texts


def test_campaign_is_told_by_its_letter_its_burst_and_its_longest_additions():
    report, texts = published()
    (campaign,) = findings(report, AnonymousUser()).campaigns
    assert campaign.template.text == LETTER
    assert [quote.text for quote in campaign.added] == [OWN[3], OWN[2], OWN[1]]
    assert campaign.frozen["adding"] == 4
    assert (campaign.burst["texts"], campaign.burst["end"] - campaign.burst["start"]) == (
        5,
        timedelta(minutes=4),
    )


def test_report_page_and_json_say_the_same():
    report, _texts = published()
    found = findings(report, AnonymousUser())
    slug = report.consultation.slug
    page = Client().get(reverse("report", args=[slug])).content.decode()
    (said,) = as_json(found)["campaigns"]
    assert said["template"] == LETTER
    assert as_json(found)["campaign_counts"] == {"people": 8, "texts": 8, "campaigns": 1}
    assert (said["texts"], said["people"], said["adding"], len(said["added"])) == (8, 8, 4, 3)
    for words in (LETTER, *(each["text"] for each in said["added"]), "4 people added words of their own."):
        assert words in page


@pytest.mark.parametrize(
    "threshold, copies, adding, told",
    [(4, 8, 4, 4), (4, 8, 3, None), (4, 8, 5, None), (4, 8, 0, 0), (9, 8, 4, "no campaign")],
    ids=["enough of both", "few adding", "few not adding", "nobody", "few people"],
)
def test_small_numbers_of_a_campaign_are_held_back(threshold, copies, adding, told):
    run = run_with_threshold(threshold)
    sent(run, copies, adding)
    found = campaigns_of(run, threshold)
    assert (found[0]["adding"] if found else "no campaign") == told
    if told is None:
        assert found[0]["added"] == []


def test_letter_and_addition_go_with_the_text_they_are_quoted_from():
    report, texts = published()
    (before,) = findings(report, AnonymousUser()).campaigns
    hide(contribution=before.template.contribution, by=None)
    hide(contribution=before.added[0].contribution, by=None)
    (after,) = findings(report, AnonymousUser()).campaigns
    assert after.template is None
    assert [quote.text for quote in after.added] == [quote.text for quote in before.added[1:]]
    assert after.frozen == before.frozen
    page = Client().get(reverse("report", args=[report.consultation.slug])).content.decode()
    assert before.added[0].text not in page


def test_addition_that_was_edited_before_publishing_is_not_quoted():
    run = run_with_threshold(4)
    texts = sent(run)
    texts[3].public_text = "Something else."
    texts[3].save()
    (campaign,) = campaigns_of(run, 4)
    assert [key for key, _start, _end in campaign["added"]] == [text.pk for text in texts[2::-1]]


def test_campaigns_of_an_older_bundle_are_still_counted():
    report, _texts = published()
    report.bundle["campaigns"] = [{"number": 1, "texts": 8, "people": 8, "exemplar": 1}]
    report.bundle.pop("concentration")
    report.save()
    page = Client().get(reverse("report", args=[report.consultation.slug])).content.decode()
    assert "8 near-copies from 8 people." in page
    (said,) = as_json(findings(report, AnonymousUser()))["campaigns"]
    assert (said["template"], said["added"]) == (None, [])
