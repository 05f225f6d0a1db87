"""The demonstration once it is set up: every count, every role, every outcome that its words promise."""

import re
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils.translation import override

from cms.migrations._first_words import PAGES as PAGES_OF_A_NEW_SITE
from cms.models import ConsultationPage
from cms.seeding import demonstration, preparing
from cms.seeding.leaflets import line_to_try
from cms.seeding.talk import GUEST, client_id_of
from consult import receipts
from consult.accounts.models import User
from consult.audit import faults
from consult.clock import now, today
from consult.enums import Role
from consult.models import Consultation, Membership, Notice
from consult.outbox import kept_messages
from consult.settings import dev
from moderation.enums import CaseState, Effect, Outcome, Source
from moderation.models import Appeal, Case, Decision, SecondReading
from proposals.actions.tallies import COUNTED, counts_of
from proposals.enums import Channel, ContributionState, Kind, SubmissionKind
from proposals.models import Contribution, LeafletCode, Submission, Tally, Vote
from proposals.themes.enums import Place, RunState, ThemeState
from proposals.themes.models import (
    Campaign,
    Commitment,
    OfficialResponse,
    OpinionGroup,
    Theme,
    ThemeReport,
    ThemeRun,
)
from proposals.themes.outcomes import authors_of
from tests.cms.demo_files import EVERY_ROW, PAGES, PEOPLE, QUEUE, ROWS_OF, STAFF, whole

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PASSWORD = "make-demo-only"
LOGINS = [each.partition("@")[0] for each in dev.CONSULT_DEMO_ACCOUNTS]
README = Path(__file__).resolve().parents[2] / "README.md"
OPEN, FINISHED = "low-traffic-streets", "library-opening-hours"


@pytest.fixture(scope="module", autouse=True)
def mail(django_db_setup, django_db_blocker, tmp_path_factory):
    """The seeded database for all tests of this module, rolled back afterwards; the folder of its mail."""
    folder = tmp_path_factory.mktemp("mail")
    demo = override_settings(
        CONSULT_DEMO_PASSWORD=PASSWORD,
        CONSULT_MAIL_DIR=folder,
        EMAIL_BACKEND="consult.outbox.FileBackend",
    )
    with django_db_blocker.unblock(), transaction.atomic():
        with demo:
            demonstration.seed()
        yield folder
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def english():
    """A French page leaves its language behind in the thread."""
    with override("en"):
        yield


@pytest.fixture
def streets():
    return Consultation.objects.get(slug=OPEN)


@pytest.fixture
def library():
    return Consultation.objects.get(slug=FINISHED)


def text_of(key):
    """The proposal or comment that a row of the files became."""
    row = next(row for row in [*EVERY_ROW, *QUEUE["texts"]] if row["key"] == key)
    found = Contribution.objects.filter(submission__client_id=client_id_of(row["key"]))
    return found.get()


@pytest.mark.parametrize("name", LOGINS)
def test_demo_account_signs_in_with_the_printed_password(name, client):
    email = f"{name}@example.org"
    client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(User.objects.get(email=email).pk)
    assert EmailAddress.objects.get(email=email).verified


def test_password_is_hashed_once():
    assert len(set(User.objects.values_list("password", flat=True))) == 1


def test_roles_are_those_of_the_files_and_owners_do_not_count():
    held = set(Membership.objects.current().values_list("user__email", "consultation__slug", "role"))
    assert held == {
        (member["email"], slug, role) for member in STAFF.values() for slug, role in member["roles"].items()
    }
    owners = {(email, slug) for email, slug, role in held if role == Role.OWNER}
    assert owners & {(email, slug) for email, slug, role in held if role == Role.ANALYST} == set()


@pytest.mark.parametrize("slug", sorted(ROWS_OF))
def test_every_row_became_one_submission(slug):
    letters = whole("campaign")["senders"] if slug == OPEN else 0
    rows = ROWS_OF[slug] + [row for row in QUEUE["texts"] if row["consultation"] == slug]
    sent = Submission.objects.filter(consultation__slug=slug)
    assert sent.exclude(kind=SubmissionKind.LETTER).count() == len(rows)
    assert sent.filter(kind=SubmissionKind.LETTER).count() == letters
    written = Counter(row["channel"] for row in rows) + Counter({Channel.EMAIL.value: letters})
    assert Counter(sent.values_list("channel", flat=True)) == written


def test_open_consultation_has_texts_of_four_languages_and_distinct_submissions(streets):
    texts = Contribution.objects.for_analysis(streets)
    assert set(texts.values_list("language", flat=True)) == {"en", "fr", "de", "es"}
    distinct = texts.exclude(submission__kind=SubmissionKind.LETTER).exclude(public_text="")
    assert distinct.values("public_text").distinct().count() >= 240


def test_everything_happened_in_the_past_and_while_it_was_allowed():
    assert Contribution.objects.filter(created_at__gt=now()).count() == 0
    for slug, page in PAGES.items():
        consultation = Consultation.objects.get(slug=slug)
        opens = consultation.phases.in_use().earliest("opens_at").opens_at
        assert consultation.contributions.filter(created_at__lt=opens).count() == 0
        assert consultation.published_at < opens
        assert consultation.languages == page["languages"]


def test_dates_in_texts_are_written_out():
    assert Contribution.objects.filter(public_text__contains="{").count() == 0
    assert [c.slug for c in Consultation.objects.all() if "{date" in str(c.promises)] == []


def test_threads_have_official_replies_and_a_third_level(streets):
    comments = Contribution.objects.filter(consultation=streets, kind=Kind.COMMENT)
    official = [row for row in ROWS_OF[OPEN] if row["kind"] == "comment" and row["participant"] in STAFF]
    assert comments.filter(official=True).count() == len(official)
    assert comments.filter(depth__gte=3).exists()


def test_organisations_are_known_as_such(streets):
    named = {person["name"]: person["members"] for person in PEOPLE.values() if "members" in person}
    found = streets.participants.filter(kind="organisation")
    assert dict(found.values_list("organisation", "members_represented")) == named


def test_votes_are_of_many_people_and_every_count_is_of_the_rows(streets):
    voters = Vote.objects.for_analysis(streets).values("participant").distinct().count()
    assert voters >= 60
    for tally in Tally.objects.filter(contribution__consultation=streets):
        assert {name: getattr(tally, name) for name in COUNTED} == counts_of(tally.pk)


def test_resident_has_still_something_to_vote_on(streets):
    voted = Vote.objects.filter(participant__user__email="resident@example.org")
    proposals = Contribution.objects.filter(consultation=streets, kind=Kind.PROPOSAL)
    left = proposals.exclude(pk__in=voted.values("contribution"))
    assert 0 < left.count() < proposals.count()


def test_campaign_is_found_and_counted_apart(streets):
    senders = whole("campaign")["senders"]
    letters = Contribution.objects.filter(consultation=streets, submission__kind=SubmissionKind.LETTER)
    assert letters.values("public_text").distinct().count() == senders
    found = max(Campaign.objects.filter(run__consultation=streets), key=lambda campaign: campaign.texts)
    assert found.people >= 0.9 * senders


def test_open_consultation_waits_for_its_analyst(streets):
    run = ThemeRun.objects.get(consultation=streets)
    assert run.state == RunState.DONE
    themes = Theme.objects.of_run(run)
    states = set(themes.filter(merged_into=None).values_list("state", flat=True))
    assert states == {ThemeState.CANDIDATE, ThemeState.CONFIRMED}
    merged = themes.exclude(merged_into=None)
    assert list(merged.values_list("state", flat=True)) == [ThemeState.DISMISSED]
    assert OpinionGroup.objects.filter(opinion_run__run=run).count() >= 2
    assert run.ledger.count() == run.snapshot.received


STATE_AFTER = {
    Effect.KEEP: ContributionState.VISIBLE,
    Effect.REDACT: ContributionState.VISIBLE,
    Effect.HIDE: ContributionState.HIDDEN,
    Effect.ASK_TO_EDIT: ContributionState.HIDDEN,  # nobody edited it within a day
}


@pytest.mark.parametrize("told", whole("moderation")["decisions"], ids=lambda told: told["contribution"])
def test_decision_left_its_text_as_it_should(told):
    text = text_of(told["contribution"])
    decision = Decision.objects.get(case__contribution=text)
    assert (decision.effect, decision.facts) == (told["outcome"], told["facts"])
    assert (decision.rule.number if decision.rule else None) == told["rule"]
    restored = "appeal" in told
    assert text.state == (ContributionState.VISIBLE if restored else STATE_AFTER[decision.effect])
    assert told.get("redact", "{") not in text.public_text


def test_appeal_was_decided_by_another_and_taken_back():
    appeal = Appeal.objects.decided().get()
    assert appeal.outcome == Outcome.REVERSED
    assert appeal.decided_by != appeal.first_decider


def test_queue_holds_the_waiting_cases_and_nothing_old():
    reported = {text_of(key).pk for key in whole("moderation")["waiting"]}
    today = {text_of(row["key"]).pk for row in QUEUE["texts"] if row["kind"] == "comment"}
    cases = Case.objects.waiting()
    assert reported | today <= {case.contribution_id for case in cases}
    assert len(cases) >= 60
    assert max(case.minutes_waited for case in cases if case.state == CaseState.OPEN) < 8 * 60


def test_queue_has_cases_of_every_kind_and_source_an_appeal_and_a_question():
    cases = Case.objects.waiting().select_related("contribution")
    assert {case.contribution.kind for case in cases} == {Kind.COMMENT, Kind.ANSWER}
    assert {source for case in cases for source in case.sources} == set(Source.values)
    assert [case.standing.effect for case in cases if case.state == CaseState.APPEALED] == [Effect.HIDE]
    assert SecondReading.objects.waiting().count() == 1
    assert max(Counter(case.text_key for case in cases).values()) == 9


def test_public_history_says_that_the_way_of_moderation_changed_today(client):
    history = client.get(f"/consultations/{OPEN}/changes/").content.decode()
    assert "(was: when somebody reports it, now: after it is shown)" in history


def test_published_report_adds_up_and_has_the_coded_themes(library):
    report = ThemeReport.objects.get(consultation=library)
    lines = Counter(report.run.ledger.values_list("place", flat=True))
    assert sum(lines.values()) == report.run.snapshot.received
    assert lines[Place.IN_THEMES] >= 0.9 * report.run.snapshot.received
    told = whole("library_findings")["themes"]
    coded = Counter(key for row in ROWS_OF[FINISHED] for key in row.get("themes", []))
    confirmed = Theme.objects.of_run(report.run).confirmed()
    assert dict(confirmed.values_list("name", "submissions")) == {
        theme["name"]["en"]: coded[theme["key"]] for theme in told
    }


def test_answers_are_published_but_one_draft_and_every_author_was_told_once(library):
    told = {theme["name"]["en"]: theme["response"] for theme in whole("library_findings")["themes"]}
    for response in OfficialResponse.objects.filter(consultation=library):
        words = told[response.theme.name]
        assert (response.decision, response.published_at is None) == (words["decision"], "draft" in words)
        people = set() if "draft" in words else authors_of(response)
        notices = Notice.objects.filter(kind="theme_answered", target_id=response.pk)
        assert sorted(notices.values_list("participant_id", flat=True)) == sorted(people)
        assert notices.filter(sent_at=None).count() == 0


def test_one_promise_is_overdue(library):
    promises = Commitment.objects.filter(response__consultation=library)
    overdue = [promise for promise in promises if promise.kept_on is None and promise.due_on < today()]
    assert [promise.what for promise in overdue] == ["Talking screen for returns at Central"]
    assert promises.filter(kept_on__isnull=False).exists()


def test_letters_were_sent_and_none_waits(mail):
    assert Notice.objects.due().count() == 0
    with override_settings(CONSULT_MAIL_DIR=mail):
        letters = kept_messages(limit=1000)
    assert {letter["Date"].datetime <= now() for _name, letter in letters} == {True}
    assert len(letters) == Notice.objects.filter(emailed_at__isnull=False).count() > 50


def test_log_verifies():
    assert list(faults()) == []


@pytest.mark.parametrize("slug", sorted(PAGES))
def test_rows_of_pages_are_translated(slug):
    consultation, page = Consultation.objects.get(slug=slug), PAGES[slug]
    assert [phase.titles for phase in consultation.phases.in_use()] == [p["title"] for p in page["phases"]]
    assert [rule.texts for rule in consultation.house_rules.in_use()] == [
        r["text"] for r in page["house_rules"]
    ]
    for question, told in zip(consultation.questions.in_use(), page["questions"], strict=True):
        assert (question.key, question.texts) == (told["key"], told["text"])
        assert question.choices == told.get("choices", [])


@pytest.mark.parametrize("slug", sorted(PAGES))
def test_pages_speak_english_and_french(slug, client):
    pages = ConsultationPage.objects.filter(slug=slug, live=True)
    assert sorted(page.locale.language_code for page in pages) == ["en", "fr"]
    for language, prefix in (("en", ""), ("fr", "/fr")):
        shown = client.get(f"{prefix}/consultations/{slug}/").content.decode()
        assert PAGES[slug]["title"][language].replace("'", "&#x27;") in shown


def test_promises_are_unchanged_since_opening(client):
    assert b"Changed 0 times" in client.get(f"/consultations/{OPEN}/").content


@pytest.mark.parametrize("path", ["", *(f"{slug}/" for slug in PAGES_OF_A_NEW_SITE)])
@pytest.mark.parametrize("prefix", ["/", "/fr/"])
def test_text_pages_are_there(prefix, path, client):
    assert client.get(f"{prefix}{path}").status_code == 200


def test_receipt_of_a_guest_shows_what_was_sent(client):
    row = next(row for row in ROWS_OF[OPEN] if row["participant"] == GUEST and row["kind"] == "answer")
    code = receipts.grouped(receipts.code_from(client_id_of(row["key"])))
    assert "Received" in client.get(reverse("receipt", args=[code])).content.decode()


def test_readme_names_a_receipt_that_shows_an_answer(client):
    with override_settings(SECRET_KEY=dev.SECRET_KEY):
        code = receipts.grouped(receipts.code_from(client_id_of("library-dad-of-two")))
    assert code in README.read_text(encoding="utf-8")
    same = receipts.grouped(receipts.code_from(client_id_of("library-dad-of-two")))
    assert "Answered" in client.get(reverse("receipt", args=[same])).content.decode()


def test_leaflet_code_that_is_printed_admits_somebody_once(client):
    line = line_to_try()
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", line).group()
    assert line.endswith(reverse("enter_code"))
    answer = client.post(reverse("leaflet", args=[code]), {"code": code})
    assert (answer.status_code, LeafletCode.objects.exclude(used_at=None).count()) == (302, 1)
    assert code not in line_to_try()
    assert answer["Location"] == Consultation.objects.get(slug=OPEN).get_absolute_url()
    assert f"`{reverse('enter_code')}`" in README.read_text(encoding="utf-8")


@override_settings(CONSULT_DEMO=True, CONSULT_DEMO_PASSWORD=PASSWORD)
def test_setting_up_again_changes_nothing_and_says_so():
    before = Contribution.objects.count(), User.objects.count()
    said = StringIO()
    call_command("demo", "--no-serve", stdout=said)
    assert said.getvalue().strip() == preparing.READY
    assert (Contribution.objects.count(), User.objects.count()) == before
