"""This is not what I meant: said by the author alone, decided by an analyst, answered, carried on."""

import pytest
from django.core import mail

from consult.actions.notices import send_due_notices
from consult.enums import Role
from consult.errors import Invalid, Refused
from proposals.actions.erasure import erase_participant
from proposals.models import ParticipantReceipt
from proposals.themes import actions
from proposals.themes.models import Correction, ThemeReport, Verdict
from proposals.themes.outcomes import authors_of, themes_by_submission
from proposals.themes.reports.answers import corrections_of, verdicts_of
from tests.factories.outcomes import answer, published_themes, wrote
from tests.factories.proposals import ParticipantFactory
from tests.factories.themes import (
    CodebookFactory,
    ThemeAssignmentFactory,
    ThemeFactory,
    ThemeRunFactory,
    analyst_of,
    staff,
)

pytestmark = pytest.mark.django_db


def corrected(text, old, new=None, words=""):
    return actions.correct_theme(
        participant=text.participant, submission=text.submission, from_theme=old, to_theme=new, words=words
    )


def unfrozen(*themes):
    ThemeReport.objects.filter(run=themes[0].codebook.run_id).delete()


def test_correction_said_again_before_it_is_answered_is_changed():
    old, new = published_themes("Buses", "Schools")
    text = wrote(old)
    first = corrected(text, old, new)
    second = corrected(text, old, words="Neither.")
    assert (first.pk, second.to_theme, second.words) == (second.pk, None, "Neither.")


def test_correction_by_somebody_else_or_of_another_theme_is_not_found():
    old, new = published_themes("Buses", "Schools")
    mine, other = wrote(old), wrote(new)
    for participant, submission, theme in (
        (other.participant, mine.submission, old),
        (mine.participant, mine.submission, new),
    ):
        with pytest.raises(Refused) as refused:
            actions.correct_theme(
                participant=participant, submission=submission, from_theme=theme, words="Not mine."
            )
        assert refused.value.status == 404


@pytest.mark.parametrize(
    "to, words, field", [("none", " ", "words"), ("none", "x" * 1001, "words"), ("same", "", "theme")]
)
def test_correction_without_what_was_meant_is_invalid(to, words, field):
    (old,) = published_themes("Buses")
    with pytest.raises(Invalid) as invalid:
        corrected(wrote(old), old, old if to == "same" else None, words)
    assert list(invalid.value.fields) == [field]


def test_accepting_moves_the_passages_as_the_analysts_act_and_tells_the_author():
    old, new = published_themes("Buses", "Schools")
    text = wrote(old)
    unfrozen(old)
    correction, analyst = corrected(text, old, new), analyst_of(old.consultation)
    assert actions.accept_corrections(by=analyst, corrections=[correction]) == 1
    assignment = text.theme_assignments.get()
    moved = (assignment.theme, assignment.assigned_by, assignment.user)
    assert moved == (new, "person", analyst)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.submissions, new.submissions) == (0, 1)
    send_due_notices()
    assert [each.to for each in mail.outbox] == [[text.participant.user.email]]
    assert "Schools" in mail.outbox[0].body
    assert actions.accept_corrections(by=analyst, corrections=[correction]) == 0


def test_accepting_none_of_these_takes_the_passages_out_of_every_theme():
    (old,) = published_themes("Buses")
    text = wrote(old)
    unfrozen(old)
    correction = corrected(text, old, words="I spoke of trams.")
    actions.accept_corrections(by=analyst_of(old.consultation), corrections=[correction])
    assignment = text.theme_assignments.get()
    assert (assignment.sure, assignment.assigned_by) == (False, "person")
    assert old.codebook.run.ledger.get().place == "unsure"


def test_accepting_in_published_findings_leaves_them_and_gives_the_author_the_other_answer():
    old, new = published_themes("Buses", "Schools")
    text = wrote(old)
    response = answer(theme=new)
    correction = corrected(text, old, new)
    actions.accept_corrections(by=analyst_of(old.consultation), corrections=[correction])
    assert text.theme_assignments.get().theme == old
    assert themes_by_submission([old.codebook.run_id]) == {text.submission_id: [new.pk]}
    assert authors_of(response) == {text.participant_id}


def test_next_run_takes_up_what_was_accepted_in_published_findings():
    old, new = published_themes("Buses", "Schools")
    text = wrote(old)
    analyst = analyst_of(old.consultation)
    actions.accept_corrections(by=analyst, corrections=[corrected(text, old, new)])
    run = ThemeRunFactory(consultation=old.consultation, number=99)
    codebook = CodebookFactory(run=run)
    again = [ThemeFactory(codebook=codebook, stable_key=each.stable_key) for each in (old, new)]
    ThemeAssignmentFactory(theme=again[0], contribution=text)
    assert [actions.carry_corrections(run=run) for _each in range(2)] == [1, 0]
    moved = text.theme_assignments.get(run=run)
    assert (moved.theme, moved.assigned_by, moved.user) == (again[1], "person", analyst)


def test_what_waited_for_themes_is_taken_up_once_they_are_taken_over():
    old, new = published_themes("Buses", "Schools")
    text = wrote(old)
    analyst = analyst_of(old.consultation)
    actions.accept_corrections(by=analyst, corrections=[corrected(text, old, new)])
    number = old.codebook.run.number + 1
    run = ThemeRunFactory(consultation=old.consultation, number=number)
    suggested = ThemeFactory(codebook=CodebookFactory(run=run), stable_key="later.1", state="candidate")
    ThemeAssignmentFactory(theme=suggested, contribution=text)
    assert actions.carry_corrections(run=run) == 0
    assert actions.take_over_themes(by=analyst, run=run) == 1
    moved = text.theme_assignments.get(run=run)
    assert (moved.theme.stable_key, moved.assigned_by, moved.user) == (new.stable_key, "person", analyst)


def test_declining_needs_a_reason_which_the_author_reads():
    old, new = published_themes("Buses", "Schools")
    text = wrote(old)
    correction, analyst = corrected(text, old, new), analyst_of(old.consultation)
    with pytest.raises(Invalid):
        actions.decline_corrections(by=analyst, corrections=[correction], reason=" ")
    actions.decline_corrections(by=analyst, corrections=[correction], reason="It names the number seven.")
    send_due_notices()
    assert "It names the number seven." in mail.outbox[0].body
    assert text.theme_assignments.get().theme == old


@pytest.mark.parametrize("role", [Role.OWNER, Role.RESPONDER, Role.MODERATOR])
def test_corrections_are_decided_by_analysts(role):
    old, new = published_themes("Buses", "Schools")
    correction = corrected(wrote(old), old, new)
    person = staff(old.consultation, role)
    for act in (
        lambda: actions.accept_corrections(by=person, corrections=[correction]),
        lambda: actions.decline_corrections(by=person, corrections=[correction], reason="No."),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "not_analyst"
    assert Correction.objects.waiting().count() == 1


def test_rate_of_corrections_is_printed_a_theme_and_small_numbers_are_held_back():
    old, new = published_themes("Buses", "Schools", disclosure_threshold=2)
    texts = [wrote(old) for _each in range(8)]
    for theme in (old, new):
        theme.submissions = theme.people = 8
        theme.save()
    printed = [
        {"id": theme.pk, "key": theme.stable_key, "held_back": "", "submissions": 8, "copies": None}
        for theme in (old, new)
    ]
    assert corrections_of(old.codebook.run, 2, printed) == [[old.pk, 0, 0, "0.0"], [new.pk, 0, 0, "0.0"]]
    made = [corrected(text, old, new) for text in texts[:2]]
    assert corrections_of(old.codebook.run, 2, printed)[0] == [old.pk, 2, 0, "25.0"]
    analyst = analyst_of(old.consultation)
    actions.accept_corrections(by=analyst, corrections=made[:1])
    assert corrections_of(old.codebook.run, 2, printed)[0] == [old.pk, None, None, None]
    actions.accept_corrections(by=analyst, corrections=made[1:])
    assert corrections_of(old.codebook.run, 2, printed)[0] == [old.pk, 2, 2, "25.0"]
    printed[0]["held_back"] = "hidden"  # a rate would tell the size of a theme that is held back
    assert corrections_of(old.codebook.run, 2, printed)[0] == [old.pk, None, None, None]


def test_verdict_is_of_those_whose_words_are_answered_and_counts_once_each():
    (theme,) = published_themes("Buses")
    texts = [wrote(theme) for _each in range(4)]
    response = answer(theme=theme)
    draft = {"participant": texts[0].participant, "response": response, "word": "yes"}
    with pytest.raises(Refused):
        actions.give_verdict(**draft)
    actions.publish_response(by=response.written_by, response=response)
    stranger = ParticipantFactory(consultation=theme.consultation)
    with pytest.raises(Refused):
        actions.give_verdict(participant=stranger, response=response, word="yes")
    with pytest.raises(Invalid):
        actions.give_verdict(participant=texts[0].participant, response=response, word="perhaps")
    for text, word in zip(texts, ["no", "no", "partly", "partly"], strict=True):
        actions.give_verdict(participant=text.participant, response=response, word="yes")
        actions.give_verdict(participant=text.participant, response=response, word=word)
    assert verdicts_of([response], 5) is None
    assert verdicts_of([response], 2) == {
        "people": 4,
        "words": [("yes", 0, 0), ("partly", 2, 50), ("no", 2, 50)],
    }
    actions.give_verdict(participant=texts[0].participant, response=response, word="yes")
    assert verdicts_of([response], 2) is None


def test_erasing_somebody_empties_their_words_and_keeps_the_counts():
    old, _new = published_themes("Buses", "Schools")
    text = wrote(old, user=None)
    response = answer(theme=old)
    actions.publish_response(by=response.written_by, response=response)
    actions.tell_authors(response_id=response.pk)
    corrected(text, old, words="CANARY-WORDS")
    actions.give_verdict(participant=text.participant, response=response, word="no", why="CANARY-WORDS")
    erase_participant(participant=text.participant, by=None)
    assert list(Correction.objects.values_list("words", flat=True)) == [""]
    assert list(Verdict.objects.values_list("word", "why")) == [("no", "")]
    assert ParticipantReceipt.objects.count() == 0
