"""Fragments of comments: the same one at a time and together, kept by version and language."""

import pytest
from django.core.cache import cache

from proposals.live.rendering import comment_html, draw_comments, fragment_key
from proposals.models import Contribution
from tests.factories.proposals import CommentFactory

pytestmark = pytest.mark.django_db


def fresh(comments):
    """As another request reads them."""
    return list(
        Contribution.objects.filter(pk__in=[each.pk for each in comments]).with_author().order_by("pk")
    )


@pytest.fixture
def comments():
    first = CommentFactory(public_text="One.")
    return fresh([first, CommentFactory(root=first.root, public_text="Two.", state="hidden")])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_comments_drawn_together_are_the_same_as_one_at_a_time(comments, language):
    draw_comments(comments, language)
    together = [each.fragments[language] for each in comments]
    cache.clear()
    assert together == [comment_html(each, language) for each in fresh(comments)]


def test_languages_of_one_comment_are_kept_apart(comments):
    for language in ("en", "fr", "en"):
        draw_comments(comments, language)
    english, french = (comments[0].fragments[language] for language in ("en", "fr"))
    assert ("Reply" in english, "Répondre" in french, "Reply" in french) == (True, True, False)


def test_what_is_kept_is_not_drawn_again(comments):
    cache.set(fragment_key(comments[0], "en"), "<p>kept</p>")
    draw_comments(comments, "en")
    assert comments[0].fragments == {"en": "<p>kept</p>"}
    assert "kept" not in comments[1].fragments["en"]


def test_fragment_of_a_hidden_comment_is_not_that_of_its_text(comments):
    shown, hidden = comments
    draw_comments(comments, "en")
    Contribution.objects.filter(pk=shown.pk).update(state="hidden")
    [anew, _hidden] = fresh(comments)
    draw_comments([anew], "en")
    assert ("One." in shown.fragments["en"], "One." in anew.fragments["en"]) == (True, False)
    assert "Two." not in hidden.fragments["en"]


def test_no_comments_are_drawn_without_asking():
    draw_comments([], "en")
