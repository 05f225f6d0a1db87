"""The second check: who may, of which version, and what takes it back."""

import pytest

from consult.clock import today
from consult.enums import Role
from consult.errors import Invalid, Refused, Stale
from proposals.themes import actions
from tests.factories.outcomes import WORDS, answer, published_themes
from tests.factories.themes import responder_of, staff

pytestmark = pytest.mark.django_db


def waiting():
    (theme,) = published_themes("Buses")
    writer = responder_of(theme.consultation)
    response = answer(theme=theme, by=writer, ready=False)
    return actions.send_for_check(by=writer, response=response), writer


def code_of(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


@pytest.mark.parametrize(
    "who, code",
    [
        ("writer", "own_answer"),
        ("earlier writer", "own_answer"),
        (Role.ANALYST, "not_answering"),
        (Role.MODERATOR, "not_answering"),
        (Role.RESPONDER, None),
        (Role.OWNER, None),
    ],
)
def test_answer_is_checked_by_a_policymaker_or_owner_who_wrote_none_of_it(who, code):
    response, writer = waiting()
    if who == "earlier writer":
        answer(theme=response.theme, ready=False)
        response.refresh_from_db()
        actions.send_for_check(by=writer, response=response)
    person = writer if "writer" in who else staff(response.consultation, who)

    def act():
        return actions.check_response(by=person, response=response, version=response.version)

    if code:
        assert code_of(act) == code
    else:
        assert (act().checked_by, response.is_ready) == (person, True)


def test_unchecked_answer_is_not_published_and_writing_again_takes_a_check_back():
    response, writer = waiting()
    publish = {"by": writer, "response": response}
    assert code_of(lambda: actions.publish_response(**publish)) == "response_unchecked"
    second = responder_of(response.consultation)
    actions.check_response(by=second, response=response, version=response.version)
    actions.write_response(by=writer, theme=response.theme, **WORDS)
    response.refresh_from_db()
    assert response.state == "writing"
    assert code_of(lambda: actions.publish_response(**publish)) == "response_unchecked"


def test_promise_added_to_a_checked_draft_takes_the_check_back():
    response, writer = waiting()
    second = responder_of(response.consultation)
    actions.check_response(by=second, response=response, version=response.version)
    actions.make_commitment(by=writer, response=response, what="Counts", due_on=today(), owner="P. Nairn")
    response.refresh_from_db()
    assert (response.state, response.commitments.get().who) == ("writing", "P. Nairn")


def test_check_of_a_version_that_was_changed_meanwhile_is_stale():
    response, writer = waiting()
    read = response.version
    actions.write_response(by=writer, theme=response.theme, **WORDS)
    response.refresh_from_db()
    actions.send_for_check(by=writer, response=response)
    with pytest.raises(Stale):
        actions.check_response(by=responder_of(response.consultation), response=response, version=read)


def test_answer_sent_back_needs_a_note_and_waits_no_more():
    response, _writer = waiting()
    second = responder_of(response.consultation)
    given = {"by": second, "response": response, "version": response.version}
    with pytest.raises(Invalid):
        actions.return_response(**given, note=" ")
    actions.return_response(**given, note="Name Orchard Lane.")
    assert (response.state, response.returned_note) == ("writing", "Name Orchard Lane.")
    assert code_of(lambda: actions.check_response(**given)) == "nothing_to_check"


def test_duty_is_given_to_the_team_alone_and_begins_no_answer():
    (theme,) = published_themes("Buses")
    by = responder_of(theme.consultation)
    response = actions.give_duty(by=by, theme=theme, owner=by)
    assert (response.owner, response.state, response.is_ready) == (by, "not_started", False)
    with pytest.raises(Invalid):
        actions.give_duty(by=by, theme=theme, owner=staff(theme.consultation, Role.MODERATOR))
    assert answer(theme=theme, by=by, ready=False).version == 1
