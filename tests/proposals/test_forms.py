"""The language of a text: one of those the consultation speaks, the reader's own where that is one."""

import pytest

from proposals.actions.texts import NOT_TAKEN
from proposals.forms import CommentForm
from tests.factories.consult import ConsultationFactory

TEXT = {"body": "It is dark there."}


def form(languages, reads, typed=None):
    consultation = ConsultationFactory.build(languages=languages)
    return CommentForm(typed, consultation=consultation, initial={"language": reads})


@pytest.mark.parametrize(
    ("languages", "reads", "offered", "chosen"),
    [
        (["en", "fr"], "fr", ["en", "fr"], "fr"),
        (["en", "fr"], "de", ["en", "fr"], "en"),
        (["fr"], "en", ["fr"], "fr"),
        ([], "es", ["en", "fr", "de", "es"], "es"),
    ],
)
def test_languages_offered_are_those_of_the_consultation(languages, reads, offered, chosen):
    shown = form(languages, reads)
    assert [code for code, _name in shown.fields["language"].choices] == offered
    assert shown["language"].value() == chosen
    assert shown["language"].is_hidden is (len(offered) == 1)
    sent = form(languages, reads, TEXT)
    assert sent.is_valid()
    assert sent.cleaned_data["language"] == chosen


def test_language_that_is_not_spoken_here_is_refused():
    sent = form(["en", "fr"], "en", {**TEXT, "language": "de"})
    assert sent.errors == {"language": [NOT_TAKEN]}
