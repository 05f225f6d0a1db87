"""Nothing the pages of staff say stands outside the catalogue: workbench, coding, answers, queue."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from consult.enums import Role
from moderation.urls import urlpatterns as of_moderators
from proposals.themes.models import SampledText
from proposals.themes.urls import urlpatterns as of_analysts
from tests.consult.pseudo import disguise, speak_pseudo, unbracketed
from tests.consult.test_pseudo import NAMES
from tests.factories.coding import code_all, sampled_run
from tests.factories.consult import HouseRuleFactory, MembershipFactory
from tests.factories.moderation import CaseFactory, DecisionFactory, FlagFactory

pytestmark = pytest.mark.django_db
# What stands on pages of staff in every language: keys to press, names of figures and of formats.
SIGNS = NAMES | {"alpha", "XLSX", "JSONL"}
GIVEN = {
    "place": "in_themes",
    "name": "report.json",
    "what": "mapping",
    "ending": "csv",
    "code": "cases",
    "number": 1,
    "edition": 1,
    "kind": "theme",
    "theme": 1,
}
FEWEST = {"analysis": 23, "moderation": 9}


@pytest.fixture
def pages(monkeypatch):
    """{what: [(who, address)]} of every page of staff that has something to show."""
    run, themes, sample, coders = sampled_run(12)
    code_all(sample, coders[0])
    consultation = run.consultation
    HouseRuleFactory(consultation=consultation)
    moderator = MembershipFactory(consultation=consultation, role=Role.MODERATOR).user
    for role in (Role.OWNER, Role.RESPONDER):
        MembershipFactory(consultation=consultation, user=coders[0], role=role)
    case = CaseFactory(contribution=run.snapshot.items.first().contribution)
    FlagFactory(case=case, contribution=case.contribution)
    decision = DecisionFactory(case=CaseFactory(contribution=run.snapshot.items.last().contribution))
    disguise()
    speak_pseudo(monkeypatch)
    text = SampledText.objects.of(sample)[0]
    keys = [
        *(each.pk for each in themes),
        text.pk,
        text.contribution_id,
        case.pk,
        decision.pk,
        run.pk,
        sample.pk,
    ]
    values = {**GIVEN, "slug": consultation.slug}
    return {
        "analysis": (coders[0], addresses(of_analysts, values, keys)),
        "moderation": (moderator, addresses(of_moderators, values, keys)),
    }


def addresses(patterns, values, keys):
    """Each pattern filled in, in French, once for every key where it takes one."""
    found = set()
    with override("fr"):
        for pattern in patterns:
            wanted = pattern.pattern.converters
            for pk in keys if "pk" in wanted else [None]:
                given = {key: (pk if key == "pk" else values.get(key)) for key in wanted}
                if None not in given.values():
                    found.add(reverse(pattern.name, kwargs=given))
    return sorted(found)


@pytest.mark.parametrize("what", FEWEST)
def test_every_text_of_the_pages_of_staff_comes_from_the_catalogue(pages, what):
    user, paths = pages[what]
    client, left, read = Client(), {}, set()
    client.force_login(user)
    for path in paths:
        answer = client.get(path)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            read.add(answer.resolver_match.view_name)
            if words := unbracketed(answer.content.decode()) - SIGNS:
                left[path] = sorted(words)
    assert left == {}
    assert len(read) >= FEWEST[what], sorted(read)
