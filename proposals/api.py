"""What the API offers of what people say: consultations, proposals, comments, answers, votes."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Prefetch
from ninja import Header, Query, Router, Schema, Status
from pydantic import Field

from consult.errors import Refused
from consult.models import Consultation, Phase

from .actions.contributions import submit_comment
from .actions.votes import cast_vote
from .enums import Choice, ContributionState, Kind
from .models import Contribution
from .paging import ordered_page
from .views.tallies import readable_tallies, readable_tally
from .views.visitors import (
    VOTES,
    concern_of,
    consultation_or_404,
    contribution_or_404,
    keep_guest,
    row_or_missing,
    slow_down,
)

router = Router(tags=["proposals"])
LARGEST_ID = 2**63 - 1
MOST = 100


class Page(Schema):
    """Which part of a list: what comes after an id, and how many rows."""

    after: int = Field(0, ge=0, le=LARGEST_ID)
    limit: int = Field(50, ge=1, le=MOST)
    order: Literal["oldest", "newest"] = "oldest"


class PhaseOut(Schema):
    """A time window and the acts it allows."""

    kind: str
    title: str
    opens_at: datetime
    closes_at: datetime | None
    allows: list[str]


class ConsultationOut(Schema):
    """A consultation in a list."""

    slug: str
    title: str
    summary: str
    place: str
    url: str = Field(alias="get_absolute_url")
    languages: list[str]
    closes_at: datetime | None
    answer_due_on: date | None


class QuestionOut(Schema):
    """What is asked; `choices` are pairs of a value and its words."""

    key: str
    kind: str
    text: str
    required: bool
    multiple: bool
    choices: list[tuple[str, str]] = Field(alias="labelled_choices")


class RuleOut(Schema):
    """One of the house rules."""

    number: int
    text: str
    note: str


class ConsultationWhole(ConsultationOut):
    """A consultation with its promise, phases, questions and rules."""

    decided_by: str = Field(alias="decider")
    promise: dict[str, str]
    phases: list[PhaseOut] = Field(alias="phases_in_order")
    questions: list[QuestionOut]
    house_rules: list[RuleOut]

    @staticmethod
    def resolve_questions(consultation):
        return list(consultation.questions.in_use().select_related("consultation"))

    @staticmethod
    def resolve_house_rules(consultation):
        return list(consultation.house_rules.in_use().select_related("consultation"))


def counts(tally):
    """The numbers of a readable tally, the unconfirmed among the rest; nothing while they are hidden."""
    if tally is None:
        return None
    return {
        "agree": tally.agree,
        "disagree": tally.disagree,
        "pass": tally.passes,
        "unconfirmed": tally.unconfirmed,
    }


class TextOut(Schema):
    """A text that may be shown."""

    id: int
    text: str = Field(alias="public_text")
    html: str = Field(alias="body_html")
    language: str
    author: str = Field(alias="author_name")
    official: bool
    created_at: datetime
    edited_at: datetime | None
    url: str = Field(alias="get_absolute_url")


class ProposalOut(TextOut):
    """A proposal; its tally is null while this reader may not know it."""

    title: str
    comments: int = Field(alias="reply_count")
    own_vote: str = Field("", alias="own_word")
    tally: dict[str, int] | None

    @staticmethod
    def resolve_tally(proposal):
        return counts(proposal.readable_tally)


class CommentOut(TextOut):
    """A comment; `parent` is the comment it answers, or null."""

    stance: str
    parent: int | None
    replies: int = Field(alias="reply_count")

    @staticmethod
    def resolve_parent(comment):
        return comment.parent_id if comment.depth > 1 else None


class AnswerOut(TextOut):
    """An answer in words, by somebody who lets others read it."""

    question: str = Field(alias="question.key")


class Consultations(Schema):
    """Part of a list; `next_after` is null at its end."""

    consultations: list[ConsultationOut]
    next_after: int | None


class Proposals(Schema):
    """Part of a list; `next_after` is null at its end."""

    proposals: list[ProposalOut]
    next_after: int | None


class Comments(Schema):
    """Part of a list; `next_after` is null at its end."""

    comments: list[CommentOut]
    next_after: int | None


class Answers(Schema):
    """Part of a list; `next_after` is null at its end."""

    answers: list[AnswerOut]
    next_after: int | None


def part_of(name, queryset, page):
    """The rows of a list that a Page asks for, under their name."""
    part = ordered_page(queryset, order=page.order, after=str(page.after or ""), size=page.limit)
    return {name: part.rows, "next_after": int(part.after) if part.after else None}


def _shown(request, kind):
    return Contribution.objects.visible_to(request.user).shown().filter(kind=kind).with_author()


def _with_tallies(request, proposals):
    tallies = readable_tallies(request.user, proposals)
    for proposal in proposals:
        proposal.readable_tally = tallies.get(proposal.pk)
    return proposals


@router.get("/consultations", response=Consultations, url_name="consultations", auth=None)
def list_consultations(request, page: Query[Page]):
    """Consultations this reader can see."""
    phases = Prefetch("phases", queryset=Phase.objects.in_use(), to_attr="phases_in_order")
    visible = Consultation.objects.visible_to(request.user).published().prefetch_related(phases)
    return part_of("consultations", visible, page)


@router.get("/consultations/{slug}", response=ConsultationWhole, url_name="consultation", auth=None)
def read_consultation(request, slug: str):
    """One consultation: promise, phases, questions, rules."""
    return consultation_or_404(request, slug)


@router.get("/consultations/{slug}/proposals", response=Proposals, url_name="proposals", auth=None)
def list_proposals(request, slug: str, page: Query[Page]):
    """The proposals of a consultation that are shown."""
    consultation = consultation_or_404(request, slug)
    rows = _shown(request, Kind.PROPOSAL).filter(consultation=consultation).with_own_vote(request.user)
    part = part_of("proposals", rows, page)
    _with_tallies(request, part["proposals"])
    return part


@router.get("/consultations/{slug}/answers", response=Answers, url_name="answers", auth=None)
def list_answers(request, slug: str, page: Query[Page]):
    """Answers to open questions whose authors let others read them."""
    rows = _shown(request, Kind.ANSWER).filter(consultation=consultation_or_404(request, slug))
    return part_of("answers", rows.select_related("question"), page)


@router.get("/proposals/{int:pk}", response=ProposalOut, url_name="proposal", auth=None)
def read_proposal(request, pk: int):
    """One proposal."""
    rows = _shown(request, Kind.PROPOSAL).with_own_vote(request.user)
    proposal = row_or_missing(request, rows, pk)
    return _with_tallies(request, [proposal])[0]


@router.get("/proposals/{int:pk}/comments", response=Comments, url_name="comments", auth=None)
def list_comments(request, pk: int, page: Query[Page]):
    """The comments on a proposal that are shown, all levels, by id."""
    proposal = row_or_missing(request, _shown(request, Kind.PROPOSAL), pk)
    return part_of("comments", _shown(request, Kind.COMMENT).filter(root=proposal), page)


class CommentIn(Schema, extra="forbid"):
    """A comment to post; with `parent` it is a reply to that comment."""

    body: str
    stance: Literal["", "for", "against", "neutral"] = ""
    language: str = Field("", max_length=12, description="One of the consultation's languages.")
    parent: int | None = Field(None, ge=1, le=LARGEST_ID)
    asked: bool = Field(False, description="Post it although software asked about it (answer 409).")


class Posted(Schema):
    """What came of posting; `waiting` when a moderator reads first. The receipt is told only here."""

    id: int
    url: str
    waiting: bool
    receipt: str
    repeated: bool


class VoteIn(Schema, extra="forbid"):
    """agree, disagree, pass or retract."""

    choice: Literal["agree", "disagree", "pass", "retract"]


class VoteOut(Schema):
    """What this request chose, the vote as it stands, and the tally if the voter may know it."""

    choice: str
    own_vote: str
    tally: dict[str, int] | None
    repeated: bool


def ask_first(consultation, text):
    """Raise Refused, 409, with what a floor above wants to ask about a text that is about to be posted."""
    concern = concern_of(consultation, text)
    if concern:
        refused = Refused("asks_first", concern.reason, status=409)
        words = {"heading": concern.heading, "reason": concern.reason, "words": list(concern.words)}
        refused.more = {"title": concern.heading, "concern": words, "repeat_with": {"asked": True}}
        raise refused


IdempotencyKey = Header(None, alias="Idempotency-Key")


@router.post("/proposals/{int:pk}/comments", response={201: Posted}, url_name="comment")
def post_comment(request, pk: int, comment: CommentIn, idempotency_key: UUID | None = IdempotencyKey):
    """Post a comment or a reply; a repeat with the same key posts nothing and gets the first answer.

    Where the team lets software ask first, a text that may break a rule is answered by 409 with the code
    `asks_first` and `concern` (heading, reason, words); nothing is kept. Send it again with `asked: true`
    to post it all the same.
    """
    proposal = contribution_or_404(request, pk, kind=Kind.PROPOSAL)
    parent = contribution_or_404(request, comment.parent, root=proposal) if comment.parent else None
    slow_down(request, "post")
    if not comment.asked:
        ask_first(proposal.consultation, comment.body)
    sent = submit_comment(
        by=request.user,
        proposal=proposal,
        parent=parent,
        body=comment.body,
        stance=comment.stance,
        language=comment.language,
        client_id=idempotency_key,
    )
    keep_guest(request, sent.participant)
    posted = sent.contribution
    answer = {
        "id": posted.pk,
        "url": posted.get_absolute_url(),
        "waiting": posted.state != ContributionState.VISIBLE,
        "receipt": sent.receipt,
        "repeated": sent.repeated,
    }
    return Status(201, answer)


@router.post("/contributions/{int:pk}/vote", response=VoteOut, url_name="vote")
def post_vote(request, pk: int, vote: VoteIn, idempotency_key: UUID | None = IdempotencyKey):
    """Cast, change or retract a vote; a repeat with the same key changes nothing."""
    contribution = contribution_or_404(request, pk)
    slow_down(request, "vote", VOTES)
    cast = cast_vote(
        by=request.user, contribution=contribution, choice=vote.choice, request_key=idempotency_key
    )
    keep_guest(request, cast.participant)
    return {
        "choice": "retract" if cast.choice is None else Choice(cast.choice).word,
        "own_vote": cast.standing_word,
        "tally": counts(readable_tally(request.user, contribution)),
        "repeated": cast.repeated,
    }
