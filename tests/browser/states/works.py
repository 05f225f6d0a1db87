"""Work that has come further: a coded sample, findings that wait for a signature, letters on their way."""

from consult.enums import Role
from proposals.enums import Channel
from proposals.themes import actions
from proposals.themes.actions.coding import draw_sample, estimate_shares
from proposals.themes.actions.recounts import recount_themes
from proposals.themes.actions.runs import start_run
from proposals.themes.enums import ThemeState
from proposals.themes.models import Theme
from tests.factories.coding import code_all, sorted_run
from tests.factories.consult import ConsultationFactory, MembershipFactory
from tests.factories.outcomes import answer, publish_all, published_themes, rehearsed, report_of
from tests.factories.proposals import ParticipantFactory, ProposalFactory
from tests.factories.themes import (
    CodebookFactory,
    ThemeAssignmentFactory,
    ThemeFactory,
    ThemeRunFactory,
    fulfil,
)

from .people import author, person


def add(town):
    """One consultation for each; none of them changes the lists of the people who work at the others."""
    town.clerk = person("clerk", "Gill Moss")
    _coded(town)
    _to_sign(town)
    _running(town)
    _under_way(town)
    _told(town)
    _twice(town)


def _employ(town, consultation, slug, **people):
    """The town's people in these roles, and a name for the consultation, which is not for everybody."""
    consultation.slug, consultation.titles = slug, {"en": slug.replace("-", " ").capitalize()}
    consultation.invited_only = True
    consultation.save()
    for key, role in people.items():
        MembershipFactory(consultation=consultation, user=getattr(town, key), role=role)


def _coded(town):
    """Twelve of forty texts are coded and both coders agree; one text stands in no theme."""
    run, themes = sorted_run(40)
    ThemeAssignmentFactory(theme=themes[0], sure=False)
    people = {"second_analyst": Role.ANALYST, "third_analyst": Role.ANALYST}
    _employ(town, run.consultation, "cycle-lanes", **people)
    town.lanes = run.consultation
    coders = [town.second_analyst, town.third_analyst]
    sample = draw_sample(by=coders[0], run=run, first=coders[0], second=coders[1], seed=2, size=12)
    for coder in coders:
        code_all(sample, coder)
    estimate_shares(run_id=run.pk)


def _to_sign(town):
    """Frozen by one analyst: another one signs, or gives it back."""
    run, _themes = sorted_run(6)
    people = {"second_analyst": Role.ANALYST, "third_analyst": Role.ANALYST}
    _employ(town, run.consultation, "street-trees", **people)
    fulfil(run)
    actions.freeze_report(by=town.second_analyst, consultation=run.consultation)


def _running(town):
    """Asked for, and no worker is there."""
    consultation = ConsultationFactory()
    _employ(town, consultation, "car-parks", third_analyst=Role.ANALYST)
    for number in range(6):
        ProposalFactory(consultation_of=consultation, public_text=f"Close car park {number}.")
    start_run(by=town.third_analyst, consultation=consultation)


def _answered(town, slug):
    """A published theme with an answer that is checked, and a test letter about it."""
    (theme,) = published_themes("Safe ways to school")
    _employ(town, theme.consultation, slug, clerk=Role.RESPONDER)
    text = _wrote(theme, author(town, theme.consultation, f"Author of {slug}", town.neighbour))
    for number in range(2):
        on_paper = ParticipantFactory(
            consultation=theme.consultation, user=None, source="import", public_name=f"Respondent {number}"
        )
        _wrote(theme, on_paper, submission__channel=Channel.PAPER, submission__external_id=f"P-{number + 17}")
    answer(theme=theme, by=town.clerk)
    rehearsed(report_of(theme), ["theme", theme.pk], text.participant, town.clerk)
    return theme


def _wrote(theme, participant, **fields):
    """Words in a theme, as they were analysed."""
    text = ProposalFactory(
        consultation_of=theme.consultation,
        author=participant,
        title="",
        public_text="My two walk to school along Mill Road.",
        **fields,
    )
    ThemeAssignmentFactory(theme=theme, contribution=text)
    return text


def _under_way(town):
    """Publishing was asked for, and no worker is there."""
    theme = _answered(town, "play-streets")
    actions.publish_outcomes(by=town.clerk, report=report_of(theme))


def _twice(town):
    """Themes of people in a first run, and a second one that suggests others."""
    town.archivist = person("archivist", "Nell Byrne")
    run, themes = sorted_run(8)
    _employ(town, run.consultation, "school-streets", archivist=Role.ANALYST)
    later = CodebookFactory(run=ThemeRunFactory(consultation=run.consultation, number=run.number + 1))
    suggested = ThemeFactory(
        codebook=later, name="Morning, gate", stable_key="2.1", state=ThemeState.CANDIDATE
    )
    for row in run.assignments.all():
        ThemeAssignmentFactory(theme=suggested, contribution=row.contribution)
    recount_themes(Theme.objects.of_run(later.run))


def _told(town):
    """All is public; letters wait to be sent and to be printed."""
    publish_all(by=town.clerk, report=report_of(_answered(town, "zebra-crossings")))
