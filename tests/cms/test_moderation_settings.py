"""How an editor sets the way of moderation, and how the public hears that it was changed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from cms.editions import edition_of
from cms.models import ConsultationPage
from cms.staffing import StaffedHoursField
from consult.actions.log import record
from consult.completeness import missing_for_opening
from consult.models import Consultation, HouseRule, HouseRuleWording, LogEntry
from consult.templatetags.dates import in_words
from moderation.actions.decisions import decide_case
from tests.factories.cms import page_phase, publish, published_page
from tests.factories.consult import ConsultationFactory, HouseRuleFactory, QuestionFactory
from tests.factories.moderation import CaseFactory, moderator_of
from tests.factories.proposals import CommentFactory, ParticipantFactory, ProposalFactory

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


def test_deadlines_that_were_moved_stand_in_the_public_history_with_what_they_were(client):
    page = published_page(answer_due_on=date(2027, 2, 26), phases=[page_phase()])
    phase = page.phases.get()
    opens, closes = phase.opens_at, phase.closes_at
    page.answer_due_on, phase.closes_at = date(2027, 3, 31), closes + timedelta(days=7)
    page.phases = [phase]
    page.save_revision()
    publish(page)
    history = client.get("/consultations/quieter-streets/changes/").content.decode()
    assert "the date of the answer (was: 26 February 2027, now: 31 March 2027)" in history
    was, present = (
        f"{in_words(opens, 'moment')} to {in_words(at, 'moment')}" for at in (closes, phase.closes_at)
    )
    assert f"“Discussion” (was: {was}, now: {present})" in history
    phase = page_phase("Voting")
    page = ConsultationPage.objects.get(pk=page.pk)
    page.phases = [phase]
    page.save_revision()
    publish(page)
    entry = LogEntry.objects.filter(act="consultation.changed").last()
    assert (entry.details["fields"], "windows" in entry.details) == (["phases"], False)


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


def test_history_keeps_the_old_and_the_new_words_of_a_house_rule(client):
    page = published_page(phases=[page_phase()])
    rule = page.house_rules.get()
    was, key = rule.text, rule.translation_key
    rule.text, rule.note = "Speak of the plan. <b>", "Strong words about a plan are fine."
    page.house_rules = [rule]
    page.save_revision()
    publish(page)
    history = client.get("/consultations/quieter-streets/changes/").content.decode()
    assert f'<del dir="auto">1. {was}' in history
    assert (
        '<ins dir="auto">1. Speak of the plan. &lt;b&gt; Strong words about a plan are fine.</ins>' in history
    )
    page.house_rules = []
    page.save_revision()
    publish(page)
    history = client.get("/consultations/quieter-streets/changes/").content.decode()
    assert '<b>Taken away:</b> <del dir="auto">1. Speak of the plan.' in history
    kept = HouseRule.objects.get(key=key).wordings.values_list("texts", "retired")
    assert list(kept) == [
        ({"en": was}, False),
        *[({"en": "Speak of the plan. <b>"}, gone) for gone in (False, True)],
    ]


@pytest.mark.parametrize(("path", "shown"), [("", False), ("/fr", True)])
def test_rule_that_was_only_translated_is_told_to_who_reads_it_otherwise(client, path, shown):
    consultation = ConsultationFactory(languages=["en", "fr"])
    rule = HouseRuleFactory(consultation=consultation, number=1, texts={"en": "Be kind."})
    was, present = (
        HouseRuleWording.objects.create(rule=rule, number=1, texts=texts)
        for texts in ({"en": "Be kind."}, {"en": "Be kind.", "fr": "Soyez aimables."})
    )
    details = {"fields": ["house_rules"], "rules": [[was.pk, present.pk]]}
    record(act="consultation.changed", by=None, consultation=consultation, details=details)
    history = client.get(f"{path}/consultations/{consultation.slug}/changes/").content.decode()
    assert ("<ins" in history, "Soyez aimables." in history) == (shown, shown)


def test_words_of_a_rule_that_are_kept_cannot_be_changed_or_deleted():
    rule = published_page(phases=[page_phase()]).consultation.house_rules.get()
    for change in (lambda w: w.update(texts={"en": "Other"}), lambda w: w.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(rule.wordings.all())
    assert rule.wordings.get().texts == rule.texts


def test_publishing_without_a_change_of_rules_keeps_no_further_words():
    page = published_page(phases=[page_phase()])
    page.title = "Quieter streets now"
    page.save_revision()
    publish(page)
    assert HouseRuleWording.objects.count() == 1


def test_decision_keeps_the_words_of_the_rule_it_cited(client):
    page = published_page(phases=[page_phase()])
    rule = page.house_rules.get()
    was = rule.text
    consultation = page.consultation
    case = CaseFactory(
        contribution=CommentFactory(
            root=ProposalFactory(author=ParticipantFactory(consultation=consultation))
        )
    )
    decision = decide_case(
        by=moderator_of(consultation),
        case=case,
        version=1,
        effect="hide",
        rule=consultation.house_rules.get(),
        facts="It names a person.",
    )
    rule.text = "Something else altogether."
    page.house_rules = [rule]
    page.save_revision()
    publish(page)
    client.force_login(case.contribution.participant.user)
    statement = client.get(decision.get_absolute_url()).content.decode()
    assert (f"1. {was}" in statement, "Something else" in statement) == (True, False)
