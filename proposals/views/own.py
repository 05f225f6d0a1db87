"""One's own words: change them, take them back, see what became of them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult.accounts.guests import forget_guest, unclaimed_participations
from consult.errors import Invalid
from consult.models import Notice
from consult.rules import check
from proposals.actions.edits import edit_contribution, withdraw_contribution
from proposals.forms import EditForm, ReceiptForm
from proposals.lifelines import stations_of
from proposals.models import Contribution, Participant, Submission, Vote

from .visitors import asks_first, forget_receipt

MOST = 100


def _own_or_404(request, pk):
    mine = Contribution.objects.own(request.user).visible_to(request.user)
    return get_object_or_404(mine.select_related("consultation").with_author(), pk=pk)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """`/contributions/ID/edit/`: a new version of one's own text."""
    contribution = _own_or_404(request, pk)
    check("proposals.edit", request.user, contribution)
    latest = contribution.revisions.last()
    initial = {"title": latest.title, "body": latest.body, "based_on": latest.number}
    form = EditForm(request.POST or None, kind=contribution.kind, initial=initial)
    if request.method == "POST" and form.is_valid() and _edited(request, contribution, form):
        return redirect(contribution)
    context = {
        "contribution": contribution,
        "form": form,
        "consultation": contribution.consultation,
        "rules": contribution.consultation.house_rules.in_use(),
        "amends": contribution.kind == "proposal" and contribution.votes.standing().exists(),
        "errors_on_page": form.is_bound,
        "nav_current": "mine",
    }
    return render(request, "proposals/edit.html", context, status=422 if form.is_bound else 200)


def _edited(request, contribution, form):
    typed = form.cleaned_data
    if asks_first(form, contribution.consultation, title=typed.get("title", ""), body=typed["body"]):
        return False
    try:
        edit_contribution(
            by=request.user,
            contribution=contribution,
            body=typed["body"],
            title=typed.get("title", ""),
            based_on=typed["based_on"],
        )
    except Invalid as invalid:
        form.add_refusal(invalid)
        return False
    messages.success(request, _("Your change is saved."))
    return True


@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    """`/contributions/ID/withdraw/`: asks first, then takes the text back."""
    contribution = _own_or_404(request, pk)
    check("proposals.withdraw", request.user, contribution)
    if request.method == "POST":
        withdraw_contribution(by=request.user, contribution=contribution)
        messages.success(request, _("Your text is taken back. Nobody else can read it now."))
        return redirect("mine")
    context = {"contribution": contribution, "nav_current": "mine"}
    return render(request, "proposals/withdraw.html", context)


@require_GET
def mine(request):
    """`/me/contributions/`: everything one sent, and what became of it."""
    submissions = list(
        Submission.objects.visible_to(request.user).with_line().order_by("-received_at", "-id")[:MOST]
    )
    context = {
        "entries": entries_of(submissions, request.user),
        "notices": Notice.objects.visible_to(request.user)[:10],
        "form": ReceiptForm(auto_id="%s"),
        "unclaimed": _unclaimed(request),
        "nav_current": "mine",
    }
    return render(request, "proposals/mine.html", context)


def _unclaimed(request):
    """How many things were sent from this device before its reader signed in, votes among them."""
    known = unclaimed_participations(request).values() if request.user.is_authenticated else ()
    if not known:
        return 0
    people = Participant.objects.free().filter(pk__in=known).values("pk")
    votes = Vote.objects.standing().filter(participant__in=people)
    return Submission.objects.filter(participant__in=people).count() + votes.count()


def entries_of(submissions, user):
    """[{submission, contributions, stations}] for pages that tell people what became of their words."""
    lines = stations_of(submissions, user)
    return [{"submission": s, "texts": own_texts(s), "stations": lines[s.pk]} for s in submissions]


def own_texts(submission):
    """[(contribution, the words as their author wrote them last)]."""
    return [(c, _latest_words(c)) for c in submission.contributions.all()]


def _latest_words(contribution):
    latest = max(contribution.revisions.all(), key=lambda revision: revision.number, default=None)
    return (latest.title or latest.body) if latest else ""


@require_POST
def forget(request):
    """`/me/forget/`: this device forgets the guest; what they sent stays, with its receipt."""
    forget_guest(request)
    forget_receipt(request)
    messages.success(request, _("This device no longer knows what you sent. Your receipts still work."))
    return redirect("mine")
