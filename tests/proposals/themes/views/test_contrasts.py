"""Beside the central quotes of a theme stand those that say otherwise; its words say how many hold them."""

import pytest
from django.test import Client
from django.urls import reverse

from proposals.themes.actions.recounts import recount_themes
from proposals.themes.models import Theme, ThemeAssignment
from proposals.themes.querysets import texts_for_staff
from proposals.themes.views.workbench import contrasting, quotes_of
from proposals.themes.workbench.passages import counted_words
from tests.factories.coding import sampled_run
from tests.factories.themes import ThemeAssignmentFactory, ThemeFactory, analyst_of, responder_of

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


def contrasts(texts, theme):
    """The words of its contrasting quotes, as the pane shows them."""
    return words(contrasting(texts, theme)["contrasts"])


def test_contrasts_are_of_the_smaller_side_the_surest_first():
    theme, texts = theme_of("for", "against", "for", "for", "against")
    assert words(quotes_of(texts, theme)) == ["The late bus, number 0."]
    assert contrasts(texts, theme) == ["The late bus, number 4.", "The late bus, number 1."]


def test_quotes_of_a_theme_that_people_made_are_the_surest_and_are_not_called_central():
    theme, texts = theme_of("for", "against", "for")
    ThemeAssignment.objects.update(central_rank=None)
    said = ["The late bus, number 2.", "The late bus, number 1.", "The late bus, number 0."]
    assert words(quotes_of(texts, theme)) == said
    page = pane(theme, analyst_of(theme.consultation))[1]
    assert ("Central quotes" in page, ">Quotes</h3>" in page) == (False, True)


def test_contrasts_of_a_theme_of_one_side_are_the_least_typical():
    theme, texts = theme_of("for", "for", "")
    assert contrasts(texts, theme) == ["The late bus, number 1.", "The late bus, number 2."]


def test_theme_above_others_shows_what_stands_in_these():
    below, _texts = theme_of("for", "against")
    above = ThemeFactory(codebook=below.codebook, keywords=["bus", "tram"])
    Theme.objects.filter(pk=below.pk).update(parent=above)
    recount_themes(Theme.objects.all())
    above.refresh_from_db()
    texts = texts_for_staff(analyst_of(above.consultation), above.consultation)
    assert words(quotes_of(texts, above)) == ["The late bus, number 0."]
    assert contrasts(texts, above) == ["The late bus, number 1."]
    assert counted_words(texts, above) == [("bus", 2), ("tram", 0)]


def test_words_are_counted_in_texts_that_say_all_of_them():
    theme, texts = theme_of("for", "against", "for")
    ThemeAssignmentFactory(theme=theme, contribution__public_text="A BUS at night.", contribution__title="")
    theme.submissions += 1  # as after a recount: another number is kept under another key
    assert counted_words(texts, theme) == [("bus", 4), ("late bus", 3), ("tram", 0)]


def pane(theme, by):
    """(what the pane says of who read them, whether it asks, what the form would send)."""
    client = Client()
    client.force_login(by)
    page = client.get(reverse("workbench_theme", args=[theme.consultation.slug, theme.pk]))
    asks = b"I have read the contrasting quotes" in page.content
    return client, page.content.decode(), asks, page.context["contrasts_seen"]


def test_pane_asks_an_analyst_to_read_them_and_then_says_who_did():
    theme, _texts = theme_of("for", "against")
    analyst = analyst_of(theme.consultation)
    client, page, asks, seen = pane(theme, analyst)
    assert (asks, "1 of these quotes is read by nobody yet." in page) == (True, True)
    answer = client.post(
        reverse("read_contrasts", args=[theme.consultation.slug, theme.pk]), {"seen": seen}, follow=True
    )
    assert answer.redirect_chain[-1][0].endswith(f"/{theme.pk}/#contrasts")
    page = answer.content.decode()
    assert "You have read the contrasting quotes of" in page
    assert f"Read by {analyst.display_name}, " in page
    assert pane(theme, analyst)[2] is False


def test_reading_quotes_that_changed_meanwhile_is_said_and_asked_for_again():
    theme, _texts = theme_of("for", "against", "for", "for")
    client, _page, _asks, seen = pane(theme, analyst_of(theme.consultation))
    ThemeAssignmentFactory(theme=theme, contribution__stance="against", confidence=1)
    url = reverse("read_contrasts", args=[theme.consultation.slug, theme.pk])
    answer = client.post(url, {"seen": seen}, follow=True)
    assert "The contrasting quotes changed meanwhile." in answer.content.decode()
    assert pane(theme, analyst_of(theme.consultation))[2] is True


def test_theme_without_contrasting_quotes_asks_nothing():
    theme, _texts = theme_of("for")
    assert pane(theme, analyst_of(theme.consultation))[2] is False


def test_coder_at_work_on_the_sample_reads_why_there_is_no_button():
    _run, themes, _sample, coders = sampled_run()
    ThemeAssignmentFactory(theme=themes[0])
    _client, page, asks, _seen = pane(themes[0], coders[0])
    assert (asks, "You are coding blind." in page) == (False, True)
    assert pane(themes[0], analyst_of(themes[0].consultation))[2] is True


@pytest.mark.parametrize("seen", ["", "x" * 5000])
def test_reading_by_anybody_else_is_refused(seen):
    theme, _texts = theme_of("for", "against")
    url = reverse("read_contrasts", args=[theme.consultation.slug, theme.pk])
    client = Client()
    client.force_login(responder_of(theme.consultation))
    assert (client.post(url, {"seen": seen}).status_code, client.get(url).status_code) == (403, 405)
