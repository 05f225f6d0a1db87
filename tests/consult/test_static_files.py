"""Static files as production serves them: named by their content, compressed, kept for a year."""

import gzip

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client

from tests.browser.production import static_as_in_production

YEAR = "max-age=315360000, public, immutable"
SHEET = "consult/css/components.css"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    with static_as_in_production(tmp_path_factory.mktemp("static")) as folder:
        yield folder


def test_address_of_a_file_carries_a_digest_of_it(folder):
    address = staticfiles_storage.url(SHEET)
    assert address.startswith("/static/consult/css/components.")
    assert len(address.split("/")[-1].split(".")[1]) == 12


def fetched(address, accepted=""):
    """(the answer's headers, its content)"""
    answer = Client().get(address, headers={"accept-encoding": accepted})
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    answer.close()
    return answer.headers, content


@pytest.mark.parametrize(("asked", "given"), [("br, gzip", "br"), ("gzip", "gzip"), ("", None)])
def test_file_is_sent_compressed_and_may_be_kept_for_ever(folder, asked, given):
    headers, _content = fetched(staticfiles_storage.url(SHEET), asked)
    assert headers.get("Content-Encoding") == given
    assert headers["Cache-Control"] == YEAR
    assert "Accept-Encoding" in headers["Vary"]


def test_compressed_file_says_what_the_file_says(folder):
    _headers, sent = fetched(staticfiles_storage.url(SHEET), "gzip")
    _headers, plain = fetched(staticfiles_storage.url(SHEET))
    assert gzip.decompress(sent) == plain
    assert len(sent) < len(plain) / 2


def test_scripts_import_one_another_by_those_names_too(folder):
    page = next((folder / "consult" / "js").glob("page.*.js")).read_text()
    assert "./drafts." in page
    assert '"./drafts.js"' not in page


def test_file_asked_for_without_its_digest_is_looked_at_again_each_minute(folder):
    headers, _content = fetched("/static/consult/css/components.css")
    assert headers["Cache-Control"] == "max-age=60, public"
