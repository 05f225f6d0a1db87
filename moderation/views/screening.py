"""What software may do in a consultation, what it was taught, and how often it is right."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from consult.errors import Invalid
from consult.rules import allowed, check
from moderation.actions.screening import set_policy
from moderation.actions.training import ask_for_training, learnable
from moderation.screening.linear import ENOUGH
from moderation.screening_forms import ScreeningForm
from proposals.views.visitors import consultation_or_404

VERSIONS = 10


@never_cache
@require_http_methods(["GET", "POST"])
def screening(request, slug):
    """`/consultations/SLUG/moderation/screening/`: owners set it, moderators read it."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    consultation = consultation_or_404(request, slug)
    check("moderation.see_screening", request.user, consultation)
    form = ScreeningForm(_posted(request), consultation=consultation)
    may_set = allowed("moderation.set_screening", request.user, consultation)
    if not may_set:
        form.only_read()
    if request.method == "POST" and form.is_valid() and _saved(request, consultation, form):
        return redirect("screening", slug)
    models = consultation.screening_models.defer("weights").order_by("-version")[:VERSIONS]
    context = {
        "consultation": consultation,
        "form": form,
        "may_set": may_set,
        "models": models,
        "decisions": learnable(consultation.pk).count(),
        "enough": ENOUGH,
        "errors_on_page": form.is_bound,
        "nav_current": "moderation",
    }
    return render(request, "moderation/screening.html", context, status=422 if form.is_bound else 200)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _saved(request, consultation, form):
    try:
        set_policy(by=request.user, consultation=consultation, **form.typed())
    except Invalid as invalid:
        form.add_refusal(invalid)
        return False
    messages.success(request, _("Saved. The change is in the log."))
    return True


@require_POST
def train(request, slug):
    """`/consultations/SLUG/moderation/screening/train/`: teach it anew, in the background."""
    consultation = consultation_or_404(request, slug)
    ask_for_training(by=request.user, consultation=consultation)
    messages.success(request, _("Training has begun. A new version appears here in a minute or two."))
    return redirect("screening", slug)
