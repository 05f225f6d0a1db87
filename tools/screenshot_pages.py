"""The pages of the demonstration that pictures are taken of: name, who looks, address, what they do."""

STREETS, LIBRARY = "low-traffic-streets", "library-opening-hours"


def pages():
    """Needs Django and the demonstration's database, as addresses have numbers in them."""
    return [*public(), *residents(), *accounts(), *moderators(), *analysts(), *policymakers(), *editors()]


def public():
    from proposals.models import Contribution

    busiest = Contribution.objects.filter(consultation__slug=STREETS, kind="proposal").order_by(
        "-reply_count"
    )
    proposal = f"/proposals/{busiest.first().pk}/"
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
        ("report-a-text", "", f"/contributions/{busiest.first().pk}/flag/"),
        ("findings", "", f"/consultations/{LIBRARY}/report/"),
        ("responses", "", f"/consultations/{LIBRARY}/responses/"),
        ("answers", "", "/answers/"),
        ("receipt", "", "/receipts/AYV0-8A3D-E06D-8XCG/"),
        ("moderation-log", "", "/moderation-log/"),
        ("moderation-record", "", f"/consultations/{STREETS}/moderation/"),
        ("accessibility", "", "/accessibility/"),
        ("not-found", "", "/nothing-here/"),
        ("components", "", "/styleguide/"),
    ]


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
    ]
    if own:
        shown.append(("decision", "resident", f"/decisions/{own.pk}/"))
    return shown


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
        ("theme-history", "analyst", f"/themes/{STREETS}/history/"),
        ("coding", "analyst", f"/themes/{STREETS}/coding/"),
        ("coding-text", "analyst", f"/themes/{STREETS}/coding/next/"),
        ("making-the-report", "analyst", f"/themes/{STREETS}/report/"),
        ("people-here", "analyst", f"/themes/{LIBRARY}/people/"),
        ("exchange", "analyst", f"/themes/{STREETS}/exchange/"),
    ]


def policymakers():
    from proposals.themes.models import Theme

    theme = Theme.objects.filter(codebook__consultation__slug=LIBRARY, state="confirmed").order_by(
        "-submissions"
    )
    return [
        ("duties", "policy", "/responses/"),
        ("answering", "policy", f"/themes/{LIBRARY}/responses/theme/{theme.first().pk}/"),
        ("outcomes", "policy", f"/themes/{LIBRARY}/outcomes/"),
    ]


def editors():
    from cms.models import ConsultationPage

    page = ConsultationPage.objects.filter(slug=STREETS, locale__language_code="en").first()
    return [
        ("editing", "editor", f"/cms/pages/{page.pk}/edit/"),
        ("outbox", "", "/outbox/"),
        ("components-staff", "", "/styleguide/?view=staff"),
    ]
