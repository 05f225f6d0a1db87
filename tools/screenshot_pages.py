"""The pages of the demonstration that pictures are taken of: name, who looks, address, what they do."""

STREETS, LIBRARY = "low-traffic-streets", "library-opening-hours"


def pages():
    """Needs Django and the demonstration's database, as addresses have numbers in them."""
    return [*public(), *residents(), *accounts(), *moderators(), *analysts(), *policymakers(), *editors()]


def public():
    proposal = busiest_proposal()
    return [
        ("home", "", "/"),
        ("home-french", "", "/fr/"),
        ("consultations", "", "/consultations/"),
        ("consultation", "", f"/consultations/{STREETS}/"),
        ("consultation-finished", "", f"/consultations/{LIBRARY}/"),
        ("share", "", f"/consultations/{STREETS}/share/"),
        ("proposals", "", f"/consultations/{STREETS}/proposals/"),
        ("proposal", "", proposal),
        ("proposal-commenting", "", proposal, open_composer),
        ("questionnaire", "", f"/consultations/{STREETS}/questions/"),
        ("report-a-text", "", f"{proposal.replace('proposals', 'contributions')}flag/"),
        ("findings", "", f"/consultations/{LIBRARY}/report/"),
        ("responses", "", f"/consultations/{LIBRARY}/responses/"),
        ("answers", "", "/answers/"),
        ("receipt", "", "/receipts/AYV0-8A3D-E06D-8XCG/"),
        ("moderation-log", "", "/moderation-log/"),
        ("moderation-record", "", f"/consultations/{STREETS}/moderation/"),
        ("accessibility", "", "/accessibility/"),
        ("search", "", f"/search/?q=bus&in={STREETS}"),
        ("search-nothing", "", "/search/?q=zeppelin"),
        ("code", "", "/code/"),
        ("findings-theme", "", f"/consultations/{LIBRARY}/report/themes/{largest(LIBRARY)}/"),
        ("not-found", "", "/nothing-here/"),
        ("components", "", "/styleguide/"),
    ]


def busiest_proposal():
    from proposals.models import Contribution

    proposals = Contribution.objects.filter(consultation__slug=STREETS, kind="proposal")
    return f"/proposals/{proposals.order_by('-reply_count').first().pk}/"


def largest(slug):
    """The theme with most texts, of the findings that count now."""
    from proposals.themes.models import Theme

    themes = Theme.objects.filter(codebook__consultation__slug=slug, state="confirmed")
    return themes.order_by("-submissions").first().pk


def open_composer(page):
    page.locator("details.composer summary").first.click()
    page.locator("details.composer").first.scroll_into_view_if_needed()


def residents():
    from moderation.models import Decision

    own = Decision.objects.filter(case__contribution__participant__user__email="resident@example.org").first()
    shown = [
        ("my-contributions", "resident", "/me/contributions/"),
        ("notices", "resident", "/me/notices/"),
        ("propose", "resident", f"/consultations/{STREETS}/proposals/new/"),
        ("profile", "resident", "/me/"),
        ("leave", "resident", "/me/leave/"),
        # In a window of its own, as no page in it gets a connection again.
        ("proposal-reconnecting", "neighbour", busiest_proposal(), lose_connection),
    ]
    if own:
        shown.append(("decision", "resident", f"/decisions/{own.pk}/"))
    return shown


def lose_connection(page):
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.get_by_text("Reconnecting.").first.wait_for()


def accounts():
    return [
        ("sign-in", "", "/accounts/login/"),
        ("sign-up", "", "/accounts/signup/"),
        ("sign-up-faults", "", "/accounts/signup/", send_empty),
        ("account", "resident", "/accounts/email/"),
    ]


def send_empty(page):
    page.locator("main form").evaluate("form => form.submit()")
    page.locator(".errors").wait_for()


def moderators():
    from moderation.models import Case

    waiting = Case.objects.waiting().filter(consultation__slug=STREETS).exclude(reason="threat")
    return [
        ("queue", "moderator", "/moderation/"),
        ("case", "moderator", waiting.order_by("due_at").first().get_absolute_url()),
        ("together", "moderator", "/moderation/together/"),
        ("screening", "editor", f"/consultations/{STREETS}/moderation/screening/"),
    ]


def analysts():
    from proposals.themes.models import Theme

    themes = Theme.objects.filter(codebook__consultation__slug=STREETS).order_by("-submissions")
    theme = f"/themes/{STREETS}/{themes.first().pk}/"
    return [
        ("workbench", "analyst", theme),
        ("merge", "analyst", f"{theme}merge/"),
        ("rename-dialog", "analyst", theme, opened("Rename")),
        ("merge-dialog", "analyst", theme, opened("Merge")),
        ("theme-history", "analyst", f"/themes/{STREETS}/history/"),
        ("coding", "analyst", f"/themes/{STREETS}/coding/"),
        ("coding-text", "analyst", f"/themes/{STREETS}/coding/next/"),
        ("making-the-report", "analyst", f"/themes/{STREETS}/report/"),
        ("people-here", "analyst", f"/themes/{LIBRARY}/people/"),
        ("exchange", "analyst", f"/themes/{STREETS}/exchange/"),
    ]


def opened(name):
    """A dialog at a desk, a page or a folded part of it on a phone."""

    def act(page):
        page.get_by_role("link", name=name).first.click()
        page.locator("dialog[open], div.dialog, #words[open]").first.wait_for()

    return act


def policymakers():
    return [
        ("duties", "policy", "/responses/"),
        ("answering", "policy", f"/themes/{LIBRARY}/responses/theme/{largest(LIBRARY)}/"),
        ("outcomes", "policy", f"/themes/{LIBRARY}/outcomes/"),
    ]


def editors():
    from cms.models import ConsultationPage

    page = ConsultationPage.objects.filter(slug=STREETS, locale__language_code="en").first()
    return [
        ("editing", "editor", f"/cms/pages/{page.pk}/edit/"),
        ("people", "editor", f"/cms/people/{page.consultation_id}/"),
        ("leaflets", "editor", f"/cms/leaflets/{page.consultation_id}/"),
        ("brand", "admin", "/cms/settings/cms/sitebrand/"),
        ("outbox", "", "/outbox/"),
        ("components-staff", "", "/styleguide/?view=staff"),
    ]
