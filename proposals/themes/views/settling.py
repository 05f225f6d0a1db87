"""Where two coders differ: both judgements side by side, and what holds."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from consult.errors import Invalid, Refused
from proposals.themes.actions.coding import settle_text
from proposals.themes.coding.judging import is_open
from proposals.themes.coding.standing import disagreements, random_sample
from proposals.themes.coding_forms import SettlementForm
from proposals.themes.enums import CodingRole
from proposals.themes.models import Theme
from proposals.themes.querysets import readable_by_staff

from .access import analysed_or_refused, current_run
from .judging import codebook_of, options_of

PAGE = 30


def _differing(request, slug):
    """(consultation, sample, [Judged]); 404 until everything is judged: before, nobody sees another's."""
    consultation = analysed_or_refused(request, slug)
    run = current_run(consultation)
    sample = run and random_sample(run)
    if sample is None or is_open(sample):
        raise Http404
    return consultation, sample, disagreements(sample)[0]


@require_GET
def list_differences(request, slug):
    """`/themes/SLUG/coding/differences/`: those not settled first."""
    consultation, sample, differing = _differing(request, slug)
    differing.sort(key=lambda each: (each.is_settled, each.text.item.position))
    page = Paginator(differing, PAGE).get_page(request.GET.get("page"))
    names = dict(Theme.objects.filter(codebook=sample.codebook_id).values_list("pk", "name"))
    texts = readable_by_staff(request.user, consultation)
    words = texts.in_bulk([each.text.contribution_id for each in page])
    context = {
        "consultation": consultation,
        "sample": sample,
        "page": page,
        "rows": [(each, words.get(each.text.contribution_id), _sides(each, names)) for each in page],
        "unsettled": sum(not each.is_settled for each in differing),
        "total": len(differing),
        "nav_current": "themes",
    }
    return render(request, "themes/coding/differences.html", context)


def _sides(judged, names):
    """[(coding, names of its themes)]: first, second, and what was settled."""
    return [
        (judged.codings[role], sorted(names[theme] for theme in judged.themes(role)))
        for role in CodingRole
        if role in judged.codings
    ]


@require_http_methods(["GET", "POST"])
def settle(request, slug, pk):
    """`/themes/SLUG/coding/differences/ID/`: both judgements, and the third act."""
    consultation, sample, differing = _differing(request, slug)
    judged = next((each for each in differing if each.text.pk == pk), None)
    if judged is None:
        raise Http404
    themes = codebook_of(sample)
    if request.method == "GET":
        return _page(request, judged, themes, SettlementForm(themes=themes, initial=_initial(judged)))
    form = SettlementForm(request.POST, themes=themes)
    if form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("themes", "none", "reason")}
        try:
            settle_text(by=request.user, text=judged.text, **typed)
        except Invalid as invalid:
            form.add_refusal(invalid)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("coding_differences", slug)
        else:
            return _after(request, slug, differing, judged)
    return _page(request, judged, themes, form, status=422)


def _after(request, slug, differing, judged):
    """The next one that is not settled, or back."""
    left = [each for each in differing if not each.is_settled and each is not judged]
    if left:
        return redirect("settle_text", slug, left[0].text.pk)
    messages.success(request, _("Every difference is settled."))
    return redirect("coding", slug)


def _initial(judged):
    settled = judged.codings.get(CodingRole.SETTLED)
    if settled is None:
        return {"themes": judged.themes(CodingRole.FIRST) & judged.themes(CodingRole.SECOND)}
    given = judged.themes(CodingRole.SETTLED)
    return {"themes": given, "none": not given, "reason": settled.reason}


def _page(request, judged, themes, form, status=200):
    consultation = judged.text.item.sample.consultation
    words = readable_by_staff(request.user, consultation).filter(pk=judged.text.contribution_id)
    names = {theme.pk: theme.name for theme in themes}
    context = {
        "consultation": consultation,
        "judged": judged,
        "words": words.select_related("question", "root").first(),
        "sides": _sides(judged, names),
        "options": options_of(themes),
        "form": form,
        "errors_on_page": status == 422,
        "nav_current": "themes",
    }
    return render(request, "themes/coding/settle.html", context, status=status)
