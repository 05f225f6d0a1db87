"""Analysis at the command line."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from proposals.themes.models import ThemeRun
from proposals.themes.views.files import FILES
from tests.factories.consult import ConsultationFactory
from tests.factories.themes import write_about_topics

pytestmark = pytest.mark.django_db


def call(*words):
    said = io.StringIO()
    call_command(*words, stdout=said)
    return said.getvalue()


def test_find_themes_and_build_report_write_every_file(tmp_path):
    consultation = ConsultationFactory()
    write_about_topics(consultation)
    said = call("find_themes", consultation.slug, "--themes", "3", "--seed", "5")
    assert said.splitlines()[0] == "Run 1 done, received 18"
    assert (ThemeRun.objects.get().seed, ThemeRun.objects.get().started_by) == (5, None)
    call("build_report", consultation.slug, "--out", str(tmp_path / "out"))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(FILES)
    bundle = json.loads((tmp_path / "out" / "bundle.json").read_text())
    assert (bundle["received"], bundle["edition"], len(bundle["themes"])) == (18, 0, 3)
    assert "Draft." in (tmp_path / "out" / "report.html").read_text()


def test_build_report_twice_writes_the_same_bytes(tmp_path):
    consultation = ConsultationFactory()
    write_about_topics(consultation)
    call("find_themes", consultation.slug, "--themes", "3")
    written = []
    for name in ("one", "two"):
        call("build_report", consultation.slug, "--out", str(tmp_path / name))
        written.append((tmp_path / name / "bundle.json").read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize("words", [("find_themes", "nowhere"), ("build_report", "nowhere", "--out", "x")])
def test_command_for_an_unknown_consultation_says_so(words):
    with pytest.raises(CommandError, match="no consultation with the slug nowhere"):
        call(*words)


def test_find_themes_without_texts_says_so():
    with pytest.raises(CommandError, match="Nothing has been received yet"):
        call("find_themes", ConsultationFactory().slug)


def test_build_report_without_a_run_says_what_to_do_first(tmp_path):
    with pytest.raises(CommandError, match="find_themes first"):
        call("build_report", ConsultationFactory().slug, "--out", str(tmp_path))
