"""One town with everything a page can show. Names and texts are fixed: transcripts are checked in."""

from datetime import timedelta
from types import SimpleNamespace

from consult.clock import now
from consult.enums import ModerationMode, Role
from consult.models import Notice
from moderation.actions.appeals import appeal_decision
from moderation.actions.decisions import decide_case
from moderation.actions.reviewers import invite_reviewer
from moderation.enums import Effect, Reason
from moderation.models import SecondReading
from moderation.review_links import review_code
from proposals.actions.contributions import submit_comment
from proposals.actions.tallies import recount_all
from proposals.actions.votes import cast_vote
from proposals.enums import ContributionState
from tests.factories.cms import draft_page, page_phase, page_question, publish
from tests.factories.consult import ConsultationFactory, HouseRuleFactory, MembershipFactory
from tests.factories.moderation import CaseFactory
from tests.factories.proposals import CommentFactory, ProposalFactory, VoteFactory

from . import findings, visits, works
from .people import NAMES, author, employ, person

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsweg"
RUDE = "Some people are too thick to see that the bus is late because of the cars."


def build():
    """The town: its people, an open consultation with talk, a finished one with answers, a new empty one."""
    town = SimpleNamespace(**{key: person(key, name) for key, name in NAMES.items()})
    town.streets = _streets(town)
    town.empty = _empty(town)
    _talk(town)
    _moderation(town)
    _outside(town)
    for part in (findings, works, visits):
        part.add(town)
    return town


def _streets(town):
    """Discussion now, two phases to come, a question of each kind."""
    page = draft_page(title="Quieter streets", phases=_phases(), summary="Five streets could close to cars.")
    page.questions = [
        page_question("What should change first?", key="change"),
        page_question(
            "Which streets?", key="streets", kind="closed", multiple=True, choices="Mill Road\nHigh Street"
        ),
        page_question("How old are you?", key="age", kind="demographic", choices="Under 25\n25 or older"),
    ]
    page.house_rules.add(type(page.house_rules.first())(text="Leave out names and addresses."))
    page.save_revision()
    consultation = publish(page).consultation
    consultation.moderation_mode = ModerationMode.ON_REPORT
    consultation.save()
    employ(town, consultation)
    return consultation


def _phases():
    return [
        page_phase("Discussion"),
        page_phase("Sorting into themes", opens=21, closes=50, acts=()),
        page_phase("The committee decides", opens=50, closes=80, acts=()),
    ]


def _empty(town):
    """Opened an hour ago, closing tomorrow, with nothing in it."""
    phases = [page_phase("Discussion", opens=-1, closes=1)]
    page = draft_page("The roof of the market hall", "market-hall", phases=phases, place="Town centre")
    consultation = publish(page).consultation
    employ(town, consultation)
    return consultation


def _talk(town):
    """Proposals of every look, and one thread with every kind of comment."""
    streets = town.streets
    heron = author(town, streets, "Heron")
    resident = author(town, streets, "Asha Morgan", town.resident)
    titles = ["Light the crossing by the school", "Close Orchard Lane at school time", LONG]
    texts = ["It is dark there from four in winter.", "Forty-five minutes are enough.", f"{LONG} {LONG}."]
    town.proposals = [
        ProposalFactory(consultation_of=streets, author=heron, title=title, public_text=text)
        for title, text in zip(titles, texts, strict=True)
    ]
    town.own = ProposalFactory(
        consultation_of=streets, author=resident, title="Benches in the shade", public_text="Two would do."
    )
    town.proposal = town.proposals[0]
    for name, choice in (("Linden", 1), ("Finch", 1), ("Wagtail", -1), ("Kestrel", 0)):
        VoteFactory(contribution=town.proposal, participant=author(town, streets, name), choice=choice)
    cast_vote(by=town.resident, contribution=town.proposals[1], choice="agree")
    recount_all(streets)
    _thread(town)


def _thread(town):
    root, streets = town.proposal, town.streets
    linden = author(town, streets, "Sorrel")
    text = "My daughter crosses there every day."
    town.comment = CommentFactory(root=root, author=linden, stance="for", public_text=text)
    CommentFactory(root=root, author=linden, stance="against", public_text=f"Who pays for it? {LONG}")
    CommentFactory(root=root, parent=town.comment, author=linden, public_text="In the rain it is worse.")
    submit_comment(
        by=town.owner, proposal=root, parent=town.comment, body="The lamp is ordered.", official=True
    )
    held = author(town, streets, "Asha Morgan II", town.neighbour)
    CommentFactory(root=root, author=held, public_text="Waits.", state=ContributionState.PENDING)


def _moderation(town):
    """Cases that wait, one with a second reader, a decision, and an appeal that goes outside."""
    streets, root = town.streets, town.proposals[1]
    rule = streets.house_rules.first()
    rook = author(town, streets, "Rook")

    def case(text, minutes, **fields):
        comment = CommentFactory(root=root, author=rook, public_text=text)
        return CaseFactory(contribution=comment, opened_at=now() - timedelta(minutes=minutes), **fields)

    town.case = case(RUDE, 300)
    town.upsetting = case("I know where you live.", 200, reason=Reason.THREAT)
    town.doubtful = case("Sign the petition on my page!", 90)
    asked = "Is this an advertisement?"
    SecondReading.objects.create(case=town.doubtful, asked_by=town.second_moderator, question=asked)
    facts = {"effect": Effect.HIDE, "rule": rule, "facts": "“Thick” is aimed at people.", "version": 1}
    own = CommentFactory(
        root=root, author=streets.participants.get(user=town.resident), public_text="Thick as two planks."
    )
    decided = CaseFactory(contribution=own, opened_at=now() - timedelta(minutes=35))
    town.decision = decide_case(by=town.moderator, case=decided, **facts)
    appealed = decide_case(by=town.moderator, case=case(f"{RUDE} All of you.", 25), **facts)
    town.appeal = appeal_decision(by=rook.user, decision=appealed, text="I quoted somebody.")
    type(town.decision).objects.update(decided_at=now() - timedelta(minutes=5))


def _outside(town):
    """An appeal in a consultation whose owner alone moderates, given to somebody from outside."""
    meals = ConsultationFactory(slug="market-stalls", titles={"en": "Market stalls"})
    for role in (Role.OWNER, Role.MODERATOR):
        MembershipFactory(consultation=meals, user=town.owner, role=role)
    rule = HouseRuleFactory(consultation=meals, number=1)
    plover, dunlin = (author(town, meals, name) for name in ("Plover", "Dunlin"))
    root = ProposalFactory(consultation_of=meals, author=plover, title="Sell on Sundays")
    comment = CommentFactory(root=root, author=dunlin, public_text=RUDE)
    facts = {"effect": Effect.HIDE, "rule": rule, "facts": "“Thick” is aimed at people.", "version": 1}
    decision = decide_case(by=town.owner, case=CaseFactory(contribution=comment), **facts)
    town.outside = appeal_decision(by=comment.participant.user, decision=decision, text="I quoted somebody.")
    invite_reviewer(by=town.owner, appeal=town.outside, name="The ombudsperson", email="judge@example.org")
    nonce = Notice.objects.get(kind="moderation.review_asked").context["nonce"]
    town.review_code = review_code(town.outside.reviewers.get(ended_at=None), nonce)
