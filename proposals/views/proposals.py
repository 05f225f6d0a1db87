"""The list of proposals, one proposal with its thread, and making one."""

from dataclasses import dataclass, replace
from functools import partial

from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from consult.compiled import compiled
from consult.enums import Act
from consult.errors import Invalid
from consult.rules import allowed, check, refusal
from consult.searching import MOST_SIGNS, words_of
from proposals.actions.contributions import submit_proposal
from proposals.audit import votes_verify
from proposals.enums import Kind
from proposals.forms import CommentForm, ProposalForm
from proposals.live.rendering import draw_comments
from proposals.models import Contribution, Proposal, Revision, Topic
from proposals.paging import (
    PROPOSAL_ORDERS,
    THREAD_ORDERS,
    new_seed,
    orders_offered,
    proposals_page,
    seed_from,
)
from proposals.rules import results_are_open
from proposals.threads import thread_page

from .drafts import drafted
from .tallies import readable_tallies, readable_tally
from .visitors import (
    asks_first,
    consultation_or_404,
    contribution_or_404,
    keep_guest,
    keep_receipt,
    own_version,
    slow_down,
)

PAGE = 20
MOST_WAITING = 20
SEED_COOKIE, SEED_AGE = "order", 60 * 60 * 24 * 30


@require_GET
def list_proposals(request, slug):
    """`…/proposals/`: shuffled for each reader, or in another of the orders on offer."""
    consultation = consultation_or_404(request, slug)
    order = request.GET.get("order")
    order = order if order in _orders(consultation) else "shuffled"
    seed = seed_from(request.GET.get("seed")) or seed_from(request.COOKIES.get(SEED_COOKIE)) or new_seed()
    narrowed = Narrowed.by(request.GET)
    page = proposals_page(
        SimpleLazyObject(partial(narrowed.listed, request.user, consultation)),
        order=order,
        seed=seed,
        after=request.GET.get("after", ""),
        size=PAGE,
        version=narrowed.version(consultation),
        rows_of=None if narrowed else rows_for(request.user, consultation),
    )
    context = _list_context(request, consultation, page, order, seed, narrowed)
    response = render(request, "proposals/list.html", context)
    response.set_cookie(SEED_COOKIE, seed, max_age=SEED_AGE, samesite="Lax", httponly=True)
    return response


@dataclass(frozen=True)
class Narrowed:
    """What a reader wants to see of a list: those that hold words, those they have not voted on."""

    query: str = ""
    unvoted: bool = False

    def __bool__(self):
        return bool(self.query or self.unvoted)

    @classmethod
    def by(cls, asked):
        return cls(asked.get("q", "").strip()[:MOST_SIGNS], asked.get("show") == "unvoted")

    def listed(self, user, consultation):
        shown = proposals_shown_to(user, consultation)
        if self.query:
            shown = shown.matching(words_of(self.query))
        if self.unvoted:
            shown = shown.without_own_vote(user)
        return shown.with_author().with_own_vote(user)

    def version(self, consultation):
        """Under which the ids of the list are kept for all readers; empty for what is one reader's own."""
        if self.unvoted:
            return ""
        words = ":".join(["", "words", *words_of(self.query)]) if self.query else ""
        return list_version(consultation) + words

    def address(self, **more):
        kept = {"q": self.query, "show": "unvoted" if self.unvoted else "", **more}
        return "?" + urlencode({name: value for name, value in kept.items() if value})


def proposals_shown_to(user, consultation):
    """The list of proposals as this reader may see it."""
    return Proposal.objects.visible_to(user).shown().filter(consultation=consultation)


def rows_for(user, consultation):
    """A function of ids that gives {id: proposal} of the whole list for this reader, with own votes."""

    def rows_of(ids):
        asked = _rows(user=user, consultation=consultation.pk, ids=ids) if ids else []
        return {row.pk: row for row in asked}

    return rows_of


@compiled
def _rows(*, user, consultation, ids):
    return proposals_shown_to(user, consultation).with_author().with_own_vote(user).filter(pk__in=ids)


def list_version(consultation):
    """Changes with everything that happens in the consultation, so kept orders know when they are old."""
    topic = Topic.objects.filter(name=f"consultation:{consultation.pk}").first()
    return f"{consultation.pk}:{topic.last_seq if topic else 0}"


def _orders(consultation):
    return orders_offered(PROPOSAL_ORDERS, results_open=results_are_open(consultation))


def _list_context(request, consultation, page, order, seed, narrowed):
    tallies = readable_tallies(request.user, page.rows)
    for proposal in page.rows:
        proposal.readable_tally = tallies.get(proposal.pk)
    may_vote = consultation.phase_allowing(Act.VOTE) is not None or consultation.in_rehearsal
    everything, unvoted = replace(narrowed, unvoted=False), replace(narrowed, unvoted=True)
    return {
        "consultation": consultation,
        "page": page,
        "seed": seed if order == "shuffled" else None,
        "query": narrowed.query,
        "unvoted": narrowed.unvoted,
        "shown": [
            (_("All"), everything.address(order=order), not narrowed.unvoted),
            (_("Not voted on yet"), unvoted.address(order=order), narrowed.unvoted),
        ]
        if may_vote
        else [],
        "orders": [
            (name, narrowed.address(order=key), key == order) for key, name in _orders(consultation).items()
        ],
        "next_url": narrowed.address(order=order, seed=seed, after=page.after) if page.after else "",
        "may_propose": allowed("proposals.propose", request.user, consultation),
        "may_vote": may_vote,
        "nav_current": "consultations",
    }


@require_http_methods(["GET", "POST"])
def propose(request, slug):
    """`…/proposals/new/`: write a proposal."""
    consultation = consultation_or_404(request, slug)
    check("proposals.propose", request.user, consultation)
    written = drafted(request.user, title=f"proposal-title:{slug}", body=f"proposal:{slug}")
    written["language"] = request.LANGUAGE_CODE
    form = ProposalForm(request.POST or None, consultation=consultation, initial=written)
    if request.method == "POST" and form.is_valid():
        slow_down(request, "post")
        response = _sent(request, consultation, form)
        if response:
            return response
    context = {
        "consultation": consultation,
        "form": form,
        "rules": consultation.house_rules.in_use(),
        "errors_on_page": form.is_bound,
        "nav_current": "consultations",
    }
    return render(request, "proposals/propose.html", context, status=422 if form.is_bound else 200)


def _sent(request, consultation, form):
    """The way to the receipt; None when the form comes back with faults or a question."""
    typed = form.cleaned_data
    if asks_first(form, consultation, title=typed["title"], body=typed["body"]):
        return None
    try:
        sent = submit_proposal(
            by=request.user,
            consultation=consultation,
            title=typed["title"],
            body=typed["body"],
            language=typed["language"],
            client_id=typed["client_id"],
        )
    except Invalid as invalid:
        form.add_refusal(invalid)
        return None
    keep_guest(request, sent.participant)
    keep_receipt(request, sent)
    return redirect("sent", sent.submission.pk)


@require_GET
def show_proposal(request, pk):
    """`/proposals/ID/`: the proposal, the vote and the thread."""
    proposal = proposal_or_404(request, pk)
    context = proposal_context(request, proposal, request.GET.get("order"), request.GET.get("after", ""))
    return render(request, "proposals/proposal.html", context)


def proposal_or_404(request, pk):
    """A proposal with the visitor's vote and the last number of its thread."""
    return contribution_or_404(request, pk, kind=Kind.PROPOSAL, own_vote=True, seq=True)


def proposal_context(request, proposal, order="", after="", form=None):
    """What the proposal page shows; `form` is a comment form that came back with faults."""
    orders = orders_offered(THREAD_ORDERS, results_open=results_are_open(proposal.consultation))
    order = order if order in orders else "unanswered"
    branches, next_key = thread_page(proposal, order=order, after=after)
    draw_comments([each for branch in branches for each in (branch.top, *branch.replies)], get_language())
    refused = refusal("proposals.comment", request.user, proposal)
    written = {"language": request.LANGUAGE_CODE}
    return {
        "proposal": proposal,
        "consultation": proposal.consultation,
        "branches": branches,
        "orders": [(name, f"?order={key}#comments", key == order) for key, name in orders.items()],
        "next_url": f"?order={order}&after={next_key}#comments" if next_key else "",
        "first_page": not after,
        "form": form or CommentForm(consultation=proposal.consultation, initial=written),
        "comment_refused": refused,
        "own_version": own_version(proposal),
        "own_waiting": _own_waiting(request.user, proposal),
        "rules": proposal.consultation.house_rules.in_use(),
        "thread_seq": proposal.seq or 0,
        "may_edit": allowed("proposals.edit", request.user, proposal),
        "nav_current": "consultations",
        **vote_context(request, proposal, proposal.own_word),
    }


def vote_context(request, contribution, own_vote):
    """What the vote panel shows this visitor; the number of voters is a result, too."""
    tally = readable_tally(request.user, contribution)
    phase = contribution.consultation.phase_allowing(Act.VOTE)
    closed = phase is None and not contribution.consultation.in_rehearsal
    return {
        "own_vote": own_vote,
        "tally": tally,
        "voters": tally.total if tally else None,
        "vote_until": phase.closes_at if phase else None,
        "vote_closed": closed,
        "votes_verify": votes_verify(contribution) if closed else None,
    }


def _own_waiting(user, proposal):
    """The last versions of one's own comments that others do not see yet."""
    mine = Contribution.objects.own(user).filter(root=proposal, state__in=["pending", "held"])
    versions = Revision.objects.filter(contribution__in=mine).order_by("contribution", "number")
    return list({version.contribution_id: version for version in versions}.values())[:MOST_WAITING]
