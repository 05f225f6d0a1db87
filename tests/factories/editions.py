"""An edition with everything a report can hold, made by the same actions as a real one."""

from proposals.enums import Channel, ParticipantKind, Stance
from proposals.models import Answer
from proposals.themes.actions.coding import draw_sample, estimate_shares, settle_text
from proposals.themes.actions.opinions import find_opinion_groups
from proposals.themes.actions.recounts import recount_themes
from proposals.themes.coding.standing import disagreements
from proposals.themes.enums import AssignedBy, CorrectionState, EditKind, Place
from proposals.themes.models import (
    Campaign,
    CampaignMember,
    Correction,
    ReferenceTable,
    Theme,
    ThemeAssignment,
    ThemeEdit,
)

from .coding import code_all, counted_themes, sorted_run
from .consult import QuestionFactory
from .proposals import ParticipantFactory, ProposalFactory, VoteFactory
from .themes import ThemeAssignmentFactory, analyst_of, publish_findings

NAMES = ("Buses", "Schools", "Shops", "Trees")
AGES = ["young", "middle", "old"]


def full_edition(n=96, *, threshold=3, voters=30):
    """Channels and kinds, two ages weighed, copies, opinion groups, corrections, two coders who differ."""
    run, themes = sorted_run(0, threshold=threshold, names=NAMES)
    texts = _write(run, themes, n)
    _vote(run, texts[:12], voters)
    _copy(run, themes[0], 9)
    _carry(run, themes[3])
    for _each in range(4):
        withheld = ProposalFactory(consultation_of=run.consultation, state="hidden").submission
        run.ledger.create(submission=withheld, place=Place.WITHHELD, reason="hidden")
        run.snapshot.items.create(submission=withheld, state="withheld", reason="hidden")
    run.snapshot.received = run.ledger.count()
    run.snapshot.save()
    recount_themes(Theme.objects.of_run(run))
    _code(run)
    for text in texts[:20:4]:
        Correction.objects.create(
            consultation=run.consultation,
            submission=text.submission,
            from_theme=themes[0],
            to_theme=themes[1],
            state=CorrectionState.WAITING,
        )
    return publish_findings(run.consultation, run=run)


def _write(run, themes, n):
    """One text in four is in a theme of its own; every eighth of these came on paper."""
    choices = [{"value": age, "label": {"en": age}} for age in AGES]
    question = QuestionFactory(consultation=run.consultation, kind="demographic", choices=choices)
    texts = []
    for number in range(n):
        few = number % 48 == 3  # organisations in the last theme: too few to print
        kind = ParticipantKind.ORGANISATION if few or number % 4 == 1 else ParticipantKind.INDIVIDUAL
        text = ProposalFactory(
            author=ParticipantFactory(
                consultation=run.consultation,
                kind=kind,
                organisation=f"Sender {number}" if kind == ParticipantKind.ORGANISATION else "",
            ),
            submission__channel=Channel.PAPER if number % 8 < 4 else Channel.ONLINE,
            stance=Stance.FOR if number % 16 < 8 else Stance.AGAINST,
        )
        theme = themes[number % 4]
        ThemeAssignmentFactory(theme=theme, contribution=text)
        age = AGES[number // 4 % 3]
        Answer.objects.create(submission=text.submission, question=question, values=[age])
        texts.append(text)
    rows = [["young", 5000], ["middle", 3000], ["old", 2000]]
    ReferenceTable.objects.create(
        consultation=run.consultation, question=question, rows=rows, source="Census"
    )
    return texts


def _vote(run, texts, voters):
    """Two camps that differ over half of the proposals, and one proposal on which a few go their own way."""
    for n in range(voters):
        voter = ParticipantFactory(consultation=run.consultation)
        for number, text in enumerate(texts):
            choice = 1 if n % 2 or number < 6 else -1
            choice = -choice if number == 11 and n < 2 else choice
            VoteFactory(contribution=text, participant=voter, choice=choice)
    for text in texts[::4]:
        VoteFactory(contribution=texts[4], participant=text.participant, choice=1)
    find_opinion_groups(run)


def _copy(run, theme, copies):
    texts = [ProposalFactory(consultation_of=run.consultation) for _each in range(copies)]
    campaign = Campaign.objects.create(run=run, number=0, exemplar=texts[0], texts=copies, people=copies)
    for text in texts:
        ThemeAssignmentFactory(theme=theme, contribution=text, copy=True)
        run.ledger.filter(submission=text.submission).update(place=Place.CAMPAIGN)
        CampaignMember.objects.create(campaign=campaign, contribution=text)


def _carry(run, theme):
    """As if the codebook had been carried over texts that fitted no theme."""
    rows = ThemeAssignment.objects.filter(theme=theme).order_by("pk").values("pk")[:5]
    ThemeAssignment.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        assigned_by=AssignedBy.LEARNT
    )
    by, said = analyst_of(run.consultation), {"count": 5, "coded": 90}
    ThemeEdit.objects.create(run=run, number=1, kind=EditKind.CARRIED, user=by, said=said)


def _code(run):
    """Two people code nearly everything; the second finds no theme in some, and all that is settled."""
    coders = [analyst_of(run.consultation) for _each in range(2)]
    analysed = run.ledger.filter(place__in=Place.analysed()).count()
    sample = draw_sample(by=coders[0], run=run, first=coders[0], second=coders[1], seed=3, size=analysed - 6)
    code_all(sample, coders[0], counted_themes)
    code_all(sample, coders[1], lambda text: None if text.item.position % 7 == 0 else counted_themes(text))
    for each in disagreements(sample)[0]:
        settled = [theme.pk for theme in counted_themes(each.text)]
        settle_text(by=coders[0], text=each.text, themes=settled, reason="It says so.")
    return estimate_shares(run_id=run.pk)
