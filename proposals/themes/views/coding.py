"""The coding of a run: its sample, how far it has come, what it says."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from consult.enums import Role
from consult.errors import Invalid, Refused
from consult.templatetags.design import count
from proposals.themes.actions.coding import (
    draw_sample,
    enlarge_sample,
    queue_learning,
    request_estimates,
    withdraw_sample,
)
from proposals.themes.coding.frame import submissions_to_draw
from proposals.themes.coding.judging import is_open
from proposals.themes.coding.sampling import HALF_WIDTHS, double_for, size_for
from proposals.themes.coding.standing import (
    disagreements,
    estimates_of,
    progress_of,
    random_sample,
    suggestions_of,
)
from proposals.themes.coding_forms import SampleForm
from proposals.themes.enums import Place, SamplePurpose, UndertakingKind
from proposals.themes.models import CodingSample, Theme, ThemeReport

from .access import analysed_or_refused, current_run
from .coding_figures import agreement_rows, estimate_rows
from .undertakings import begin, undertaking_of

USUAL = HALF_WIDTHS[1]


@require_GET
def show_coding(request, slug):
    """`/themes/SLUG/coding/`."""
    consultation = analysed_or_refused(request, slug)
    return coding_page(request, consultation, current_run(consultation))


def coding_page(request, consultation, run, form=None, status=200):
    sample = run and random_sample(run)
    context = {
        "consultation": consultation,
        "run": run,
        "sample": sample,
        "form": form,
        "undertaking": undertaking_of(consultation, UndertakingKind.CARRYING),
        "errors_on_page": status == 422,
        "frozen": bool(run) and ThemeReport.objects.holding().filter(run=run).exists(),
        "themes": Theme.objects.of_run(run).confirmed().count() if run else 0,
        "nav_current": "themes",
    }
    if run and sample:
        context |= _standing(request.user, run, sample)
    elif run:
        context["form"] = form or _draw_form(run)
    if run:
        context["learning"] = _learning(request.user, run)
    return render(request, "themes/coding/coding.html", context, status=status)


def _draw_form(run, data=None):
    population = len(submissions_to_draw(run))
    people = run.consultation.memberships.current().filter(role=Role.ANALYST).select_related("user")
    coders = [(each.user_id, each.user.display_name or each.user.email) for each in people]
    initial = {"half_width": USUAL, "first": coders[0][0] if coders else None}
    if len(coders) > 1:
        initial["second"] = coders[1][0]
    sizes = [(half, _size_in_words(half, population)) for half in HALF_WIDTHS]
    return SampleForm(data, sizes=sizes, coders=coders, initial=initial)


def _size_in_words(half_width, population):
    size = size_for(half_width, population)
    words = {
        "points": f"{half_width / 100:g}",
        "n": count(size),
        "all": count(population),
        "double": count(double_for(size)),
    }
    return _("± %(points)s points: %(n)s of %(all)s submissions, %(double)s of them by both coders") % words


def _standing(user, run, sample):
    """What there is to know of a sample; of judgements nothing while one is still wanted."""
    waiting = is_open(sample)
    estimates, stale = estimates_of(run)
    differing, unsettled = disagreements(sample)
    progress = progress_of(sample)
    mine = next(((done, of) for coder, done, of in progress if coder == user), None)
    context = {
        "open": waiting,
        "progress": [(coder, done, of, 100 * done // of if of else 100) for coder, done, of in progress],
        "left": mine[1] - mine[0] if mine else None,
        "differing": len(differing),
        "unsettled": unsettled,
        "in_use": sample.items.filter(texts__codings__isnull=False).exists(),
    }
    if not waiting:
        context |= {
            "more": _more(sample),
            "waiting_unsure": run.ledger.filter(place=Place.UNSURE).count(),
            "suggestions": suggestions_of(run),
            "estimates": estimates,
            "stale": stale,
            "estimate_rows": estimate_rows(run, estimates),
            "agreement_rows": agreement_rows(run, estimates),
        }
    return context


def _more(sample):
    """[(half-width, words)] of draws that are larger than what was drawn."""
    sizes = [(half, size_for(half, sample.population)) for half in HALF_WIDTHS]
    return [(half, _size_in_words(half, sample.population)) for half, size in sizes if size > sample.size]


def _learning(user, run):
    """The newest set of this person's that was chosen to learn from, with how much of it is left."""
    samples = CodingSample.objects.filter(
        codebook__run=run, purpose=SamplePurpose.LEARNING, first=user, withdrawn_at=None
    )
    sample = samples.select_related("first", "second").first()
    if sample is None:
        return None
    ((_coder, done, of),) = progress_of(sample)
    return {"sample": sample, "done": done, "of": of, "left": of - done}


@require_POST
def draw(request, slug):
    """`/themes/SLUG/coding/draw/`: draw the random sample."""
    consultation = analysed_or_refused(request, slug)
    run = current_run(consultation)
    if run is None:
        return redirect("coding", slug)
    form = _draw_form(run, request.POST)
    if form.is_valid():
        try:
            sample = draw_sample(by=request.user, run=run, **_with_people(run, form.cleaned_data))
        except Invalid as invalid:
            form.add_refusal(invalid)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("coding", slug)
        else:
            said = ngettext("%(n)s submission is drawn.", "%(n)s submissions are drawn.", sample.size) % {
                "n": count(sample.size)
            }
            messages.success(request, said)
            return redirect("coding", slug)
    return coding_page(request, consultation, run, form, status=422)


def _with_people(run, typed):
    people = {
        each.user_id: each.user for each in run.consultation.memberships.current().select_related("user")
    }
    return {**typed, "first": people[typed["first"]], "second": people.get(typed["second"])}


def _act(request, slug, act, said):
    """Do something to the run's coding and say so, or why not."""
    consultation = analysed_or_refused(request, slug)
    run = current_run(consultation)
    if run is not None:
        try:
            act(run)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, said)
    return redirect("coding", slug)


@require_POST
def withdraw(request, slug):
    """`/themes/SLUG/coding/withdraw/`: take back a sample in which nobody has coded."""

    def act(run):
        sample = random_sample(run)
        if sample is not None:
            withdraw_sample(by=request.user, sample=sample)

    return _act(request, slug, act, _("The sample is withdrawn. Draw another one."))


@require_POST
def enlarge(request, slug):
    """`/themes/SLUG/coding/enlarge/`: draw on until the shares are as exact as asked for."""

    def act(run):
        sample = random_sample(run)
        typed = request.POST.get("half_width", "")
        if sample is None or typed not in map(str, HALF_WIDTHS):
            raise Refused("no_size", _("Choose how exact the shares shall be."), 422)
        try:
            enlarge_sample(by=request.user, sample=sample, half_width=int(typed))
        except Invalid as invalid:
            raise Refused("no_more", " ".join(invalid.fields["half_width"]), 422) from None

    return _act(request, slug, act, _("More is drawn. The new texts wait to be coded."))


@require_POST
def carry(request, slug):
    """`/themes/SLUG/coding/carry/`: let software place what fits no theme by what people coded."""
    consultation = analysed_or_refused(request, slug)
    run = current_run(consultation)
    if run is not None:
        try:
            return begin(request, consultation, UndertakingKind.CARRYING, run=run)
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect("coding", slug)


@require_POST
def choose(request, slug):
    """`/themes/SLUG/coding/learning/`: a set of texts from which the software learns most."""
    return _act(
        request, slug, lambda run: queue_learning(by=request.user, run=run), _("The texts are chosen.")
    )


@require_POST
def estimate(request, slug):
    """`/themes/SLUG/coding/estimates/`: make the estimates anew."""
    said = _("The estimates are being made. Look again in a moment.")
    return _act(request, slug, lambda run: request_estimates(by=request.user, run=run), said)
