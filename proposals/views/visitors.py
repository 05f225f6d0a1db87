"""What every page that takes something asks of a request: who, how often, and keeping guests in mind."""

from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from consult import receipts
from consult.accounts.guests import remember_participation
from consult.limits import address_of, allow
from consult.models import Consultation
from consult.rules import seen
from proposals.enums import ContributionState
from proposals.models import Contribution
from proposals.signals import text_offered

POSTS, VOTES = (20, 300), (120, 300)
BURSTS = {"post": (10, 30)}  # nobody writes ten texts in half a minute
RECEIPT = "receipt"


def consultation_or_404(request, slug):
    consultation = get_object_or_404(Consultation.objects.visible_to(request.user), slug=slug)
    seen(request.user, consultation)
    return consultation


def contribution_or_404(request, pk, among=None, **filters):
    """A text this visitor may read, with what its page shows beside it: the thread it stands in, too."""
    among = Contribution.objects.all() if among is None else among
    rows = (
        among.visible_to(request.user).filter(**filters).select_related("consultation", "root").with_author()
    )
    contribution = get_object_or_404(rows, pk=pk)
    seen(request.user, contribution, contribution.consultation)
    if contribution.root_id:  # asked apart: both at once cost every proposal twice the building of the query
        get_object_or_404(Contribution.objects.visible_to(request.user).only("pk"), pk=contribution.root_id)
        contribution.root.consultation = contribution.consultation
        seen(request.user, contribution.root)
    return contribution


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


def asks_first(form, consultation, *texts):
    """Put on the form, once, what a floor above wants to ask before this is posted; False: post it."""
    if form.cleaned_data.get("asked"):
        return False
    text = "\n".join(filter(None, texts))
    answers = text_offered.send(Contribution, consultation=consultation, text=text)
    form.concern = next((concern for _receiver, concern in answers if concern), None)
    return form.concern is not None


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
