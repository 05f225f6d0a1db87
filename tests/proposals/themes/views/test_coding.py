"""The pages of coding: what each shows to whom, and what a coder at work finds nowhere."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult.clock import now
from proposals.themes.actions.coding import queue_learning, settle_text
from proposals.themes.manifest import digest_of_text
from proposals.themes.models import Coding, SampledText, Theme
from proposals.themes.urls import urlpatterns
from tests.factories.coding import code_all, machine_theme, sampled_run, sorted_run
from tests.factories.themes import analyst_of

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def at(name, sample, *args):
    return reverse(name, args=[sample.consultation.slug, *args])


def judgement(text, themes=(), **typed):
    seen = {str(theme.pk): theme.definition_version for theme in Theme.objects.confirmed()}
    none = {} if themes else {"none": "on"}
    return {"themes": [theme.pk for theme in themes], "seen": json.dumps(seen), **none, **typed}


def test_sample_is_drawn_by_form_with_the_size_its_page_says():
    run, _themes = sorted_run(30)
    coder, second = analyst_of(run.consultation), analyst_of(run.consultation)
    client, slug = signed_in(coder), run.consultation.slug
    page = client.get(reverse("coding", args=[slug])).content.decode()
    assert "± 5 points: 28 of 30 submissions, 28 of them by both coders" in page
    typed = {"half_width": 500, "first": coder.pk, "second": second.pk, "seed": 4}
    assert client.post(reverse("draw_sample", args=[slug]), typed).status_code == 302
    sample = run.codebook.samples.get()
    assert (sample.size, sample.seed, sample.half_width, sample.coders) == (28, 4, 500, [coder, second])


def test_page_of_the_draw_says_that_a_freeze_comes_first_until_there_is_one():
    run, _themes = sorted_run()
    client = signed_in(analyst_of(run.consultation))
    address = reverse("coding", args=[run.consultation.slug])
    said = [b"so freeze first if you can" in client.get(address).content]
    run.snapshot.frozen_at = now()
    run.snapshot.save()
    said.append(b"so freeze first if you can" in client.get(address).content)
    assert said == [True, False]


def test_draw_with_one_person_as_both_coders_says_so_and_keeps_what_was_typed():
    run, _themes = sorted_run(12)
    coder = analyst_of(run.consultation)
    typed = {"half_width": 1000, "first": coder.pk, "second": coder.pk, "seed": 77}
    answer = signed_in(coder).post(reverse("draw_sample", args=[run.consultation.slug]), typed)
    assert answer.status_code == 422
    assert "Choose somebody else as the second coder." in answer.content.decode()
    assert 'value="77"' in answer.content.decode()


def test_coder_goes_from_text_to_text_and_back_and_ends_at_the_overview():
    _run, themes, sample, coders = sampled_run(12)
    client = signed_in(coders[0])
    visited, before = [], None
    address = client.get(at("code_next", sample)).url
    while address != at("coding", sample):
        page = client.get(address)
        visited.append((page.context["number"], page.context["done"]))
        previous = page.context["previous"]
        assert previous == (None if len(visited) == 1 else before.pk)
        before = page.context["text"]
        answer = client.post(
            address, judgement(before, [themes[0]], stance="for", suggestion="Trams", note="n")
        )
        address = client.get(answer.url).url
    assert visited == [(n + 1, n) for n in range(12)]
    assert Coding.objects.filter(coder=coders[0], stance="for", suggestion="Trams", note="n").count() == 12
    assert client.get(at("code_text", sample, before.pk)).context["form"].chosen == {themes[0].pk}


def test_refused_judgement_keeps_everything_that_was_typed():
    _run, themes, sample, coders = sampled_run(12)
    text = SampledText.objects.of(sample).first()
    typed = judgement(text, [themes[0]], none="on", note="Between the two.", suggestion="Trams")
    answer = signed_in(coders[0]).post(at("code_text", sample, text.pk), typed)
    said = answer.content.decode()
    assert answer.status_code == 422
    for words in ("not both", "Between the two.", "Trams", f'value="{themes[0].pk}" checked'):
        assert words in said
    assert "<title>Error:" in said


@pytest.mark.parametrize("garbage", ["", "[]", "{", '{"x": "y"}', '{"1": true}'])
def test_versions_that_make_no_sense_do_no_harm(garbage):
    _run, themes, sample, coders = sampled_run(12)
    text = SampledText.objects.of(sample).first()
    typed = {**judgement(text, [themes[0]]), "seen": garbage}
    answer = signed_in(coders[0]).post(at("code_text", sample, text.pk), typed)
    assert answer.status_code in (302, 422)


ADDRESSES = {
    "coding": [],
    "code_next": [],
    "code_text": ["text"],
    "coding_differences": [],
    "settle_text": ["text"],
}


@pytest.mark.parametrize("judged", [False, True], ids=["open", "all judged"])
@pytest.mark.parametrize("who", ["coder", "other analyst", "public"])
def test_pages_of_coding_by_person_and_state_answer(who, judged):
    _run, _themes, sample, coders = sampled_run(12)
    text = SampledText.objects.of(sample).first()
    if judged:
        code_all(sample, coders[0])
        code_all(sample, coders[1], lambda each: None)
    people = {"coder": coders[1], "other analyst": analyst_of(sample.consultation)}
    client = signed_in(people[who]) if who in people else Client()
    found = {
        name: client.get(at(name, sample, *([text.pk] if args else []))).status_code
        for name, args in ADDRESSES.items()
    }
    own = {"coder": 200, "other analyst": 404, "public": found["code_text"]}[who]
    after = 200 if judged else 404
    if who == "public":
        assert set(found.values()) <= {302, 403}
    else:
        assert found == {
            "coding": 200,
            "code_next": 302,
            "code_text": own,
            "coding_differences": after,
            "settle_text": after,
        }


def pages_of_staff(sample, themes, text):
    """Every address of the analysis that is read by GET, filled in for this consultation."""
    values = {"slug": sample.consultation.slug, "place": "in_themes", "name": "report.json"}
    values |= {
        "what": "mapping",
        "ending": "csv",
        "code": "cases",
        "number": 1,
        "edition": 1,
        "kind": "theme",
        "theme": 1,
    }
    found = set()
    for pattern in urlpatterns:
        wanted = pattern.pattern.converters
        if "pk" not in wanted:
            found.add(reverse(pattern.name, kwargs={key: values[key] for key in wanted if key in values}))
            continue
        for pk in [*(theme.pk for theme in themes), text.pk, text.contribution_id]:
            kwargs = {key: values[key] for key in wanted if key in values} | {"pk": pk}
            found.add(reverse(pattern.name, kwargs=kwargs))
    return {address for address in found if "/coding/texts/" not in address}


CANARY, OTHERS_WORDS = "zebrafinch", "whinchat"


def planted(run, sample):
    """A sampled text with the canary, as it was analysed and quoted first; another one is uncertain."""
    text, other = SampledText.objects.of(sample)[:2]
    text.contribution.public_text = f"A {CANARY} by the bus stop."
    text.contribution.save()
    items = run.snapshot.items.filter(contribution=text.contribution)
    items.update(digest=digest_of_text(text.contribution))
    run.assignments.filter(contribution=text.contribution).update(central_rank=0, sure=True)
    run.assignments.filter(contribution=other.contribution).update(sure=False)
    return text


def test_coder_at_work_finds_sampled_texts_beside_no_label_and_no_judgement_of_the_other():
    run, themes, sample, coders = sampled_run(12)
    text = planted(run, sample)
    typed = judgement(text, [themes[1]], note=OTHERS_WORDS, suggestion=OTHERS_WORDS)
    signed_in(coders[1]).post(at("code_text", sample, text.pk), typed)
    addresses = pages_of_staff(sample, themes, text)

    def leaks(user):
        client = signed_in(user)
        client.raise_request_exception = False
        said = {url: client.get(url, follow=True).content.decode() for url in sorted(addresses)}
        words = (
            CANARY,
            OTHERS_WORDS,
            f">{text.contribution_id}<",
            f"No. {text.contribution_id}<",
            f"C{text.contribution_id},",
        )
        return {url for url, page in said.items() if any(word in page for word in words)}

    at_work = leaks(coders[0])
    assert {url for url in at_work if url != at("code_next", sample)} == set()
    reads_along = leaks(analyst_of(sample.consultation))
    assert at("workbench_theme", sample, machine_theme(text).pk) in reads_along
    assert at("exchange_file", sample, "mapping", "csv") in reads_along
    own = signed_in(coders[0]).get(at("code_text", sample, text.pk)).content.decode()
    assert CANARY in own
    assert OTHERS_WORDS not in own
    assert [label in own for label in ("A new theme?", "Where the text stands", "Note")] == [True] * 3
    assert "checked" not in own.split("Themes of this text")[1].split("</fieldset>")[0]
    for coder in coders:
        code_all(sample, coder)
    assert at("workbench_theme", sample, machine_theme(text).pk) in leaks(coders[0])
    assert OTHERS_WORDS in signed_in(coders[0]).get(at("coding", sample)).content.decode()


def test_progress_of_each_coder_is_a_percentage_and_nothing_beside_it():
    _run, _themes, sample, coders = sampled_run(12)
    code_all(sample, coders[0])
    page = signed_in(coders[1]).get(at("coding", sample)).content.decode()
    assert re.findall(r"<b>(\d+%)</b>([^<]*)<", page) == [("100%", ""), ("0%", "")]


def test_own_page_of_a_text_draws_themes_by_name_and_none_by_size():
    _run, themes, sample, coders = sampled_run(12, names=("Zoo", "Air", "Mud"))
    text = SampledText.objects.of(sample).first()
    page = signed_in(coders[0]).get(at("code_text", sample, text.pk))
    assert [theme.name for _key, theme, _changed in page.context["options"]] == ["Air", "Mud", "Zoo"]


def test_both_judgements_stand_side_by_side_and_are_settled_one_after_the_other():
    _run, themes, sample, coders = sampled_run(12)
    code_all(sample, coders[0])
    code_all(sample, coders[1], lambda text: None if text.item.position <= 2 else machine_theme(text))
    client = signed_in(analyst_of(sample.consultation))
    listed = client.get(at("coding_differences", sample))
    assert (listed.context["total"], listed.context["unsettled"]) == (2, 2)
    text = SampledText.objects.of(sample).first()
    page = client.get(at("settle_text", sample, text.pk)).content.decode()
    for person in coders:
        assert f"<bdi>{person.display_name}</bdi>" in page
    refused = client.post(at("settle_text", sample, text.pk), {"themes": [themes[0].pk]})
    assert refused.status_code == 422
    assert "Say why." in refused.content.decode()
    typed = {"themes": [themes[0].pk], "reason": "It says bus."}
    following = client.post(at("settle_text", sample, text.pk), typed)
    last = SampledText.objects.of(sample).exclude(pk=text.pk).first()
    assert following.url == at("settle_text", sample, last.pk)
    assert client.post(following.url, typed).url == at("coding", sample)


@pytest.mark.parametrize("name", ["coding", "coding_differences"])
def test_pages_of_coding_need_as_many_queries_for_many_texts_as_for_few(name):
    asked = []
    for n in (10, 14):
        _run, _themes, sample, coders = sampled_run(n)
        code_all(sample, coders[0])
        code_all(sample, coders[1], lambda text: None)
        client = signed_in(analyst_of(sample.consultation))
        client.get(at(name, sample))
        with CaptureQueriesContext(connection) as queries:
            client.get(at(name, sample))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_chosen_texts_are_coded_through_the_same_page_and_marked():
    run, _themes = sorted_run(20)
    coder = analyst_of(run.consultation)
    sample = queue_learning(by=coder, run=run, n=3)
    client = signed_in(coder)
    assert "never in the shares" in client.get(at("coding", sample)).content.decode()
    first = client.get(at("code_next", sample) + "?set=learning").url
    assert "These texts never enter a share." in client.get(first).content.decode()
    assert client.post(first, judgement(None)).url == at("code_next", sample) + "?set=learning"


def test_single_coded_sample_says_so_first():
    _run, _themes, sample, coders = sampled_run(12, second=False)
    page = signed_in(coders[0]).get(at("coding", sample)).content.decode()
    assert page.index("Single-coded.") < page.index("Random sample")


def test_settled_text_is_said_with_its_reason():
    _run, themes, sample, coders = sampled_run(12)
    code_all(sample, coders[0])
    code_all(sample, coders[1], lambda text: None)
    text = SampledText.objects.of(sample).first()
    settle_text(by=coders[0], text=text, themes=[themes[0].pk], reason="It names the bus.")
    page = signed_in(coders[1]).get(at("coding_differences", sample)).content.decode()
    assert "It names the bus." in page
