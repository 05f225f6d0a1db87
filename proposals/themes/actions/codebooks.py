"""Beginning a codebook with what a run suggests, keeping the keys and names people already gave."""

from collections import defaultdict

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from proposals.themes.enums import ThemeState
from proposals.themes.models import Codebook, Theme, ThemeAssignment, ThemeRun

from .naming import KEYWORDS, suggested_name

# What a theme takes along from the run before.
MEANING = ("definition", "includes", "excludes", "examples", "definition_version")
# A theme is the earlier one again when they share at least this part of all their texts.
SAME = 0.5


def seed_codebook(run, found):
    """Write a candidate theme for each theme found; returns {number: Theme}."""
    last = Codebook.objects.filter(consultation=run.consultation).aggregate(last=Max("version"))["last"] or 0
    earlier = earlier_themes(run, found)
    with transaction.atomic():
        codebook = Codebook.objects.create(consultation=run.consultation, run=run, version=last + 1)
        return {
            number: _candidate(codebook, run, number, label, words, firmness, earlier.get(number))
            for number, (label, words, firmness) in enumerate(
                zip(found.labels, found.keywords, found.quality["firmness"], strict=True)
            )
        }


def _candidate(codebook, run, number, label, words, firmness, same):
    suggested = suggested_name(label, words) or _("Theme %(number)d") % {"number": number + 1}
    return Theme.objects.create(
        codebook=codebook,
        stable_key=same.stable_key if same else f"{run.number}.{number + 1}",
        name=same.name if same else suggested,
        **({part: getattr(same, part) for part in MEANING} if same else {}),
        number=number,
        stability=firmness,
        keywords=words[:KEYWORDS],
    )


def earlier_themes(run, found):
    """{number: the theme a person confirmed in the run before that holds mostly the same texts}."""
    before = ThemeRun.objects.done().filter(consultation=run.consultation, number__lt=run.number).first()
    if before is None:
        return {}
    texts = defaultdict(set)
    for passage in found.passages:
        texts[passage.theme].add(passage.key)
    overlaps = sorted(_overlaps(texts, _texts_of_themes(before)), key=lambda o: (-o[0], o[1], o[2].pk))
    return _one_to_one(overlaps)


def _texts_of_themes(run):
    confirmed = Theme.objects.of_run(run).filter(state=ThemeState.CONFIRMED).in_bulk()
    members = defaultdict(set)
    rows = ThemeAssignment.objects.of_people().filter(run=run, theme__in=confirmed)
    for theme_id, contribution_id in rows.values_list("theme_id", "contribution_id"):
        members[confirmed[theme_id]].add(contribution_id)
    return members


def _overlaps(found, earlier):
    for number, texts in found.items():
        for theme, before in earlier.items():
            shared = len(texts & before) / len(texts | before)
            if shared >= SAME:
                yield shared, number, theme


def _one_to_one(overlaps):
    matched: dict = {}
    taken = set()
    for _shared, number, theme in overlaps:
        if number not in matched and theme.pk not in taken:
            matched[number] = theme
            taken.add(theme.pk)
    return matched
