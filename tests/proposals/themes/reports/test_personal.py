"""Names, telephone numbers and postcodes in texts: found at the freeze, decided by people, then nowhere."""

import io
import zipfile

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from consult.enums import ResultsVisibility, Role
from consult.errors import Invalid, Refused
from consult.personal import personal_details
from proposals.enums import Consent
from proposals.themes.actions import decide_redaction, decide_redactions, freeze_received, mark_detail
from proposals.themes.actions.opinions import find_opinion_groups
from proposals.themes.actions.recounts import recount_themes
from proposals.themes.models import Redaction, Theme
from proposals.themes.redacting import REMOVED, without
from proposals.themes.views.files import FILES
from tests.factories.consult import ConsultationFactory, QuestionFactory
from tests.factories.proposals import OpenAnswerFactory, ParticipantFactory, ProposalFactory, VoteFactory
from tests.factories.themes import (
    CodebookFactory,
    ThemeAssignmentFactory,
    ThemeFactory,
    ThemeRunFactory,
    analyst_of,
    publish_findings,
    staff,
)

from .heard import Heard

pytestmark = pytest.mark.django_db
NAMES = ["Mrs Wilhelmina Quarrington", "Dr Theobald Ffoulkes", "M. Anatole Vuillemin"]
PHONES = ["01632 960983", "+44 7700 900461", "01632 960 117"]
POSTCODES = ["AV3 7QX", "AV11 2ZD", "AV9 5JN"]


def planted(number):
    """A text with one detail of each kind, and the three of them."""
    details = [kind[number % 3] for kind in (NAMES, PHONES, POSTCODES)]
    name, phone, postcode = details
    words = (
        f"The bus is late, number {number}. {name} agrees with me. Ring {phone}. We live at {postcode} now."
    )
    return words, [name.split(" ", 1)[1], phone, postcode]


def with_details(texts=50):
    """A closed consultation with that many answers, each with three details, in one theme; (run, details)."""
    consultation = ConsultationFactory(phase=False, disclosure_threshold=2)
    question = QuestionFactory(consultation=consultation)
    wanted, rows = set(), []
    for number in range(texts):
        words, details = planted(number)
        answer = OpenAnswerFactory(question=question, public_text=words)
        answer.submission.consent = Consent.UNNAMED
        answer.submission.save()
        wanted |= {*details}
        rows.append(answer)
    snapshot = freeze_received(by=analyst_of(consultation), consultation=consultation)
    run = ThemeRunFactory(consultation=consultation, snapshot=snapshot)
    theme = ThemeFactory(codebook=CodebookFactory(run=run))
    for number, answer in enumerate(rows):
        ThemeAssignmentFactory(theme=theme, contribution=answer, central_rank=number if number < 5 else None)
    recount_themes(Theme.objects.all())
    return run, wanted


def outlets(consultation, folder):
    """{where: words} of everything the report leaves: pages, files unpacked, API, files on disk."""
    slug, theme = consultation.slug, Theme.objects.get()
    urls = [reverse("report", args=[slug]), reverse("report_record", args=[slug])]
    pages = [
        reverse("report_theme", args=[slug, theme.pk]),
        reverse("report_place", args=[slug, "in_themes"]),
    ]
    urls += [f"{page}?page={number}" for page in pages for number in (1, 2)]
    urls += [reverse("report_file", args=[slug, name]) for name in FILES]
    urls += [f"/api/v1/consultations/{slug}/report", f"/api/v1/consultations/{slug}/themes/{theme.pk}/texts"]
    said = {url: words_of(Client().get(url).content) for url in urls}
    call_command("build_report", slug, "--out", str(folder), stdout=io.StringIO())
    return said | {path.name: words_of(path.read_bytes()) for path in folder.iterdir()}


def words_of(content):
    if content.startswith(b"%PDF"):
        return Heard(content).everything
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return " ".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())


def test_details_planted_in_fifty_texts_are_found_and_then_in_no_outlet(tmp_path):
    run, wanted = with_details()
    found = list(Redaction.objects.select_related("contribution"))
    assert len(found) == 150
    assert {row.contribution.public_text[row.start : row.end] for row in found} == wanted
    decide_redactions(
        by=analyst_of(run.consultation), redactions=found, remove=True, reason="Personal detail"
    )
    publish_findings(run.consultation, run=run)
    said = outlets(run.consultation, tmp_path)
    assert {where: [w for w in wanted if w in words] for where, words in said.items()} == {
        where: [] for where in said
    }
    assert sum(REMOVED in words for words in said.values()) >= 4
    assert sum("The bus is late" in words for words in said.values()) >= 4


def test_details_planted_in_the_titles_of_fifty_proposals_are_found_and_then_in_no_outlet(tmp_path):
    consultation = ConsultationFactory(
        phase=False, disclosure_threshold=2, results_visibility=ResultsVisibility.ALWAYS
    )
    rows, wanted = [], set()
    voters = [ParticipantFactory(consultation=consultation) for _each in range(20)]
    for number in range(50):
        words, details = planted(number)
        body = "" if number % 2 else "The bus is late."
        rows.append(ProposalFactory(consultation_of=consultation, title=words, public_text=body))
        wanted |= {*details}
    for text in rows[:6]:
        for n, voter in enumerate(voters):
            VoteFactory(contribution=text, participant=voter, choice=1 if n % 2 else -1)
    snapshot = freeze_received(by=analyst_of(consultation), consultation=consultation)
    run = ThemeRunFactory(consultation=consultation, snapshot=snapshot)
    theme = ThemeFactory(codebook=CodebookFactory(run=run))
    for number, text in enumerate(rows):
        ThemeAssignmentFactory(theme=theme, contribution=text, central_rank=number if number < 6 else None)
    recount_themes(Theme.objects.all())
    find_opinion_groups(run)
    found = list(Redaction.objects.filter(in_title=True).select_related("contribution"))
    assert {row.contribution.title[row.start : row.end] for row in found} == wanted
    by = analyst_of(consultation)
    decide_redactions(by=by, redactions=found, remove=True, reason="Personal detail")
    publish_findings(consultation, run=run)
    said = outlets(consultation, tmp_path)
    assert {where: [w for w in wanted if w in words] for where, words in said.items()} == {
        where: [] for where in said
    }
    assert sum(f"{REMOVED} agrees with me" in words for words in said.values()) >= 4


def test_details_wait_for_people_before_anything_is_published():
    run, _wanted = with_details(texts=2)
    with pytest.raises(Invalid) as invalid:
        publish_findings(run.consultation, run=run)
    assert invalid.value.fields[""] == ["6 possible personal details wait for somebody to look at them."]


def test_detail_that_stands_is_shown_and_a_marked_one_is_not():
    run, _wanted = with_details(texts=2)
    by = analyst_of(run.consultation)
    for row in Redaction.objects.all():
        decide_redaction(by=by, redaction=row, remove=False, reason="A public office.")
    text = run.assignments.first().contribution
    marked = mark_detail(
        by=by, consultation=run.consultation, contribution=text.pk, words="number 0", reason="A flat."
    )
    publish_findings(run.consultation, run=run)
    theme = Theme.objects.get()
    page = Client().get(reverse("report_theme", args=[run.consultation.slug, theme.pk])).content.decode()
    assert NAMES[0] in page
    assert text.public_text[marked.start : marked.end] not in page
    with pytest.raises(Invalid):
        mark_detail(by=by, consultation=run.consultation, contribution=text.pk, words="nowhere", reason="x")


@pytest.mark.parametrize("role", Role.values)
def test_deciding_on_details_by_role_is(role):
    text = ProposalFactory(public_text="Ring 01632 960983 now.")
    row = Redaction.objects.create(
        consultation=text.consultation, contribution=text, revision=text.shown_revision, start=5, end=17
    )
    by = staff(text.consultation, role)
    if role in (Role.ANALYST, Role.MODERATOR):
        with pytest.raises(Invalid):
            decide_redaction(by=by, redaction=row, remove=True, reason=" ")
        assert decide_redaction(by=by, redaction=row, remove=True, reason="Personal").decided_by == by
    else:
        with pytest.raises(Refused):
            decide_redaction(by=by, redaction=row, remove=True, reason="Personal")


@pytest.mark.parametrize(
    "spans, start, end, words",
    [
        ([], 0, None, "abcdefghij"),
        ([(2, 4)], 0, None, f"ab{REMOVED}efghij"),
        ([(2, 4)], 3, 6, f"{REMOVED}ef"),
        ([(2, 4)], 4, 6, "ef"),
        ([(2, 8)], 0, 5, f"ab{REMOVED}"),
        ([(0, 2), (8, 10)], 0, None, f"{REMOVED}cdefgh{REMOVED}"),
    ],
)
def test_text_without_spans_is(spans, start, end, words):
    assert without("abcdefghij", spans, start, end) == words


@pytest.mark.parametrize(
    "text, found",
    [
        ("Write to ann@example.org.", ["ann@example.org"]),
        ("My name is Ann Lee and I ride.", ["Ann Lee"]),
        ("Je m'appelle Zoé Martin.", ["Zoé Martin"]),
        ("Kind regards, Ann Lee", ["Ann Lee"]),
        ("Heron Two said so.", ["Heron Two"]),
        ("The number 7 bus at 10:30, 24,000 people.", []),
    ],
)
def test_personal_details_of_a_text_are(text, found):
    assert [text[start:end] for start, end, _kind in personal_details(text, ["Heron Two"])] == found
