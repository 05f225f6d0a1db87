"""What every page that takes something asks of a request: who, how often, and keeping guests in mind."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy

from consult import receipts
from consult.accounts.guests import remember_participation
from consult.compiled import compiled
from consult.errors import Refused
from consult.limits import address_of, allow
from consult.models import Consultation
from consult.rules import seen
from proposals.enums import ContributionState, Kind
from proposals.models import Contribution, Participant
from proposals.rules import met
from proposals.signals import text_offered

GONE = gettext_lazy("Whoever wrote this took it back. Votes and replies are still counted.")
POSTS, VOTES = (20, 300), (120, 300)
BURSTS = {"post": (10, 30)}  # nobody writes ten texts in half a minute
RECEIPT = "receipt"


def consultation_or_404(request, slug):
    consultation = get_object_or_404(Consultation.objects.visible_to(request.user), slug=slug)
    seen(request.user, consultation)
    return consultation


def contribution_or_404(request, pk, *, kind=None, root=None, own_vote=False, seq=False):
    """A text this visitor may read, with what its page shows beside it: the thread it stands in, too.

    `own_vote` annotates the visitor's vote, `seq` the last number of the thread; `root` was read before.
    """
    found = _readable(user=request.user, pk=pk, kind=kind, own_vote=own_vote, seq=seq)
    if not found:
        raise missing(request.user, pk)
    if root and found[0].root_id != root.pk:
        raise Http404
    contribution = found[0]
    if root:
        contribution.root, contribution.consultation = root, root.consultation
    elif contribution.root_id:
        _join_root(request.user, contribution)
    seen(request.user, contribution, contribution.consultation)
    return contribution


def missing(user, pk):
    """What to raise for a text that is not shown: 410 where its author took it back, 404 for all else.

    Its place in lists and threads was public. What a moderator hid has a page of its own that says why.
    """
    taken_back = [ContributionState.WITHDRAWN, ContributionState.ERASED]
    rows = Contribution.objects.filter(pk=pk, state__in=taken_back).exclude(kind=Kind.ANSWER)
    visible = Consultation.objects.visible_to(user)
    gone = rows.filter(consultation__in=visible.values("pk")).select_related("consultation").first()
    if gone is None:
        return Http404()
    way_on = gone.consultation.get_absolute_url(), gone.consultation.title
    return Refused("gone", GONE, status=410, way_on=way_on)


def row_or_missing(request, rows, pk):
    """One of these rows, or what the page of a text that is not shown answers."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise missing(request.user, pk)
    return row


def _join_root(user, contribution):
    """Asked apart: both at once would cost every proposal twice the query."""
    roots = _readable(user=user, pk=contribution.root_id, kind=None, own_vote=False, seq=False)
    if not roots:
        raise missing(user, contribution.root_id)
    contribution.root = roots[0]
    contribution.root.consultation = contribution.consultation
    seen(user, contribution.root)


@compiled
def _readable(user, pk, kind, own_vote, seq):
    rows = Contribution.objects.visible_to(user).filter(pk=pk).select_related("consultation").with_author()
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.with_own_vote(user) if own_vote else rows
    return rows.with_thread_seq() if seq else rows


def meet_participant(request, consultation):
    """Ask once whom this visitor stands for here, for the rules and the act that follow in this request."""
    known = _participants(user=request.user, consultation=consultation.pk)
    met(request.user, consultation, known[0] if known else None)


@compiled
def _participants(user, consultation):
    return Participant.objects.of(user).filter(consultation=consultation)


def own_version(contribution):
    """What its author wrote last, for texts that only they can read now; None while all can read it."""
    if contribution.state == ContributionState.VISIBLE:
        return None
    return contribution.revisions.last()


def slow_down(request, what, limit=POSTS):
    """Count an act of this visitor: an account by its id, a guest by the address they come from."""
    who = request.user.pk if request.user.is_authenticated else address_of(request)
    allow(f"{what}:{who}", *limit)
    if what in BURSTS:
        allow(f"{what}:{who}", *BURSTS[what])


def asks_first(form, consultation, *, public=True, **texts):
    """Put on the form, once, what a floor above wants to ask before this is posted; False: post it.

    `texts` are those of its fields, by name; `public` says whether everybody could read them.
    """
    if form.cleaned_data.get("asked"):
        return False
    found = {name: concern_of(consultation, text, public=public) for name, text in texts.items() if text}
    form.concerns = [(form[name], concern) for name, concern in found.items() if concern]
    return bool(form.concerns)


def concern_of(consultation, text, *, public=True):
    """What a floor above wants to ask about a text that is about to be posted, or None."""
    answers = text_offered.send(Contribution, consultation=consultation, text=text, public=public)
    return next((concern for _receiver, concern in answers if concern), None)


def keep_guest(request, participant):
    """A guest's first act puts the participant into their session."""
    if not request.user.is_authenticated:
        remember_participation(request, participant.consultation_id, participant.pk)


def next_url(request, fallback):
    """Where to go after a post: the page named in the form, when it is one of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return fallback


def keep_receipt(request, sent):
    """The receipt is shown once, on the next page; only its digest is stored with the submission."""
    request.session[RECEIPT] = {"code": sent.receipt, "submission": sent.submission.pk}


def take_receipt(request, submission_id):
    """The receipt of what this browser sent last, told once and then forgotten; "" for anything else."""
    kept = request.session.get(RECEIPT) or {}
    if kept.get("submission") != submission_id:
        return ""
    forget_receipt(request)
    return receipts.grouped(kept["code"])


def forget_receipt(request):
    request.session.pop(RECEIPT, None)
