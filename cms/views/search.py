"""`/search/`: what was said and what is written on this site, as this reader may see it."""

from django.db.models import Q
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.finding import consultations_found, pages_found
from consult.limits import address_of, allow
from consult.models import Consultation
from consult.searching import MOST_SIGNS, excerpt, words_of
from proposals.enums import ContributionState, Kind
from proposals.models import Contribution
from proposals.paging import ordered_page

SEARCHES = (60, 60)
PAGE = 20
MOST_COUNTED = 1000
KINDS = {Kind.PROPOSAL: _("Proposals"), Kind.COMMENT: _("Comments"), Kind.ANSWER: _("Answers to questions")}


@require_safe
def search(request):
    """Newest first, by key: votes and views move nothing here."""
    typed = request.GET.get("q", "").strip()[:MOST_SIGNS]
    context = {"query": typed, "nav_current": "search", "words": words_of(typed)}
    if context["words"]:
        allow(f"search:{request.user.pk or address_of(request)}", *SEARCHES)
        context |= _found(request, context["words"])
    response = render(request, "cms/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _found(request, words):
    within = _within(request)
    kind = request.GET.get("kind")
    kind = kind if kind in KINDS else ""
    after = request.GET.get("after", "")
    rows = _contributions(request.user, words, within, kind)
    page = ordered_page(rows.only("pk"), order="newest", after=after, size=PAGE)
    number = rows[: MOST_COUNTED + 1].count()
    kept = _kept(request, within)
    first = not (after or kind or within)
    return {
        "within": within,
        "number": min(number, MOST_COUNTED),
        "many": number > MOST_COUNTED,
        "entries": [(each, excerpt(each.public_text, words)) for each in _whole(request.user, page.rows)],
        "consultations": consultations_found(request.user, words) if first else [],
        "pages": pages_found(words) if first else [],
        "kinds": _choices(kept, kind),
        "next_url": f"?{_address(kept, kind=kind, after=page.after)}" if page.after else "",
        "first_page": not after,
        "everywhere_url": f"?{_address({'q': kept['q']})}",
    }


def _within(request):
    """The consultation to stay in, when one was named that this reader may see."""
    slug = request.GET.get("in", "")
    return Consultation.objects.visible_to(request.user).filter(slug=slug).first() if slug else None


def _contributions(user, words, within, kind):
    read_with = Q(root=None) | Q(root__state=ContributionState.VISIBLE)  # a thread stands on its proposal
    rows = Contribution.objects.visible_to(user).shown().filter(read_with).matching(words)
    rows = rows.filter(consultation=within) if within else rows
    return rows.filter(kind=kind) if kind else rows


def _whole(user, found):
    """Those texts with what is printed beside them.

    Asked for by id: with so many tables in one question PostgreSQL joins them all before it looks for words.
    """
    texts = Contribution.objects.visible_to(user).with_author()
    texts = texts.select_related("consultation", "root", "question__consultation")
    whole = texts.in_bulk([each.pk for each in found])
    return [whole[each.pk] for each in found if each.pk in whole]


def _kept(request, within):
    kept = {"q": request.GET.get("q", "").strip()[:MOST_SIGNS]}
    return {**kept, "in": within.slug} if within else kept


def _choices(kept, current):
    """[(name, address, whether it is chosen)] of the kinds of texts."""
    every = [("", _("Everything")), *KINDS.items()]
    return [(name, f"?{_address(kept, kind=kind)}", kind == current) for kind, name in every]


def _address(kept, **more):
    return urlencode({name: value for name, value in {**kept, **more}.items() if value})
