"""Each permission of the analysis as a table of roles."""

import pytest
from django.contrib.auth.models import AnonymousUser

from consult.clock import now
from consult.enums import Role
from consult.rules import refusal
from proposals.themes.enums import ReportState
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory
from tests.factories.themes import CodebookFactory, ThemeFactory, ThemeReportFactory, ThemeRunFactory, staff

pytestmark = pytest.mark.django_db

ROLES = ["guest", "resident", *Role.values]


def somebody(role, consultation):
    if role == "guest":
        return AnonymousUser()
    return UserFactory() if role == "resident" else staff(consultation, role)


def code_for(permission, role, consultation, subject):
    refused = refusal(permission, somebody(role, consultation), subject)
    return refused.code if refused else "yes"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("permission", ["themes.analyse", "themes.freeze"])
def test_analysing_is_for_analysts(permission, role):
    consultation = ConsultationFactory()
    expected = "yes" if role == Role.ANALYST else "not_analyst"
    assert code_for(permission, role, consultation, consultation) == expected


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("published", [False, True])
def test_editing_is_for_analysts_until_the_run_is_published(role, published):
    theme = ThemeFactory()
    if published:
        ThemeReportFactory(run=theme.codebook.run)
    expected = "not_analyst"
    if role == Role.ANALYST:
        expected = "findings_frozen" if published else "yes"
    assert code_for("themes.edit", role, theme.consultation, theme) == expected


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("published", [False, True])
def test_answering_is_for_policymakers_once_a_report_is_published(role, published):
    theme = ThemeFactory()
    if published:
        ThemeReportFactory(run=theme.codebook.run)
    expected = "not_responder"
    if role == Role.RESPONDER:
        expected = "yes" if published else "no_report"
    assert code_for("themes.respond", role, theme.consultation, theme) == expected


@pytest.mark.parametrize(
    "permission", ["themes.analyse", "themes.freeze", "themes.release", "themes.publish", "themes.respond"]
)
def test_private_consultation_is_not_found_by_strangers(permission):
    consultation = ConsultationFactory(invited_only=True)
    assert refusal(permission, UserFactory(), consultation).status == 404


def test_freezing_is_not_for_an_analyst_who_owns_the_consultation():
    consultation = ConsultationFactory()
    both = staff(consultation, Role.ANALYST)
    role = consultation.memberships.create(user=both, role=Role.OWNER)
    assert refusal("themes.freeze", both, consultation).code == "owner_of_report"
    assert refusal("themes.analyse", both, consultation) is None
    role.ended_at = now()
    role.save()
    assert refusal("themes.freeze", both, consultation) is None


def test_freezing_is_for_an_analyst_who_owns_another_consultation():
    consultation = ConsultationFactory()
    analyst = staff(consultation, Role.ANALYST)
    ConsultationFactory().memberships.create(user=analyst, role=Role.OWNER)
    assert refusal("themes.freeze", analyst, consultation) is None


def test_analyst_of_another_consultation_may_not_edit():
    theme = ThemeFactory()
    stranger = staff(ConsultationFactory(), Role.ANALYST)
    assert refusal("themes.edit", stranger, theme).code == "not_analyst"


def test_new_run_after_a_report_may_be_edited():
    report = ThemeReportFactory()
    run = ThemeRunFactory(consultation=report.consultation, number=report.run.number + 1)
    theme = ThemeFactory(codebook=CodebookFactory(run=run))
    assert refusal("themes.edit", staff(report.consultation, Role.ANALYST), theme) is None


RELEASING = {
    "themes.release": ("not_releasing", [Role.OWNER, Role.ANALYST, Role.MODERATOR]),
    "themes.sign": ("not_signing", [Role.ANALYST, Role.MODERATOR]),
    "themes.return": ("not_signing", [Role.ANALYST, Role.MODERATOR]),
    "themes.publish": ("not_publishing", [Role.OWNER, Role.ANALYST]),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("permission", RELEASING)
def test_releasing_a_report_by_role_is(permission, role):
    report = ThemeReportFactory(state=ReportState.FROZEN, published_at=None)
    code, allowed = RELEASING[permission]
    expected = "yes" if role in allowed else code
    assert code_for(permission, role, report.consultation, report) == expected


def test_signing_is_not_for_who_froze_it_nor_for_an_owner():
    report = ThemeReportFactory(state=ReportState.FROZEN, published_at=None)
    report.frozen_by = staff(report.consultation, Role.ANALYST)
    assert refusal("themes.sign", report.frozen_by, report).code == "own_findings"
    both = staff(report.consultation, Role.ANALYST)
    report.consultation.memberships.create(user=both, role=Role.OWNER)
    assert refusal("themes.sign", both, report).code == "owner_of_report"
