"""Pages as editors leave them: drafts with everything that opening asks for, and their publication."""

from contextlib import nullcontext
from datetime import timedelta

from wagtail.log_actions import LogContext

from cms.models import ConsultationIndexPage, ConsultationPage, PageHouseRule, PagePhase, PageQuestion
from consult.clock import now

from .consult import PROMISE


def list_page(language="en"):
    """The list of consultations of a new site, which speaks English and French."""
    return ConsultationIndexPage.objects.get(locale__language_code=language)


def draft_page(title="Quieter streets", slug="quieter-streets", *, without=(), phases=None, **fields):
    """A saved draft; `without` names fields left empty, `phases` replaces the usual one."""
    words = {
        "title": title,
        "slug": slug,
        "summary": "Help decide which, when and how.",
        "place": "Mill Road",
        "decided_by": "Transport committee",
        "answer_due_on": now().date() + timedelta(days=90),
        **{f"promise_{part}": text for part, text in PROMISE.items()},
        **fields,
    }
    for name in without:
        words[name] = None if name == "answer_due_on" else ""
    page = ConsultationPage(live=False, **words)
    page.phases = [page_phase()] if phases is None else phases
    page.questions = [page_question()]
    page.house_rules = [PageHouseRule(text="Talk about the proposal, not the person.")]
    list_page().add_child(instance=page)
    page.save_revision()
    return page


def page_phase(title="Discussion", *, opens=-7, closes=21, acts=("propose", "comment", "answer", "vote")):
    """A phase by days from now."""
    return PagePhase(
        title=title,
        opens_at=now() + timedelta(days=opens),
        closes_at=now() + timedelta(days=closes),
        **{f"allows_{act}": True for act in acts},
    )


def page_question(text="What should change?", key="change", **fields):
    return PageQuestion(text=text, key=key, **fields)


def publish(page, by=None):
    """Publish the newest draft, as `by` would by pressing the button; returns the fresh page."""
    with LogContext(user=by) if by else nullcontext():
        page.get_latest_revision().publish(user=by, skip_permission_checks=True)
    return ConsultationPage.objects.get(pk=page.pk)


def published_page(title="Quieter streets", slug="quieter-streets", by=None, **fields):
    return publish(draft_page(title, slug, **fields), by)
