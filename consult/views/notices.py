"""Notices on the site, what one wants to hear, and the page by which a letter's list is stopped."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from consult.actions.notices import mark_read
from consult.actions.preferences import choose_notices, preference_of, read_stop_key, stop_list
from consult.forms import NoticesForm
from consult.models import Notice
from consult.notices import compose

MOST = 50


@never_cache
@require_GET
def show_notice(request, pk):
    """`/me/notices/ID/`: the same letter as by e-mail, made now from what may be said now."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    mark_read(notice=notice)
    return render(request, "consult/notice.html", {"notice": notice, "letter": compose(notice)})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def notices(request):
    """`/me/notices/`: four boxes to tick, how often, in which language; and what was said before."""
    form = NoticesForm.of(preference_of(user=request.user), request.user.language)
    if request.method == "POST":
        form = NoticesForm(request.POST, auto_id="%s")
        if form.is_valid():
            typed = form.cleaned_data
            choose_notices(
                by=request.user, lists=form.lists, rhythm=typed["rhythm"], language=typed["language"]
            )
            messages.success(request, _("Saved. You hear what you ticked, and nothing else of this kind."))
            return redirect("notices")
    context = {
        "form": form,
        "notices": Notice.objects.visible_to(request.user)[:MOST],
        "errors_on_page": form.is_bound,
        "nav_current": "mine",
    }
    return render(request, "consult/notices.html", context, status=422 if form.is_bound else 200)


@never_cache
@csrf_exempt  # a mail program that stops a list has no cookie: the key in the address is what it shows
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, key):
    """`/me/notices/stop/KEY/`: opening it changes nothing; the button, or a mail program's POST, stops
    one list.
    """
    read = read_stop_key(key)
    if read is None:
        raise Http404
    done = request.method == "POST"
    if done:
        stop_list(key=key)
    response = render(request, "consult/stop_notices.html", {"list": read[1], "done": done})
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response
