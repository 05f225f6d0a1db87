"""A coder at work: one text at a time, nothing of the software, nothing of the other coder."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from consult.errors import Invalid, Refused
from proposals.themes.actions.coding import code_text
from proposals.themes.coding_forms import JudgementForm
from proposals.themes.enums import SamplePurpose
from proposals.themes.models import Coding, SampledText, Theme
from proposals.themes.querysets import readable_by_staff

from .access import analysed_or_refused, current_run

DIGITS = "1234567890"


@require_GET
def go_on(request, slug):
    """`/themes/SLUG/coding/next/`: the next text; of the chosen ones with `?set=learning`."""
    consultation = analysed_or_refused(request, slug)
    run = current_run(consultation)
    purpose = SamplePurpose.LEARNING if request.GET.get("set") == "learning" else SamplePurpose.ESTIMATE
    texts = SampledText.objects.filter(
        item__sample__codebook__run=run, item__sample__purpose=purpose, item__sample__withdrawn_at=None
    )
    following = texts.wanted_from(request.user).first() if run else None
    if following is None:
        messages.success(request, _("You have coded everything that was yours."))
        return redirect("coding", slug)
    return redirect("code_text", slug, following.pk)


@require_http_methods(["GET", "POST"])
def judge(request, slug, pk):
    """`/themes/SLUG/coding/texts/ID/`: one text and the codebook."""
    consultation = analysed_or_refused(request, slug)
    text = own_text_or_404(request.user, consultation, pk)
    themes = codebook_of(text.item.sample)
    own = Coding.objects.independent().filter(text=text, coder=request.user).first()
    if request.method == "GET":
        return _page(request, text, themes, own, JudgementForm(themes=themes, initial=_initial(own, themes)))
    form = JudgementForm(request.POST, themes=themes)
    if form.is_valid():
        try:
            code_text(by=request.user, text=text, **form.cleaned_data)
        except Invalid as invalid:
            form.add_refusal(invalid)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("coding", slug)
        else:
            return _after(slug, text)
    return _page(request, text, themes, own, form, status=422)


def _after(slug, text):
    following = redirect("code_next", slug)
    if not text.item.sample.is_random:
        following["Location"] += "?set=learning"
    return following


def own_text_or_404(user, consultation, pk):
    texts = SampledText.objects.to_code(user).filter(
        item__sample__codebook__consultation=consultation, item__sample__withdrawn_at=None
    )
    return get_object_or_404(texts.select_related(*TEXT), pk=pk)


TEXT = (
    "contribution__question",
    "contribution__root",
    "item__sample__codebook__run",
    "item__sample__codebook__consultation",
)


def codebook_of(sample):
    """The confirmed themes in the order of their names, so that their place says nothing of their size."""
    return sorted(
        Theme.objects.confirmed().filter(codebook=sample.codebook_id), key=lambda theme: theme.name.casefold()
    )


def _initial(own, themes):
    initial = {"seen": {theme.pk: theme.definition_version for theme in themes}}
    if own is not None:
        given = [each.theme_id for each in own.judgements.all() if each.given]
        initial |= {"themes": given, "none": not given, "stance": own.stance}
        initial |= {"suggestion": own.suggestion, "note": own.note}
    return initial


def options_of(themes, own=None):
    """[(key, theme, whether what it means changed since this person judged by it)]."""
    judged = {each.theme_id: each.definition_version for each in own.judgements.all()} if own else {}
    keys = [*DIGITS, *[""] * len(themes)]
    return [
        (key, theme, own is not None and judged.get(theme.pk, 0) < theme.definition_version)
        for key, theme in zip(keys, themes, strict=False)
    ]


def _page(request, text, themes, own, form, status=200):
    sample = text.item.sample
    mine = SampledText.objects.of(sample).readable().to_code(request.user)
    order = list(mine.values_list("pk", flat=True))
    place = order.index(text.pk) if text.pk in order else 0
    left = mine.wanted_from(request.user).count()
    words = readable_by_staff(request.user, sample.consultation).filter(pk=text.contribution_id).first()
    context = {
        "consultation": sample.consultation,
        "sample": sample,
        "text": text,
        "words": words,
        "form": form,
        "options": options_of(themes, own),
        "again": own is not None and not Coding.objects.up_to_date().filter(pk=own.pk).exists(),
        "done": len(order) - left,
        "of": len(order),
        "percent": 100 * (len(order) - left) // len(order) if order else 100,
        "number": place + 1,
        "previous": order[place - 1] if place else None,
        "errors_on_page": status == 422,
        "nav_current": "themes",
    }
    return render(request, "themes/coding/text.html", context, status=status)
