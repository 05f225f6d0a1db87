"""Beside the central quotes of a theme stand those that say otherwise; its words say how many hold them."""

import pytest

from proposals.themes.actions.recounts import recount_themes
from proposals.themes.models import Theme
from proposals.themes.querysets import texts_for_staff
from proposals.themes.views.workbench import contrasts_of, quotes_of
from proposals.themes.workbench.passages import counted_words
from tests.factories.themes import ThemeAssignmentFactory, ThemeFactory, analyst_of

pytestmark = pytest.mark.django_db


def theme_of(*stances, **fields):
    """A theme whose texts take these stances, the first of them central; and what an analyst may read."""
    theme = ThemeFactory(keywords=["bus", "late bus", "tram"], **fields)
    for n, stance in enumerate(stances):
        ThemeAssignmentFactory(
            theme=theme,
            contribution__public_text=f"The late bus, number {n}.",
            contribution__title="",
            contribution__stance=stance,
            confidence=1000 * (n + 1),
            central_rank=0 if n == 0 else None,
        )
    recount_themes(Theme.objects.all())
    theme.refresh_from_db()
    analyst = analyst_of(theme.consultation)
    return theme, texts_for_staff(analyst, theme.consultation)


def words(rows):
    return [said for _row, said in rows]


def test_contrasts_are_of_the_smaller_side_the_surest_first():
    theme, texts = theme_of("for", "against", "for", "for", "against")
    assert words(quotes_of(texts, theme)) == ["The late bus, number 0."]
    assert words(contrasts_of(texts, theme)) == ["The late bus, number 4.", "The late bus, number 1."]


def test_contrasts_of_a_theme_of_one_side_are_the_least_typical():
    theme, texts = theme_of("for", "for", "")
    assert words(contrasts_of(texts, theme)) == ["The late bus, number 1.", "The late bus, number 2."]


def test_theme_above_others_shows_what_stands_in_these():
    below, _texts = theme_of("for", "against")
    above = ThemeFactory(codebook=below.codebook, keywords=["bus", "tram"])
    Theme.objects.filter(pk=below.pk).update(parent=above)
    recount_themes(Theme.objects.all())
    above.refresh_from_db()
    texts = texts_for_staff(analyst_of(above.consultation), above.consultation)
    assert words(quotes_of(texts, above)) == ["The late bus, number 0."]
    assert words(contrasts_of(texts, above)) == ["The late bus, number 1."]
    assert counted_words(texts, above) == [("bus", 2), ("tram", 0)]


def test_words_are_counted_in_texts_that_say_all_of_them():
    theme, texts = theme_of("for", "against", "for")
    ThemeAssignmentFactory(theme=theme, contribution__public_text="A BUS at night.", contribution__title="")
    theme.submissions += 1  # as after a recount: another number is kept under another key
    assert counted_words(texts, theme) == [("bus", 4), ("late bus", 3), ("tram", 0)]
