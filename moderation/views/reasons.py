"""The templates for reasons of one consultation."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from consult.errors import Invalid
from consult.models import Consultation
from consult.rules import check
from moderation.actions.reason_templates import retire_template, write_template
from moderation.models import ReasonTemplate
from moderation.queue_forms import TemplateForm


@never_cache
@require_http_methods(["GET", "POST"])
def templates(request, slug):
    """`/moderation/reasons/SLUG/`: those in use, and a form for another one."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    consultation = get_object_or_404(Consultation.objects.visible_to(request.user), slug=slug)
    check("consult.moderate", request.user, consultation)
    form = TemplateForm(request.POST if request.method == "POST" else None, consultation=consultation)
    if request.method == "POST" and form.is_valid() and _written(request, consultation, form):
        return redirect("reason_templates", slug)
    context = {
        "consultation": consultation,
        "templates": ReasonTemplate.objects.visible_to(request.user)
        .in_use()
        .filter(consultation=consultation)
        .select_related("rule__consultation"),
        "form": form,
        "errors_on_page": form.is_bound,
        "nav_current": "moderation",
    }
    return render(request, "moderation/reasons.html", context, status=422 if form.is_bound else 200)


def _written(request, consultation, form):
    try:
        write_template(by=request.user, consultation=consultation, **form.cleaned_data)
    except Invalid as invalid:
        form.add_refusal(invalid)
        return False
    messages.success(request, _("The template is added."))
    return True


@require_POST
def retire(request, pk):
    """`/moderation/reasons/ID/retire/`."""
    template = get_object_or_404(ReasonTemplate.objects.visible_to(request.user), pk=pk)
    retire_template(by=request.user, template=template)
    messages.success(request, _("The template is not offered any more."))
    return redirect("reason_templates", template.consultation.slug)
