"""How an editor sets the way of moderation, and how the public hears that it was changed."""

import pytest
from django.core.exceptions import ValidationError

from cms.editions import edition_of
from cms.staffing import StaffedHoursField
from consult.completeness import missing_for_opening
from consult.models import Consultation
from tests.factories.cms import page_phase, publish, published_page
from tests.factories.consult import HouseRuleFactory, QuestionFactory
from tests.factories.proposals import ProposalFactory

pytestmark = pytest.mark.django_db

OFFICE = {"0": ["09:00", "17:00"], "4": ["09:00", "12:30"]}


def typed(**days):
    """What a browser sends: two times for each day."""
    walls = [wall for day in range(7) for wall in days.get(f"d{day}", ["", ""])]
    return {f"staffed_hours_{n}": wall for n, wall in enumerate(walls)}


def cleaned(**days):
    field = StaffedHoursField()
    return field.clean(field.widget.value_from_datadict(typed(**days), {}, "staffed_hours"))


def test_staffed_hours_are_typed_as_two_times_a_day():
    assert cleaned(d0=["09:00", "17:00"], d4=["09:00", "12:30"]) == OFFICE
    assert cleaned(d5=["22:00", "02:00"]) == {"5": ["22:00", "02:00"]}
    assert cleaned() == {}


@pytest.mark.parametrize("times", [["09:00", ""], ["", "17:00"], ["09:00", "09:00"], ["nine", "17:00"]])
def test_half_a_day_is_refused(times):
    with pytest.raises(ValidationError):
        cleaned(d0=times)


def test_staffed_hours_come_back_into_their_fields_each_with_a_name():
    html = StaffedHoursField().widget.render("staffed_hours", OFFICE, {"id": "hours"})
    assert 'value="12:30"' in html
    assert html.count("aria-label=") == 14
    assert 'aria-label="Friday, to"' in html


def test_timetable_without_staffed_hours_cannot_open():
    page = published_page(moderation_mode="after")
    page.moderation_mode = "timetable"
    assert [code for code, _text in missing_for_opening(edition_of(page))] == ["nobody_there"]
    page.staffed_hours = OFFICE
    assert missing_for_opening(edition_of(page)) == []


def test_changes_of_mode_deadline_and_rules_are_in_the_public_history(client):
    page = published_page(phases=[page_phase()])
    page.moderation_mode, page.reading_hours, page.hides_authors = "before", 24, False
    page.staffed_hours = OFFICE
    phase, rule = page.phases.get(), page.house_rules.get()
    phase.moderation_mode, rule.note = "on_report", "Strong words about a plan are fine."
    page.phases, page.house_rules = [phase], [rule]
    page.save_revision()
    publish(page)
    history = client.get("/consultations/quieter-streets/changes/").content.decode()
    for words in [
        "when a moderator reads contributions (was: after it is shown, now: before it is shown)",
        "the time in which a moderator decides (was: 4 hours, now: 24 hours)",
        "whether moderators see names before they decide (was: no, now: yes)",
        "when a moderator reads contributions in a phase",
        "the hours in which moderators are there",
        "the house rules",
    ]:
        assert words in history
    consultation = Consultation.objects.get()
    assert consultation.phases.get().moderation_mode == "on_report"
    assert consultation.house_rules.get().note == "Strong words about a plan are fine."


def test_rules_stand_above_every_composer_before_the_first_word(client):
    proposal = ProposalFactory()
    consultation = proposal.consultation
    QuestionFactory(consultation=consultation)
    HouseRuleFactory(consultation=consultation, number=1, texts={"en": "RULE-ONE"}, notes={"en": "NOTE-ONE"})
    client.force_login(proposal.participant.user)
    base = f"/consultations/{consultation.slug}"
    for address, box in [
        (f"/proposals/{proposal.pk}/", 'name="body"'),
        (f"{base}/proposals/new/", 'name="body"'),
        (f"/contributions/{proposal.pk}/edit/", 'name="body"'),
        (f"{base}/questions/", "<textarea"),
    ]:
        page = client.get(address).content.decode()
        assert 0 < page.find("RULE-ONE") < page.find("NOTE-ONE") < page.find(box), address


def test_rules_are_in_view_although_the_composer_is_closed(client):
    proposal = ProposalFactory()
    HouseRuleFactory(consultation=proposal.consultation, number=1, texts={"en": "RULE-ONE"})
    page = client.get(f"/proposals/{proposal.pk}/").content.decode()
    assert page.find("RULE-ONE") < page.find('<details class="card composer"')
