"""Taking over files is an edit like any other: it stands in the history, and is undone from there."""

import pytest
from django.test import Client
from django.urls import reverse

from consult.errors import Refused
from proposals.themes.actions import rename_theme, undo_edit
from proposals.themes.models import Theme
from tests.factories.themes import analyst_of

from .test_exchanges import sorted_run, taken_over

pytestmark = pytest.mark.django_db


def everything(run):
    """All that an import can change, without the counters that only rise."""
    risen = ("version", "definition_version")
    themes = [
        {name: value for name, value in row.items() if name not in risen}
        for row in Theme.objects.of_run(run).order_by("pk").values()
    ]
    rows = [run.assignments.order_by("pk"), run.imported_labels.order_by("pk"), run.ledger.order_by("pk")]
    return [themes, *(list(each.values()) for each in rows)]


def test_import_is_undone_from_the_history_and_everything_is_as_it_was():
    run, question = sorted_run()
    analyst = analyst_of(run.consultation)
    taken_over(run, question, analyst)
    other = {
        "themes": ("t.csv", b"key,name,definition\nA,Ban,Nearly all.\nC,Cars,New."),
        "mapping": ("m.csv", b"response_id,theme_key,stance\n1,C,\n2,,\n3,A,for"),
    }
    before = everything(run)
    second = taken_over(run, question, analyst, files=other)
    assert everything(run) != before
    assert second.edit.kind == "imported"
    client = Client()
    client.force_login(analyst)
    slug = run.consultation.slug
    history = client.get(reverse("theme_history", args=[slug])).content.decode()
    assert "took over themes from files: t.csv, m.csv" in history
    client.post(reverse("undo_edit", args=[slug, second.edit_id]))
    assert everything(run) == before
    page = client.get(reverse("exchange", args=[slug])).content.decode()
    assert "undone</span>" in page
    assert "undo it in the history, no. 1" in page


def test_import_that_others_built_upon_names_the_edit_to_undo_first():
    run, question = sorted_run()
    analyst = analyst_of(run.consultation)
    made = taken_over(run, question, analyst).edit
    rename_theme(by=analyst, theme=Theme.objects.get(stable_key="A"), name="Total ban")
    with pytest.raises(Refused) as refused:
        undo_edit(by=analyst, edit=made)
    assert str(refused.value) == "Edit 2 came later and touched the same. Undo that one first."
