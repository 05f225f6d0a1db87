"""Every address of moderation by role: one without a row here fails, and so does a right that moved."""

import pytest
from django.test import Client

from consult.models import Consultation
from moderation import urls
from moderation.actions.reason_templates import write_template
from moderation.models import Appeal, Case, Decision, Flag, ReasonTemplate, SavedFilter, SecondReading
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory
from tests.factories.moderation import AppealFactory, CaseFactory, DecisionFactory, moderator_of, staff_of
from tests.factories.proposals import CommentFactory, ProposalFactory

pytestmark = pytest.mark.django_db

ROLES = [
    "anonymous",
    "resident",
    "moderator elsewhere",
    "owner elsewhere",
    "analyst",
    "owner",
    "moderator",
]
# 200 the page, 302 signing in or on to another page, 403 and 404 refused, 409 and 422 asked again.
TABLE = {
    ("get", "flag"): "200 200 200 200 200 200 200",
    ("post", "flag"): "422 422 422 422 422 422 422",
    ("get", "reported"): "302 302 302 302 302 302 302",
    ("get", "report_receipt"): "404 404 404 404 404 404 404",
    ("get", "moderation"): "302 403 200 200 403 200 200",
    ("get", "decide_together"): "302 403 302 302 403 302 200",
    ("post", "decide_together"): "302 403 302 302 403 302 422",
    ("post", "save_filter"): "302 403 302 302 403 302 302",
    ("post", "delete_filter"): "302 403 404 404 403 404 404",
    ("post", "retire_reason_template"): "404 404 404 404 404 404 302",
    ("get", "reason_templates"): "302 403 403 403 403 403 200",
    ("post", "reason_templates"): "302 403 403 403 403 403 422",
    ("get", "case"): "302 404 404 404 404 404 200",
    ("get", "next_case"): "302 403 302 302 403 302 302",
    ("post", "ask_second_reader"): "404 404 404 404 404 404 409",
    ("post", "give_second_reading"): "404 404 404 404 404 404 422",
    ("post", "claim_case"): "404 404 404 404 404 404 302",
    ("post", "release_case"): "404 404 404 404 404 404 302",
    ("post", "newer_case"): "404 404 404 404 404 404 409",
    ("post", "decide_case"): "404 404 404 404 404 404 422",
    ("post", "decide_appeal"): "404 404 404 404 404 404 404",
    ("get", "invite_reviewer"): "404 404 404 404 404 404 404",
    ("post", "invite_reviewer"): "404 404 404 404 404 404 404",
    ("get", "review"): "404 404 404 404 404 404 404",
    ("post", "review"): "404 404 404 404 404 404 404",
    ("get", "decision"): "404 404 404 404 404 404 200",
    ("post", "undo_decision"): "404 404 404 404 404 404 403",
    ("get", "appeal"): "404 404 404 404 404 404 403",
    ("post", "appeal"): "404 404 404 404 404 404 403",
    ("get", "screening"): "302 403 403 403 403 200 200",
    ("post", "screening"): "302 403 403 403 403 302 403",
    ("post", "train_screening"): "403 403 403 403 403 302 302",
    ("get", "reversals"): "403 403 403 403 403 200 403",
    ("get", "moderation_report"): "200 200 200 200 200 200 200",
    ("get", "moderation_reports"): "200 200 200 200 200 200 200",
    ("get", "moderation_record"): "200 200 200 200 200 200 200",
    ("get", "moderation_records"): "200 200 200 200 200 200 200",
}


@pytest.fixture
def things():
    """One of everything in one consultation, as {name of a route: its parameters}."""
    consultation = ConsultationFactory()
    root = ProposalFactory(consultation_of=consultation)
    moderator = moderator_of(consultation)
    case = CaseFactory(contribution=CommentFactory(root=root))
    SecondReading.objects.create(case=case, asked_by=moderator)
    hidden = CaseFactory(contribution=CommentFactory(root=root), state="appealed")
    decision = DecisionFactory(case=hidden, decided_by=moderator)
    AppealFactory(decision=decision)
    moderator_of(consultation)  # decides the appeal, so that it is not left to the owner
    template = write_template(by=moderator, consultation=consultation, name="Insult", text="“___” is one.")
    saved = SavedFilter.objects.create(user=moderator, name="Mine", query="q=x")
    own = {"decision": decision, "undo_decision": decision, "appeal": decision, "flag": case.contribution}
    own |= {"retire_reason_template": template, "delete_filter": saved}
    return {
        each.name: {
            "pk": own.get(each.name, case).pk,
            "slug": consultation.slug,
            "code": "7K2M-94QD-0ABC-XYZ9",
        }
        for each in urls.urlpatterns
    }


def visitor(role, slug):
    client = Client()
    if role == "anonymous":
        return client
    if role == "resident":
        client.force_login(UserFactory())
    elif role.endswith("elsewhere"):
        client.force_login(staff_of(ConsultationFactory(), role.split()[0]))
    else:
        client.force_login(staff_of(Consultation.objects.get(slug=slug), role))
    return client


def rows():
    models = (Appeal, Case, Decision, Flag, ReasonTemplate, SavedFilter, SecondReading)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_table_has_every_address():
    named = {name for _method, name in TABLE}
    assert named == {each.name for each in urls.urlpatterns}


@pytest.mark.parametrize("role", ROLES)
def test_addresses_answer_by_role_and_change_nothing_for_who_is_refused(things, role):
    slug = things["moderation_record"]["slug"]
    client = visitor(role, slug)
    before, expected, answers = rows(), {}, {}
    for (method, name), statuses in TABLE.items():
        expected[method, name] = statuses.split()[ROLES.index(role)]
        answers[method, name] = str(getattr(client, method)(address(name, things[name])).status_code)
    assert answers == expected
    assert role in ("moderator", "owner") or rows() == before


def address(name, known):
    route = next(str(each.pattern) for each in urls.urlpatterns if each.name == name)
    for kind, parameter in (("int", "pk"), ("slug", "slug"), ("str", "code")):
        route = route.replace(f"<{kind}:{parameter}>", str(known[parameter]))
    return f"/{route}"
