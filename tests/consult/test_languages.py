"""Which languages the interface offers."""

import pytest
from django.conf import settings

from consult.settings.languages import spoken


def codes(folder):
    return [code for code, _name in spoken(folder)]


@pytest.fixture
def catalogues(tmp_path):
    def made(*names, compiled=True):
        for name in names:
            folder = tmp_path / name / "LC_MESSAGES"
            folder.mkdir(parents=True)
            (folder / ("django.mo" if compiled else "django.po")).touch()
        return tmp_path

    return made


def test_site_speaks_english_first_and_french():
    spoken_here = [code for code, _name in settings.LANGUAGES]
    assert spoken_here[0] == "en"
    assert "fr" in spoken_here


def test_people_may_write_in_every_language_of_the_interface():
    offered = {code for code, _name in settings.CONSULT_CONTRIBUTION_LANGUAGES}
    assert offered >= {code for code, _name in settings.LANGUAGES}


def test_language_with_a_compiled_catalogue_is_offered_under_its_name(catalogues):
    folder = catalogues("fr", "de", "pt_BR", "ar")
    assert codes(folder) == ["en", "ar", "de", "fr", "pt-br"]
    assert str(dict(spoken(folder))["de"]) == "German"


def test_language_that_is_not_compiled_or_not_known_is_not_offered(catalogues):
    catalogues("xx")
    assert codes(catalogues("de", compiled=False)) == ["en"]
