"""The publish gate: each line refuses while its row is absent, stale against the freeze, or incomplete."""

import pytest

from consult.clock import now
from consult.enums import Role
from consult.errors import Invalid, Refused
from proposals.enums import ParticipantKind
from proposals.themes.actions import (
    add_early_reader,
    note_minority_view,
    take_out,
    write_frame,
    write_summary_point,
)
from proposals.themes.models import (
    ContrastReading,
    EarlyReader,
    MinorityView,
    Redaction,
    ReportFrame,
    Snapshot,
    SummaryPoint,
    Theme,
)
from proposals.themes.reports.gate import ask
from proposals.themes.reports.scale import word_for
from tests.factories.proposals import ProposalFactory
from tests.factories.themes import (
    SnapshotFactory,
    ThemeAssignmentFactory,
    ThemeFactory,
    analyst_of,
    fulfil,
    publish_findings,
    staff,
)

pytestmark = pytest.mark.django_db
SCALE = {"few_below": 10, "some_below": 30, "many_below": 50}
LIMITS = "Nobody under sixteen was asked, and the paper forms came from two of five wards."


def ready(texts=2):
    """A run that passes every line; returns it."""
    theme = ThemeFactory(name="Buses", definition="Speaks of buses.")
    for _each in range(texts):
        ThemeAssignmentFactory(theme=theme)
    Theme.objects.update(submissions=texts, people=texts)
    run = theme.codebook.run
    fulfil(run)
    return run


def failing(run):
    return {answer.code for answer in ask(run.consultation, run) if not answer.passed}


def nothing_frozen(run):
    Snapshot.objects.update(frozen_at=None)


def frozen_again(run):
    SnapshotFactory(consultation=run.consultation, frozen_at=now())


def line_lost(run):
    run.ledger.first().delete()


def item_more(run):
    text = ProposalFactory(consultation_of=run.consultation)
    run.snapshot.items.create(submission=text.submission, contribution=text, state="analysed")


def no_frame(run):
    ReportFrame.objects.all().delete()


def frame_of_another_freeze(run):
    ReportFrame.objects.update(snapshot=SnapshotFactory(consultation=run.consultation))


def framed(**fields):
    return lambda run: ReportFrame.objects.update(**fields)


def early_reader(run):
    EarlyReader.objects.create(
        snapshot=run.snapshot,
        name="A. Leader",
        office="Leader's office",
        since="2026-11-01",
        purpose="Press",
        added_by=run.snapshot.frame.written_by,
    )


def view_without_analysed_text(run):
    text = ProposalFactory(consultation_of=run.consultation)
    MinorityView.objects.create(
        snapshot=run.snapshot,
        name="Trees",
        why="Alone.",
        contribution=text,
        end=3,
        added_by=run.snapshot.frame.written_by,
    )


def nameless_organisation(run):
    participant = run.ledger.first().submission.participant
    participant.kind = ParticipantKind.ORGANISATION
    participant.save()


def sentence(words):
    return lambda run: SummaryPoint.objects.update(sentence=words)


def owner_gone(run):
    run.consultation.memberships.filter(role=Role.OWNER).delete()


def one_analyst_left(run):
    run.consultation.memberships.filter(role=Role.ANALYST).last().delete()


def run_without(**fields):
    def happening(run):
        for name, value in fields.items():
            setattr(run, name, value)
        run.save()

    return happening


def undecided_detail(run):
    text = run.assignments.first().contribution
    Redaction.objects.create(
        consultation=run.consultation,
        contribution=text,
        revision=text.shown_revision,
        start=0,
        end=3,
        kind="name",
    )


def no_promise(run):
    run.consultation.promises = {}
    run.consultation.save()


def dissent_hidden(run):
    """One for, one against; the quote of the second is hidden."""
    for row, stance in zip(run.assignments.order_by("pk"), ("for", "against"), strict=True):
        row.contribution.stance = stance
        row.contribution.save()
        row.quote_hidden = stance == "against"
        row.save()


def one_contrast_unread(run):
    reading = ContrastReading.objects.get()
    reading.quotes.pop()
    reading.save()


def contrast_reworded(run):
    text = run.assignments.first().contribution
    text.public_text += " And never on Sundays."
    text.save()


def contrast_more(run):
    ThemeAssignmentFactory(theme=run.assignments.first().theme)


def contrasts_of_another_theme_read(run):
    ContrastReading.objects.update(theme=ThemeFactory(codebook=run.codebook, state="dismissed"))


def way_unknown(run):
    submission = run.ledger.first().submission
    type(submission).objects.filter(pk=submission.pk).update(channel="")


FRAME = {"scale", "limits", "contact", "early", "minority"}
HAPPENINGS = [
    (no_promise, {"promise"}),
    (nothing_frozen, {"freeze"}),
    (frozen_again, {"freeze"}),
    (line_lost, {"ledger"}),
    (item_more, {"ledger"}),
    (way_unknown, {"channels"}),
    (dissent_hidden, {"dissent"}),
    (lambda run: ContrastReading.objects.all().delete(), {"contrasts"}),
    (one_contrast_unread, {"contrasts"}),
    (contrast_reworded, {"contrasts"}),
    (contrast_more, {"contrasts"}),
    (contrasts_of_another_theme_read, {"contrasts"}),
    (owner_gone, {"people"}),
    (one_analyst_left, {"people"}),
    (run_without(input_hash=""), {"machine"}),
    (run_without(versions={"python": "3.11"}), {"machine"}),
    (undecided_detail, {"details"}),
    (no_frame, FRAME),
    (frame_of_another_freeze, FRAME),
    (framed(limits="Few came."), {"limits"}),
    (framed(contact=" "), {"contact"}),
    (framed(nobody_early=False), {"early"}),
    (early_reader, {"early"}),
    (framed(nothing_apart=False), {"minority"}),
    (view_without_analysed_text, {"minority"}),
    (nameless_organisation, {"respondents"}),
    (lambda run: SummaryPoint.objects.all().delete(), {"summary"}),
    (sentence("Most people wrote about buses."), {"summary"}),
    (lambda run: Theme.objects.update(state="dismissed"), {"themes"}),
    (lambda run: Theme.objects.update(state="candidate"), {"themes"}),
]


@pytest.mark.parametrize("happening, lines", HAPPENINGS)
def test_gate_refuses(happening, lines):
    run = ready()
    before = failing(run)
    happening(run)
    run.refresh_from_db()
    assert failing(run) - before == lines


def test_quote_of_one_side_that_nobody_may_read_or_that_is_brought_back_holds_nothing_up():
    run = ready()
    dissent_hidden(run)
    said = next(answer for answer in ask(run.consultation, run) if answer.code == "dissent")
    assert said.problems == ["“Buses”: every quote of those who are against it is hidden. Bring one back."]
    against = run.assignments.get(quote_hidden=True)
    against.contribution.state = "hidden"
    against.contribution.save()
    assert "dissent" not in failing(run)
    against.contribution.state = "visible"
    against.contribution.save()
    run.assignments.update(quote_hidden=False)
    assert failing(run) == set()


def test_theme_whose_quotes_are_all_central_asks_nobody_to_read_any():
    run = ready()
    ContrastReading.objects.all().delete()
    said = next(answer for answer in ask(run.consultation, run) if answer.code == "contrasts")
    assert said.problems == ["“Buses”: 2 contrasting quotes that no analyst has read."]
    run.assignments.update(central_rank=1)
    assert failing(run) == set()


def test_contrast_that_is_hidden_after_it_was_read_asks_for_nothing_again():
    run = ready()
    run.assignments.filter(pk=run.assignments.first().pk).update(quote_hidden=True)
    assert failing(run) == set()


def test_gate_opens_for_a_run_with_every_row():
    assert failing(ready()) == set()


@pytest.mark.parametrize(
    "number, total, word",
    [
        (9, 100, "few"),
        (10, 100, "some"),
        (29, 100, "some"),
        (30, 100, "many"),
        (49, 100, "many"),
        (50, 100, "most"),
        (100, 100, "most"),
        (5, 29, ""),
        (None, 100, ""),
    ],
)
def test_word_of_the_scale_is(number, total, word):
    assert word_for(number, total, [10, 30, 50]) == word


def framing(run):
    """Every act that writes around the numbers, as {name: function of the person}."""
    text = run.assignments.first().contribution
    theme = Theme.objects.of_run(run).first()
    words = {"limits": LIMITS, "contact": "Team", "nobody_early": True, "nothing_apart": True}
    reader = {"name": "A. Leader", "office": "Office", "since": "2026-11-01", "purpose": "Press"}
    view = {"name": "Trees", "why": "Alone.", "contribution": text.pk, "quote": text.public_text[4:20]}
    return {
        "frame": lambda by: write_frame(by=by, snapshot=run.snapshot, **SCALE, **words),
        "reader": lambda by: add_early_reader(by=by, snapshot=run.snapshot, **reader),
        "view": lambda by: note_minority_view(by=by, snapshot=run.snapshot, **view),
        "summary": lambda by: write_summary_point(by=by, theme=theme, sentence="Buses are late."),
    }


@pytest.mark.parametrize("role", [Role.OWNER, Role.ANALYST, Role.MODERATOR, Role.RESPONDER])
def test_framing_a_report_by_role_is(role):
    run = ready()
    by = staff(run.consultation, role)
    said = {}
    for name, act in framing(run).items():
        try:
            act(by)
            said[name] = "yes"
        except Refused as refused:
            said[name] = refused.code
    expected = "yes" if role in (Role.OWNER, Role.ANALYST) else "not_publishing"
    assert said == dict.fromkeys(framing(run), expected)


def test_framing_is_refused_once_findings_are_frozen():
    run = ready()
    acts, by = framing(run), analyst_of(run.consultation)
    acts["reader"](by)
    take_out(by=by, row=EarlyReader.objects.get())
    publish_findings(run.consultation, run=run)
    for act in acts.values():
        with pytest.raises(Refused) as refused:
            act(by)
        assert refused.value.code == "findings_frozen"


@pytest.mark.parametrize("scale", [(0, 30, 50), (30, 30, 50), (10, 60, 50), (10, 30, 100)])
def test_scale_that_does_not_rise_is_refused(scale):
    run = ready()
    bounds = dict(zip(SCALE, scale, strict=True))
    with pytest.raises(Invalid):
        write_frame(
            by=analyst_of(run.consultation), snapshot=run.snapshot, **bounds, limits=LIMITS, contact="T"
        )


def test_minority_view_keeps_a_passage_word_for_word_or_nothing():
    run = ready()
    by, text = analyst_of(run.consultation), run.assignments.first().contribution
    words = {"by": by, "snapshot": run.snapshot, "name": "Light", "why": "Alone."}
    view = note_minority_view(**words, contribution=text.pk, quote=text.public_text[4:20])
    assert text.public_text[view.start : view.end] == text.public_text[4:20].strip()
    for contribution, quote in [(text.pk, "Said by nobody."), (text.pk, " "), (0, "light")]:
        with pytest.raises(Invalid):
            note_minority_view(**words, contribution=contribution, quote=quote)
    assert MinorityView.objects.count() == 1
