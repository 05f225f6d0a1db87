"""The living page of every component in every state, for those who build pages."""

from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.contrib.messages import ERROR, SUCCESS
from django.contrib.messages.storage.base import Message
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.errors import Refused
from consult.rules import REASONS

PHASES = [
    {"name": "Discussion", "when": "2 November to 14 December", "state": "now"},
    {"name": "Sorting into themes", "when": "15 December to 16 January", "state": "next"},
    {"name": "Committee decides", "when": "4 February 2027, in public", "state": "next"},
    {"name": "Answers published", "when": "by 26 February 2027", "state": "next"},
    {"name": "Delivery", "when": "from April, checked every 3 months", "state": "next"},
]
KEPT = [
    {"name": "Discussion", "when": "closed on the day promised", "state": "done"},
    {"name": "Themes", "when": "16 January, on time", "state": "done"},
    {"name": "Decision", "when": "4 February, on time", "state": "now"},
    {"name": "All themes answered", "when": "due 26 February, 7 days late", "state": "late"},
    {"name": "Delivery", "when": "next date 12 April", "state": "next"},
]
ROLES = (
    "canvas paper sunk ink ink-2 line edge bar action action-tint agree agree-tint disagree "
    "disagree-tint pass pass-tint good good-tint warn warn-tint bad bad-tint signal"
)
ICONS = (
    "check cross minus plus bang clock warning question comment pin people person search hidden "
    "shuffle reply flag up forward chevron seal undo pencil merge split move download menu lock key "
    "mail calendar history globe document out"
)
THEMES = [
    ("Traffic pushed onto other streets", 30.9, 612, 28.4, 33.4, 14, 71, 15),
    ("Walking and cycling to school", 25.1, 498, 22.9, 27.4, 78, 9, 13),
    ("Emergency and carers' access", 17.2, 341, 15.2, 19.3, 18, 52, 30),
]

SAMPLES = {
    "crumbs": [("Consultations", "#"), ("Streets and transport", "#")],
    "tabs": [
        {"name": "About", "url": "#", "current": False, "note": ""},
        {"name": "Proposals", "url": "#", "current": True, "note": 12},
        {"name": "Themes", "url": "#", "current": False, "note": "from 16 Jan"},
        {"name": "Responses", "url": "#", "current": False, "note": "from 26 Feb"},
    ],
    "promise": [
        ("Still open", "Which of the five streets close, and at what hours."),
        ("Already fixed", "The £640,000 budget, and a trial of at least six months."),
        ("Who decides", "The Transport committee, meeting in public on 4 February 2027."),
        (
            "How we use what you say",
            "Every contribution is sorted into themes and checked by an analyst.",
        ),
        ("When you hear back", "By 26 February 2027, by e-mail or by your receipt number."),
    ],
    "orders": [("Shuffled", "#", True), ("Newest", "#", False), ("Fewest comments", "#", False)],
    "taking_part": [{"value": 1204, "name": "people"}, {"value": 573, "name": "comments"}],
    "ledger_parts": [
        (1742, "in themes", "#"),
        (241, "in no theme", "#"),
        (312, "campaign copies", "#"),
        (23, "withheld, with reasons", "#"),
    ],
    "channels": [("Online", 1896), ("Paper", 263), ("E-mail", 104)],
    "files": [("Report for print", "#", "PDF, 640 kB"), ("Themes table", "#", "CSV, 4 kB")],
    "groups": [("Group A", 431), ("Group B", 388)],
    "group_rows": [
        {
            "name": "Fix the number 7 bus first",
            "url": "#",
            "shares": [88, 81],
            "lower": 81,
            "common": True,
        },
        {"name": "Bus gate on Mill Road", "url": "#", "shares": [83, 22], "lower": 22, "common": False},
    ],
}


class SampleForm(forms.Form):
    """Each shape a field takes."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("For answers and sign-in. Never shown."))
    display_name = forms.CharField(label=_("Public name"), required=False)
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput, min_length=12)
    stance = forms.ChoiceField(
        label=_("Your comment is"),
        widget=forms.RadioSelect,
        choices=[("for", _("For")), ("against", _("Against")), ("question", _("Question"))],
    )
    street = forms.ChoiceField(
        label=_("Street"), choices=[("mill", "Mill Road"), ("orchard", "Orchard Lane")]
    )
    body = forms.CharField(label=_("Comment"), widget=forms.Textarea)
    notify = forms.BooleanField(label=_("E-mail me when a theme I am in gets an answer"), required=False)


class FailedForm(forms.Form):
    """A text that could not be sent."""

    body = forms.CharField(label=_("Comment"), widget=forms.Textarea, initial="I cross there every day.")


class PasswordForm(forms.Form):
    password1 = forms.CharField(label=_("Password"), widget=forms.PasswordInput)
    password2 = forms.CharField(label=_("Password"), widget=forms.PasswordInput)


class SearchForm(forms.Form):
    place = forms.CharField(label=_("Street"), required=False)


def _asked():
    """A form before whose text is posted the software asks."""
    form = FailedForm(auto_id="asked_%s")
    concern = {
        "heading": "This may break rule 1",
        "reason": "Talk about the proposal, not the person.",
        "words": ["thick"],
    }
    form.concerns = [(form["body"], concern)]
    return form


def _pledge(what, **known):
    return {"what": what, "kept_on": None, "late": False, "milestones": [], **known}


def _stepped():
    """A promise with a step that was reached, one to come and one that is late."""
    today = clock.today()
    reached = {"what": "Wood ordered", "reached_on": today - timedelta(days=9), "due_on": today}
    coming = {"what": "First bench", "reached_on": None, "due_on": today + timedelta(days=30)}
    late = {"what": "Places agreed", "reached_on": None, "due_on": today - timedelta(days=2), "is_late": True}
    steps = [reached, coming, {**late, "note": "Two are left."}]
    return [_pledge("Six more benches", by=today + timedelta(days=90), milestones=steps)]


def _theme_rows():
    names = ("name", "share", "number", "low", "high", "agree", "disagree", "neither")
    rows = [dict(zip(names, row, strict=True), url="#") for row in THEMES]
    held_back = {"name": "Weddings and funerals", "share": 0.6, "number": 12, "low": 0.3, "high": 1.1}
    unknown = {"name": "Bins", "share": None, "number": None, "low": None, "high": None, "agree": None}
    return [*rows, held_back | {"url": "#", "held_back": "Held back: under 5 people in a part"}, unknown]


def _sample_context():
    now = clock.now()
    broken = SampleForm(
        {"email": "sam.example.org", "password": "short", "street": "mill"}, auto_id="broken_%s"
    )
    return SAMPLES | {
        "roles": ROLES.split(),
        "icons": ICONS.split(),
        "phases": PHASES,
        "kept": KEPT,
        "refusal": Refused("access_confirmed", REASONS["access_confirmed"]),
        "squares": ["done"] * 13 + ["slow"] * 2 + ["late"],
        "theme_rows": _theme_rows(),
        "form": SampleForm(),
        "broken": broken,
        "closes": now + timedelta(days=23),
        "closes_soon": now + timedelta(hours=30),
        "due": date(2027, 2, 26),
        "late_due": clock.today() - timedelta(days=7),
        "late_pledges": [_pledge("First counts published", by=clock.today() - timedelta(days=3), late=True)],
        "pledges": [_pledge("School street starts", by=date(2027, 4, 12), team="Road safety team", url="#")],
        "stepped_pledges": _stepped(),
        "concerned": _asked(),
        "failed": FailedForm(auto_id="failed_%s"),
        "password_form": PasswordForm(auto_id="new_%s"),
        "search_form": SearchForm(auto_id="search_%s"),
        "said": [Message(SUCCESS, "Saved."), Message(ERROR, "The file could not be read.")],
        "moment": now,
        "tally": {"agree": 210, "disagree": 133, "neither": 60},
    }


def styleguide(request):
    """Only where people build: elsewhere it is not there."""
    if not (settings.DEBUG or settings.CONSULT_DEMO):
        raise Http404
    staff = request.GET.get("view") == "staff"
    template = "consult/styleguide_staff.html" if staff else "consult/styleguide.html"
    return render(request, template, _sample_context())
