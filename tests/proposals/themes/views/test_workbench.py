"""The workbench: who may do what, the same queries at any size, words kept when a colleague was quicker."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult.enums import Role
from proposals.themes import actions
from proposals.themes.enums import RunState, ThemeState
from proposals.themes.models import Theme, ThemeEdit
from tests.factories.accounts import UserFactory
from tests.factories.bench import filled_run
from tests.factories.themes import (
    ThemeFactory,
    ThemeReportFactory,
    ThemeRunFactory,
    analyst_of,
    staff,
)

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def bench(n_themes=3, each=3):
    """A run, its themes in order, and an analyst's browser."""
    run = filled_run(n_themes, each)
    return run, list(Theme.objects.of_run(run).order_by("pk")), signed_in(analyst_of(run.consultation))


def url(name, theme, *more):
    return reverse(name, args=[theme.consultation.slug, *more])


def forms_of(theme, passage, edit):
    """{act: (address, fields)} of every form of the workbench."""
    run, other = theme.codebook.run, theme.codebook.themes.last()
    reason = {"reason": "Two things."}
    return {
        "start": (url("start_run", theme), {"method": "tree", "seed": 3}),
        "resume": (url("resume_run", theme, run.number), {}),
        "add": (url("add_theme", theme), {"name": "Trees"}),
        "confirm": (url("confirm_theme", theme, theme.pk), {"name": "Buses"}),
        "rename": (url("rename_theme", theme, theme.pk), {"name": "Buses", "examples": ""}),
        "dismiss": (url("dismiss_theme", theme, theme.pk), {}),
        "restore": (url("restore_theme", theme, theme.pk), {}),
        "merge": (url("merge_theme", theme, theme.pk), {"into": other.pk, "name": "Both", **reason}),
        "split": (
            url("split_theme", theme, theme.pk),
            {"parts": 2, "part_1": 1, "name_0": "A", "name_1": "B", **reason},
        ),
        "under": (url("nest_theme", theme, theme.pk), {"parent": other.pk}),
        "cut": (url("cut_themes", theme), {"n": 2}),
        "place": (
            url("place_passages", theme, theme.pk),
            {"p": passage.pk, "act": "move", "theme": other.pk},
        ),
        "move": (url("move_passage", theme, passage.pk), {"theme": other.pk}),
        "both": (url("move_passage", theme, passage.pk), {"theme": other.pk, "both": 1}),
        "take out": (url("take_out_passage", theme, passage.pk), {}),
        "hide": (url("hide_quote", theme, passage.pk), {"reason": "A name."}),
        "undo": (url("undo_edit", theme, edit.pk), {}),
    }


ON_THEMES = [
    "add",
    "confirm",
    "rename",
    "dismiss",
    "merge",
    "split",
    "under",
    "cut",
    "place",
    "move",
    "both",
    "take out",
    "hide",
    "undo",
]
PAGES = ["workbench", "theme", "merge", "split", "under", "cut", "place", "history", "runs", "compare"]


def page_of(name, theme, passage):
    addresses = {
        "workbench": url("workbench", theme),
        "theme": url("workbench_theme", theme, theme.pk) + "?show=theme",
        "merge": url("merge_theme", theme, theme.pk) + f"?into={theme.codebook.themes.last().pk}",
        "split": url("split_theme", theme, theme.pk),
        "under": url("nest_theme", theme, theme.pk),
        "cut": url("cut_themes", theme) + "?n=2",
        "place": url("place_passages", theme, theme.pk) + f"?p={passage.pk}&theme={theme.pk}",
        "history": url("theme_history", theme),
        "runs": url("theme_runs", theme),
        "compare": url("compare_runs", theme),
    }
    return addresses[name]


def edited(n_themes=3, each=3, edits=1):
    """A bench with edits in its history and a run before it."""
    run, themes, client = bench(n_themes, each)
    ThemeFactory(codebook__run=ThemeRunFactory(consultation=run.consultation, number=run.number - 1 or 999))
    analyst = analyst_of(run.consultation)
    for number in range(edits):
        actions.rename_theme(by=analyst, theme=themes[-1], name=f"Name {number}")
    return run, themes, client


WHO = {
    "guest": None,
    "resident": None,
    "analyst elsewhere": None,
    **{role: role for role in (Role.OWNER, Role.MODERATOR, Role.RESPONDER, Role.ANALYST)},
}


def browser_of(who, consultation):
    if who == "guest":
        return Client()
    if who == "analyst elsewhere":
        return signed_in(analyst_of(ThemeRunFactory().consultation))
    return signed_in(UserFactory() if who == "resident" else staff(consultation, WHO[who]))


@pytest.mark.parametrize("who", WHO)
def test_every_page_and_form_of_the_workbench_by_person_is(who):
    run, themes, _client = edited()
    passage, edit = themes[0].assignments.first(), run.edits.get()
    browser, allowed = browser_of(who, run.consultation), who == Role.ANALYST
    for name in PAGES:
        status = browser.get(page_of(name, themes[0], passage)).status_code
        assert (name, status) == (name, 200 if allowed else 403)
    if allowed:
        return
    for act, (address, fields) in forms_of(themes[0], passage, edit).items():
        assert (act, browser.post(address, fields).status_code) == (act, 403)
    assert run.edits.count() == 1


@pytest.mark.parametrize("act", ON_THEMES)
def test_form_by_an_analyst_does_its_act_and_says_so(act):
    run, themes, client = edited()
    address, fields = forms_of(themes[0], themes[0].assignments.first(), run.edits.get())[act]
    response = client.post(address, fields)
    assert response.status_code == 302
    done = ThemeEdit.objects.filter(run=run)
    assert done.count() == (1 if act == "undo" else 2)
    assert done.filter(undone_at__isnull=False).exists() == (act == "undo")


@pytest.mark.parametrize("act", ON_THEMES)
def test_form_on_frozen_findings_is_refused_and_changes_nothing(act):
    run, themes, client = edited()
    address, fields = forms_of(themes[0], themes[0].assignments.first(), run.edits.get())[act]
    ThemeReportFactory(run=run)
    before = list(Theme.objects.of_run(run).order_by("pk").values())
    client.post(address, fields)
    assert run.edits.filter(undone_at=None).count() == 1
    assert list(Theme.objects.of_run(run).order_by("pk").values()) == before


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", PAGES)
def test_page_takes_the_same_few_queries_at_one_and_three_rows(name):
    counted = []
    for n_themes, each, edits in ((2, 2, 1), (4, 3, 3)):
        _run, themes, client = edited(n_themes, each, edits)
        counted.append(queries_of(client, page_of(name, themes[0], themes[0].assignments.first())))
    assert counted[0] == counted[1]
    assert counted[0] <= 17


def test_words_typed_while_a_colleague_renamed_are_kept_beside_what_changed():
    run, (theme, *_others), client = bench()
    actions.rename_theme(by=analyst_of(run.consultation), theme=theme, name="Theirs")
    response = client.post(
        url("rename_theme", theme, theme.pk), {"name": "Mine", "includes": "Night buses", "version": 1}
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert 'value="Mine"' in page
    assert "Night buses" in page
    assert "to “Theirs”" in page
    theme.refresh_from_db()
    assert theme.name == "Theirs"
    again = response.context["form"]["version"].value()
    client.post(url("rename_theme", theme, theme.pk), {"name": "Mine", "version": again})
    theme.refresh_from_db()
    assert theme.name == "Mine"


def test_merge_while_a_colleague_merged_the_same_keeps_the_reason_and_merges_nothing():
    run, (one, other, third), client = bench()
    looked = client.get(url("merge_theme", one, one.pk) + f"?into={other.pk}").context["form"].initial
    shown = {**looked, "into": other.pk, "previewed": other.pk}
    actions.merge_themes(by=analyst_of(run.consultation), theme=other, into=third, reason="Theirs.")
    response = client.post(url("merge_theme", one, one.pk), {**shown, "reason": "They say the same."})
    one.refresh_from_db()
    assert (response.status_code, one.state) == (422, ThemeState.CONFIRMED)
    assert "They say the same." in response.content.decode()


def test_placing_what_a_colleague_placed_keeps_the_choice_and_moves_nothing():
    run, (one, other, third), client = bench()
    passages = list(one.assignments.all()[:2])
    actions.move_passages(by=analyst_of(run.consultation), passages=passages[:1], theme=other)
    fields = {"p": [p.pk for p in passages], "act": "move", "theme": third.pk, "seen": 0, "reason": "Mine"}
    response = client.post(url("place_passages", one, one.pk), fields)
    assert response.status_code == 409
    assert 'value="Mine"' in response.content.decode()
    assert not third.assignments.filter(pk__in=[p.pk for p in passages]).exists()
    assert client.post(url("place_passages", one, one.pk), {**fields, "seen": 1}).status_code == 302
    assert third.assignments.filter(pk__in=[p.pk for p in passages]).count() == 2


def test_failed_run_says_why_and_goes_on_from_the_history():
    run, (one, *_others), client = bench(1, 1)
    ThemeRunFactory(
        consultation=run.consultation,
        number=run.number + 1,
        state=RunState.FAILED,
        error="MemoryError",
        step="frozen",
    )
    page = client.get(url("theme_runs", one)).content.decode()
    assert "MemoryError" in page
    assert "what was received is frozen" in page
    client.post(url("resume_run", one, run.number + 1))
    assert run.consultation.theme_runs.get(number=run.number + 1).state == RunState.QUEUED


@pytest.mark.parametrize("query", ["?then=1&now=1", "?then=x", "?then=999999999"])
def test_comparing_what_are_not_two_finished_runs_leads_back(query):
    _run, (one, *_others), client = bench(1, 1)
    assert client.get(url("compare_runs", one) + query).status_code in (302, 404)


def test_merge_into_another_theme_than_was_looked_at_shows_that_one_first():
    run, (one, other, third), client = bench()
    fields = {"into": third.pk, "previewed": other.pk, "name": "Both", "reason": "They say the same."}
    response = client.post(url("merge_theme", one, one.pk), fields)
    assert response.context["target"] == third
    assert response.context["form"]["name"].value() == third.name
    assert response.context["form"]["reason"].value() == "They say the same."
    assert run.edits.count() == 0
