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
        ("changes", "", f"/consultations/{STREETS}/changes/"),
        ("print-sheet", "", f"/consultations/{STREETS}/sheet/"),
        ("how-the-order-works", "", "/how-the-order-works/"),
        ("reply", "", first_comment("reply/")),
        ("receipts", "", "/receipts/"),
        ("address", "", "/me/address/"),
        ("findings-record", "", f"/consultations/{LIBRARY}/report/record/"),
        ("findings-place", "", f"/consultations/{LIBRARY}/report/places/in_themes/"),
        ("not-found", "", "/nothing-here/"),
        ("components", "", "/styleguide/"),
    ]


def busiest_proposal():
    from proposals.models import Contribution

    proposals = Contribution.objects.filter(consultation__slug=STREETS, kind="proposal")
    return f"/proposals/{proposals.order_by('-reply_count').first().pk}/"


def first_comment(part):
    from proposals.models import Contribution

    comments = Contribution.objects.filter(consultation__slug=STREETS, kind="comment", state="visible")
    return f"/contributions/{comments.order_by('pk').first().pk}/{part}"


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
    text = own_text()
    shown = [
        ("edit", "resident", f"/contributions/{text}/edit/"),
        ("withdraw", "resident", f"/contributions/{text}/withdraw/"),
        ("claim", "neighbour", "/accounts/logout/", sign_in_afterwards),
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


def own_text():
    from proposals.models import Contribution

    own = Contribution.objects.filter(participant__user__email="resident@example.org", state="visible")
    return own.filter(consultation__slug=STREETS).order_by("pk").first().pk


def sign_in_afterwards(page):
    """Somebody signs out, votes as a guest, and signs in again: the device asks whose that was."""
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto(busiest_proposal())
    page.get_by_role("button", name="Agree", exact=True).click()
    page.get_by_text("Your vote is counted").first.wait_for()
    page.goto("/accounts/login/?next=/me/claim/")
    page.fill("[name=login]", "neighbour@example.org")
    page.fill("[name=password]", "make-demo-only")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Are these also yours?").wait_for()


def lose_connection(page):
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.get_by_text("Reconnecting.").first.wait_for()


def accounts():
    return [
        ("sign-in", "", "/accounts/login/"),
        ("sign-up", "", "/accounts/signup/"),
        ("sign-up-faults", "", "/accounts/signup/", send_empty),
        ("sign-in-by-code", "", "/accounts/login/code/"),
        ("new-password", "", "/accounts/password/reset/"),
        ("account", "resident", "/accounts/email/"),
        ("devices", "resident", "/accounts/sessions/"),
        ("second-step", "resident", "/accounts/2fa/"),
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
        ("reversals", "editor", f"/consultations/{STREETS}/moderation/reversals/"),
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
        ("split", "analyst", f"{theme}split/"),
        ("cut", "analyst", f"/themes/{STREETS}/cut/?n=5"),
        ("runs", "analyst", f"/themes/{STREETS}/runs/"),
        ("freeze", "analyst", f"/themes/{STREETS}/freeze/"),
        ("around-the-numbers", "analyst", f"/themes/{STREETS}/report/frame/"),
        ("personal-details", "analyst", f"/themes/{LIBRARY}/report/details/"),
        ("corrections", "analyst", f"/themes/{LIBRARY}/corrections/"),
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
        ("answers-to-write", "policy", f"/themes/{LIBRARY}/responses/"),
        ("outcomes", "policy", f"/themes/{LIBRARY}/outcomes/"),
    ]


def editors():
    from cms.models import ConsultationPage

    page = ConsultationPage.objects.filter(slug=STREETS, locale__language_code="en").first()
    return [
        ("editing", "editor", f"/cms/pages/{page.pk}/edit/"),
        ("people", "editor", f"/cms/people/{page.consultation_id}/"),
        ("dashboard", "editor", "/cms/"),
        ("leaflets", "editor", f"/cms/leaflets/{page.consultation_id}/"),
        ("brand", "admin", "/cms/settings/cms/sitebrand/"),
        ("outbox", "", "/outbox/"),
        ("components-staff", "", "/styleguide/?view=staff"),
    ]
