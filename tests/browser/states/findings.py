"""What was analysed: a finished consultation with answers, a workbench, samples in work."""

from datetime import timedelta

from consult.clock import today
from proposals.themes import actions
from proposals.themes.coding.judging import judged_texts
from proposals.themes.models import Theme
from tests.factories.bench import filled_run
from tests.factories.cms import draft_page, page_phase, publish
from tests.factories.coding import code_all, sampled_run
from tests.factories.outcomes import WORDS
from tests.factories.proposals import ParticipantFactory, ProposalFactory
from tests.factories.themes import CodebookFactory, ThemeAssignmentFactory, ThemeFactory, publish_findings

from .people import employ

THEMES = [
    ("Open on Sundays", "Sunday is the only day I have.", 16),
    ("A quiet room", "There is nowhere to learn in peace.", 12),
    ("More books for children", "The shelves for children are half empty.", 7),
]


def add(town):
    """What is to be read of an analysis by everybody, and what its staff work at."""
    town.library = _library(town)
    town.bench = _bench(town)
    town.bench_themes = list(Theme.objects.of_run(town.bench).order_by("pk"))
    town.sample = _sample(town, "night-buses")
    town.coded = _sample(town, "school-meals", judged=True)
    town.coded_text = next(each.text for each in judged_texts(town.coded) if each.differs)


def _library(town):
    """Closed, counted, published; one theme answered with a promise that is late, two not answered yet."""
    phases = [page_phase("Discussion", opens=-90, closes=-40)]
    page = draft_page("Library opening hours", "library-opening-hours", phases=phases, place="Town centre")
    library = publish(page).consultation
    employ(town, library)
    codebook = CodebookFactory(run__consultation=library, run__number=1)
    town.themes = [_theme(town, codebook, *theme) for theme in THEMES]
    reader = ParticipantFactory(consultation=library, user=None, source="import", public_name="Reader")
    town.closed = ProposalFactory(
        consultation_of=library, author=reader, title="Lend tools", public_text="Drills, above all."
    )
    publish_findings(library, by=town.analyst, run=codebook.run)
    _answer(town, town.themes[0])
    return library


def _theme(town, codebook, name, text, people):
    theme = ThemeFactory(codebook=codebook, name=name, submissions=people, people=people)
    for number in range(people):
        user = town.resident if number == 0 and name == "Open on Sundays" else None
        reader = ParticipantFactory(
            consultation=codebook.consultation,
            user=user,
            source="" if user else "import",
            public_name=f"Reader {number}",
        )
        stance = ("for", "against", "neutral")[number % 3]
        words = ProposalFactory(
            consultation_of=codebook.consultation,
            author=reader,
            title="",
            public_text=f"{text} ({number})",
            stance=stance,
        )
        ThemeAssignmentFactory(theme=theme, contribution=words, central_rank=number)
    return theme


def _answer(town, theme):
    """Written by one, checked by another, published; everybody in the theme is told."""
    answer = actions.write_response(by=town.responder, theme=theme, **WORDS)
    actions.make_commitment(
        by=town.responder,
        response=answer,
        what="Sunday opening starts",
        due_on=today() - timedelta(days=3),
        team="Library team",
    )
    actions.send_for_check(by=town.responder, response=answer)
    answer.refresh_from_db()
    answer = actions.check_response(by=town.second_responder, response=answer, version=answer.version)
    town.answer = actions.publish_response(by=town.responder, response=answer)
    actions.tell_authors(response_id=answer.pk)


def _named(town, run, slug):
    """A consultation that only staff look at, under a name of its own."""
    consultation = run.consultation
    consultation.slug, consultation.titles = slug, {"en": slug.replace("-", " ").capitalize()}
    consultation.save()
    employ(town, consultation)


def _bench(town):
    run = filled_run(3, 6)
    _named(town, run, "buses-and-trams")
    for theme, name in zip(
        Theme.objects.of_run(run).order_by("pk"), ("Buses", "Trams", "Shops"), strict=True
    ):
        Theme.objects.filter(pk=theme.pk).update(name=name)
    return run


def _sample(town, slug, judged=False):
    """A sample of twelve texts; judged, its coders differ wherever the software saw schools."""
    run, themes, sample, coders = sampled_run(12)
    _named(town, run, slug)
    if judged:
        code_all(sample, coders[0])
        code_all(sample, coders[1], lambda text: themes[0])
    else:
        town.coder = coders[0]
    return sample
