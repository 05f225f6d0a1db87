"""The room in which a report is made public: what is missing, who froze it, who signs, who publishes."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from consult.errors import Invalid, Refused
from consult.rules import check, refusal
from proposals.themes.actions import publish_report, return_report, sign_report
from proposals.themes.actions.reports import missing_for_report, newest_done
from proposals.themes.enums import ReportState, UndertakingKind
from proposals.themes.models import ThemeReport
from proposals.themes.report_forms import FreezeForm, ReturnForm
from proposals.themes.reports import gate
from proposals.themes.reports.findings import findings

from .access import consultation_or_404
from .report_context import report_context
from .undertakings import begin, undertaking_of

FRAME = dict.fromkeys(("scale", "limits", "contact", "early", "minority", "summary"), "frame")
WHERE = {**FRAME, "freeze": "closing", "details": "details", "themes": "workbench", "contrasts": "workbench"}


def _releasing(request, slug):
    """A consultation whose report this person helps to release."""
    consultation = consultation_or_404(request, slug)
    check("themes.release", request.user, consultation)
    return consultation


def _editions(consultation):
    rows = ThemeReport.objects.filter(consultation=consultation)
    return rows.select_related("consultation", "frozen_by", "published_by").defer("bundle", "inputs")


def _under_way(consultation):
    return _editions(consultation).under_way().first()


@require_GET
def show_release(request, slug):
    """`/themes/SLUG/report/`: every line of the gate, and the step that comes next."""
    return release_page(request, _releasing(request, slug))


def release_page(request, consultation, *, asked=(), forms=None, status=200):
    """The room; `asked` is what was missing when somebody pressed a button."""
    run = newest_done(consultation)
    report = _under_way(consultation)
    of = report.run if report else run
    lines = gate.ask(consultation, of) if of else []
    context = {
        "consultation": consultation,
        "report": report,
        "editions": list(_editions(consultation).published()),
        "lines": [(line, _where(line.code, consultation)) for line in lines],
        "open_lines": sum(not line.passed for line in lines),
        "asked": asked,
        "undertaking": undertaking_of(consultation, UndertakingKind.FINDINGS),
        "acts": _acts(request.user, consultation, report),
        "forms": forms or {"freeze": FreezeForm(), "return": ReturnForm()},
        "sign_offs": list(report.sign_offs.select_related("user")) if report else [],
        "missing": missing_for_report(consultation, run, lines if of == run else None),
        "errors_on_page": status == 422,
        "nav_current": "themes",
    }
    return render(request, "themes/release.html", context, status=status)


def _where(code, consultation):
    """The page on which what a line asks for is written, or nothing."""
    name = WHERE.get(code)
    return reverse(name, args=[consultation.slug]) if name else ""


def _acts(user, consultation, report):
    """{act: None when this person may do it, else why not} of the acts the state of the report asks for."""
    state = report.state if report else ReportState.RETURNED
    wanted = {
        ReportState.RETURNED: {"freeze": "themes.freeze"},
        ReportState.FROZEN: {"sign": "themes.sign", "return": "themes.return"},
        ReportState.SIGNED: {"publish": "themes.publish", "return": "themes.return"},
    }[ReportState(state)]
    return {act: _why_not(user, permission, report or consultation) for act, permission in wanted.items()}


def _why_not(user, permission, subject):
    refused = refusal(permission, user, subject)
    return {"allowed": refused is None, "reason": str(refused) if refused else ""}


@require_GET
def show_preview(request, slug):
    """`/themes/SLUG/report/preview/`: the edition under way as readers will get it."""
    consultation = _releasing(request, slug)
    report = ThemeReport.objects.under_way().filter(consultation=consultation).first()
    if report is None:
        raise Http404
    return render(request, "themes/report.html", report_context(findings(report, request.user)))


@require_POST
def freeze(request, slug):
    """`/themes/SLUG/report/freeze/`: freeze the findings, or say everything that is missing."""
    consultation = _releasing(request, slug)
    form = FreezeForm(request.POST)
    if not form.is_valid():
        return _again(request, consultation, "freeze", form)
    try:
        return begin(request, consultation, UndertakingKind.FINDINGS, **form.cleaned_data)
    except Invalid as invalid:
        asked = invalid.fields.pop("", [])
        form.add_refusal(invalid)
        return _again(request, consultation, "freeze", form, asked)
    except Refused as refused:
        return _again(request, consultation, "freeze", form, [str(refused)])


def _again(request, consultation, name, form, asked=()):
    forms = {"freeze": FreezeForm(), "return": ReturnForm(), name: form}
    return release_page(request, consultation, asked=asked, forms=forms, status=422)


@require_POST
def sign(request, slug):
    """`/themes/SLUG/report/sign/`: the second person's name under the findings."""
    return _step(request, slug, sign_report, _("You signed the findings. They can be published now."))


@require_POST
def publish(request, slug):
    """`/themes/SLUG/report/publish/`: to the public."""
    done = _("The report is published. Its themes can be answered now.")
    return _step(request, slug, publish_report, done, then="report")


def _step(request, slug, act, done, then="release"):
    """One step of the edition under way."""
    consultation = _releasing(request, slug)
    report = _under_way(consultation)
    if report is None:
        return release_page(request, consultation, asked=[_("No findings are frozen yet.")], status=422)
    try:
        act(by=request.user, report=report)
    except Invalid as invalid:
        return release_page(request, consultation, asked=invalid.fields.get("", []), status=422)
    except Refused as refused:
        return release_page(request, consultation, asked=[str(refused)], status=422)
    messages.success(request, done)
    return redirect(then, slug)


@require_POST
def give_back(request, slug):
    """`/themes/SLUG/report/return/`: the findings go back to the analysts, with a reason."""
    consultation = _releasing(request, slug)
    report, form = _under_way(consultation), ReturnForm(request.POST)
    if report is None or not form.is_valid():
        return _again(request, consultation, "return", form)
    try:
        return_report(by=request.user, report=report, **form.cleaned_data)
    except Refused as refused:
        return _again(request, consultation, "return", form, [str(refused)])
    messages.success(request, _("The findings are with the analysts again."))
    return redirect("release", slug)
