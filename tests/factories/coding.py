"""What coders leave: a sorted run with two themes, its random sample, and judgements on it."""

from consult.clock import now
from proposals.themes.actions.coding import draw_sample, estimate_shares
from proposals.themes.enums import CodingRole
from proposals.themes.models import Coding, SampledText, Theme, ThemeJudgement
from tests.factories.consult import ConsultationFactory
from tests.factories.themes import ThemeAssignmentFactory, ThemeFactory, ThemeRunFactory, analyst_of

BUSES, SCHOOLS = "Buses", "Schools"
OWN = CodingRole.independent()


def sorted_run(n=24, *, threshold=2, names=(BUSES, SCHOOLS), **consultation):
    """A run over `n` submissions, each in one of the named themes in turn, each with a definition."""
    run = ThemeRunFactory(consultation=ConsultationFactory(disclosure_threshold=threshold, **consultation))
    themes = [ThemeFactory(codebook__run=run, name=names[0], definition=f"Says {names[0]}.")]
    themes += [
        ThemeFactory(codebook=themes[0].codebook, name=name, definition=f"Says {name}.") for name in names[1:]
    ]
    for number in range(n):
        ThemeAssignmentFactory(theme=themes[number % len(themes)])
    return run, themes


def sampled_run(n=24, *, second=True, seed=1, **options):
    """(run, themes, sample, coders): two analysts, or one, code a random sample of everything."""
    run, themes = sorted_run(n, **options)
    coders = [analyst_of(run.consultation) for _each in range(2 if second else 1)]
    sample = draw_sample(
        by=coders[0], run=run, first=coders[0], second=coders[1] if second else None, seed=seed, size=n
    )
    return run, themes, sample, coders


def machine_theme(text):
    """The theme the software put a sampled text in."""
    return text.contribution.theme_assignments.get().theme


def code_all(sample, coder, themes_of=machine_theme):
    """This coder judges everything they have still to judge, in few statements, as `code_text` leaves it.

    `themes_of` gives a theme, several, or none.
    """
    codebook = list(Theme.objects.confirmed().filter(codebook=sample.codebook_id))
    texts = SampledText.objects.of(sample).wanted_from(coder).select_related("item", "contribution")
    judged = [(text, _ids(themes_of(text))) for text in texts.order_by("pk")]
    Coding.objects.filter(text__in=[text for text, _given in judged], coder=coder, role__in=OWN).delete()
    codings = Coding.objects.bulk_create(
        Coding(
            text=text,
            coder=coder,
            role=OWN[coder.pk == text.item.second_id],
            blind=sample.is_random,
            coded_at=now(),
        )
        for text, _given in judged
    )
    ThemeJudgement.objects.bulk_create(
        ThemeJudgement(
            coding=coding,
            theme=theme,
            given=theme.pk in given,
            definition_version=theme.definition_version,
        )
        for coding, (_text, given) in zip(codings, judged, strict=True)
        for theme in codebook
    )


def _ids(given):
    given = given or []
    return {theme.pk for theme in (given if isinstance(given, list) else [given])}


def code_run(run, *, second=True, size=40, themes_of=None, seed=1):
    """Draw, code as `themes_of` says (else as the software sorted) and estimate: what a report asks for."""
    coders = [analyst_of(run.consultation) for _each in range(2 if second else 1)]
    sample = draw_sample(
        by=coders[0], run=run, first=coders[0], second=coders[1] if second else None, seed=seed, size=size
    )
    for coder in coders:
        code_all(sample, coder, themes_of or counted_themes)
    return estimate_shares(run_id=run.pk)


def counted_themes(text):
    """What the run sorted a text into, of confirmed themes."""
    rows = text.contribution.theme_assignments.counted().filter(theme__state="confirmed")
    return list({row.theme_id: row.theme for row in rows.select_related("theme")}.values())
