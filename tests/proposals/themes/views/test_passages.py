"""The texts beside a theme: filters as addresses, pages by key, many placed at once, nothing hidden."""

import pytest
from django.test import Client
from django.urls import reverse

from proposals.themes import actions
from proposals.themes.models import Theme, ThemeAssignment
from tests.factories.bench import filled_run
from tests.factories.proposals import ProposalFactory
from tests.factories.themes import ThemeAssignmentFactory, analyst_of

pytestmark = pytest.mark.django_db


def bench(n_themes=3, each=3):
    """A run, its themes in order, and an analyst's browser."""
    run = filled_run(n_themes, each)
    client = Client()
    client.force_login(analyst_of(run.consultation))
    return run, list(Theme.objects.of_run(run).order_by("pk")), client


def url(name, theme, *more):
    return reverse(name, args=[theme.consultation.slug, *more])


FILTERS = {
    "words": ("q", "pothole"),
    "a number": ("q", None),
    "stance": ("stance", "against"),
    "channel": ("channel", "paper"),
    "language": ("language", "fr"),
    "respondent": ("respondent", "Trader"),
    "kind": ("respondent", "organisation"),
    "confidence": ("confidence", "low"),
    "unsure": ("placed", "unsure"),
    "none": ("placed", "none"),
    "person": ("placed", "person"),
    "second": ("placed", "second"),
    "hidden": ("placed", "hidden"),
}


@pytest.mark.parametrize("case", FILTERS)
def test_filter_shows_the_one_text_that_matches(case):
    run, (one, other, _third), client = bench(3, 2)
    text = ProposalFactory(
        pk=987_654, consultation_of=run.consultation, title="", public_text="A pothole on Mill Road."
    )
    alone = case in {"unsure", "none", "confidence"}
    odd = ThemeAssignmentFactory(
        theme=one, contribution=text, sure=not alone, confidence=10 if alone else 9000
    )
    text.stance, text.language = "against", "fr"
    text.save()
    text.submission.channel = "paper"
    text.submission.save()
    person = text.participant
    person.respondent_type, person.kind, person.organisation = "Trader", "organisation", "Traders"
    person.save()
    if case == "person":
        actions.move_passages(by=analyst_of(run.consultation), passages=[odd], theme=one)
    if case == "second":
        actions.add_second_theme(by=analyst_of(run.consultation), passages=[odd], theme=other)
    if case == "hidden":
        actions.hide_quote(by=analyst_of(run.consultation), assignment=odd, reason="A name.")
    name, value = FILTERS[case]
    page = client.get(
        url("workbench_theme", one, one.pk), {"show": "all", name: str(text.pk) if value is None else value}
    )
    shown = {row.contribution_id for row, _words in page.context["texts"].rows}
    assert shown == {text.pk}
    assert page.context["texts"].number == 1


def test_pages_by_key_show_every_passage_once():
    _run, (one, *_others), client = bench(1, 40)
    seen, after = [], ""
    while True:
        page = client.get(url("workbench_theme", one, one.pk), {"show": "theme", "after": after})
        seen += [row.pk for row, _words in page.context["texts"].rows]
        after = page.context["texts"].after
        if not after:
            break
    assert sorted(seen) == sorted(one.assignments.values_list("pk", flat=True))
    assert len(seen) == 40


def test_place_all_that_match_moves_those_alone():
    _run, (one, other, _third), client = bench(3, 3)
    fields = {"all": 1, "show": "theme", "placed": "sure", "act": "move", "theme": other.pk}
    assert client.post(url("place_passages", one, one.pk), fields).status_code == 302
    assert list(one.assignments.values_list("sure", flat=True)) == [False]
    assert other.assignments.count() == 5


def test_hidden_text_is_in_no_list_of_the_workbench():
    _run, (one, *_others), client = bench(1, 1)
    text = one.assignments.get().contribution
    text.public_text, text.state = "Zanzibar is hidden.", "hidden"
    text.save()
    for query in ("?show=theme", "?show=all&q=Zanzibar"):
        assert "Zanzibar is" not in client.get(url("workbench_theme", one, one.pk) + query).content.decode()
    assert (
        client.get(url("place_passages", one, one.pk) + f"?p={one.assignments.get().pk}").status_code == 302
    )


@pytest.mark.parametrize(
    "query", ["?after=x", "?after=1.2.3", "?show=none", "?question=zz&after=999.1", "?placed=zz"]
)
def test_odd_addresses_of_a_theme_are_answered(query):
    _run, (one, *_others), client = bench(1, 1)
    assert client.get(url("workbench_theme", one, one.pk) + query).status_code == 200
    assert ThemeAssignment.objects.count() == 1
