"""The states that pages are looked at in: a name, who looks, where, and what they did before."""

from collections.abc import Callable
from dataclasses import dataclass


def open_menu(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator(".bar-menu > summary").click()


def nothing(page):
    """The page as it opens."""


@dataclass(frozen=True)
class State:
    """`who` is a name of the town, or empty for a guest; `at` says the address; `act` leads to the state."""

    name: str
    at: Callable | str
    who: str = ""
    act: Callable = nothing
    status: int = 200
    # The bar that says of a lost connection pushes the page down: over the page it would hide what is read.
    jumps: bool = False

    def address(self, town):
        return self.at if isinstance(self.at, str) else self.at(town)


def press(*names, then=None):
    """Press buttons, or open what is folded, one after another; wait until words are there."""

    def act(page):
        for name in names:
            page.get_by_text(name, exact=True).filter(visible=True).first.click()
        if then:
            page.get_by_text(then).first.wait_for()

    return act


def fill(button, then, **fields):
    """Fill in fields by their names and send the form, past what the browser itself would refuse."""

    def act(page):
        page.locator("main form").evaluate_all("forms => forms.forEach(form => form.noValidate = true)")
        for name, value in fields.items():
            page.locator(f"main [name={name}]").first.fill(value)
        page.get_by_role("main").get_by_role("button", name=button, exact=True).first.click()
        page.get_by_text(then).first.wait_for()

    return act


def sent_and_looked_up(page):
    answered(page)
    page.goto(page.get_by_role("link", name="Look it up").first.get_attribute("href"))


def answered(page):
    page.get_by_label("What should change first?").fill("The junction by the school.")
    page.get_by_label("Yes, without my name").check()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="Thank you. We have it.").wait_for()


def refused_comment(page):
    """Sent empty, without the script that would say so on the spot."""
    page.get_by_text("Add a comment", exact=True).click()
    page.locator("#add form").evaluate("form => { form.noValidate = true; form.submit() }")
    page.get_by_text("to fix").first.wait_for()


def offline(page):
    page.context.set_offline(True)
    page.get_by_text("Reconnecting.").wait_for()
    page.context.set_offline(False)


def preview(page):
    """The letter an author would get, before a case is decided."""
    page.get_by_label("Hide", exact=False).first.check()
    page.locator("select[name=rule]").first.select_option(index=1)
    page.get_by_label("Facts: what in the text breaks the rule").fill("“Thick” is aimed at people.")
    page.get_by_role("button", name="Check notice").click()
    page.get_by_text("Your comment was hidden").first.wait_for()


def consultation(part=""):
    return f"/consultations/quieter-streets/{part}"


def library(part=""):
    return f"/consultations/library-opening-hours/{part}"


def of_proposal(town, part=""):
    return f"/proposals/{town.proposal.pk}/{part}"


def of_comment(town, part=""):
    return f"/contributions/{town.comment.pk}/{part}"


def of_bench(part, theme=0):
    """A page of the workbench; `{theme}` in it is one of its themes."""
    return lambda town: f"/themes/buses-and-trams/{part.format(theme=town.bench_themes[theme].pk)}"


def placed(town):
    ticked = "&".join(f"p={pk}" for pk in town.bench_themes[0].assignments.values_list("pk", flat=True)[:2])
    return f"{of_bench('{theme}/place/')(town)}?{ticked}"


def judging(town):
    return "/themes/night-buses/coding/next/"


PUBLIC = [
    State("home", "/"),
    State("home-french", "/fr/"),
    State("home-menu-open", "/", act=open_menu),
    State("consultations", "/consultations/"),
    State("consultations-none-found", "/consultations/?q=zebra"),
    State("consultation", consultation()),
    State("consultation-closed", library()),
    State("consultations-french", "/fr/consultations/"),
    State("consultation-french", f"/fr{consultation()}"),
    State("consultation-changes", consultation("changes/")),
    State("share", consultation("share/")),
    State("sheet", consultation("sheet/")),
    State("proposals", consultation("proposals/")),
    State("proposals-empty", "/consultations/market-hall/proposals/"),
    State("proposals-own-vote", consultation("proposals/"), "resident"),
    State("how-the-order-works", "/how-the-order-works/"),
    State("propose", consultation("proposals/new/"), "resident"),
    State(
        "propose-faults",
        consultation("proposals/new/"),
        "resident",
        fill("Send my proposal", "to fix", title=""),
    ),
    State("proposal", of_proposal),
    State("proposal-voted", of_proposal, act=press("Agree", then="Your vote is counted")),
    State("proposal-commenting", of_proposal, act=press("Add a comment")),
    State("proposal-comment-refused", of_proposal, act=refused_comment),
    State("proposal-reconnecting", of_proposal, act=offline, jumps=True),
    State("proposal-closed", lambda town: f"/proposals/{town.closed.pk}/"),
    State("reply", lambda town: of_comment(town, "reply/")),
    State("flag", lambda town: of_comment(town, "flag/")),
    State("flag-faults", lambda town: of_comment(town, "flag/"), act=press("Send report", then="Choose")),
    State("questionnaire", consultation("questions/")),
    State("questionnaire-faults", consultation("questions/"), act=press("Send my answers", then="to fix")),
    State("questionnaire-sent", consultation("questions/"), act=answered),
    State("receipts", "/receipts/"),
    State("receipts-unknown", "/receipts/", act=fill("Look it up", "to fix", code="AAAA")),
    State("edit", lambda town: f"/contributions/{town.own.pk}/edit/", "resident"),
    State("withdraw", lambda town: f"/contributions/{town.own.pk}/withdraw/", "resident"),
    State("mine", "/me/contributions/", "resident"),
    State("mine-empty", "/me/contributions/"),
    State("notices", "/me/notices/", "resident"),
    State("profile", "/me/", "resident"),
    State("leave", "/me/leave/", "neighbour"),
    State("search", "/search/"),
    State("search-found", "/search/?q=crossing"),
    State("search-nothing", "/search/?q=zebra"),
    State("decision", lambda town: f"/decisions/{town.decision.pk}/", "resident"),
    State("decision-by-letter", lambda town: town.outside.decision.keyed_url()),
    State("review-invitation", lambda town: f"/reviews/{town.review_code}/"),
    State("appeal", lambda town: f"/decisions/{town.decision.pk}/appeal/", "resident"),
    State("moderation-record", consultation("moderation/")),
    State("moderation-log", "/moderation-log/"),
    State("report", library("report/")),
    State("report-awaited", consultation("report/")),
    State("report-theme", lambda town: library(f"report/themes/{town.themes[0].pk}/")),
    State("report-place", library("report/places/in_themes/")),
    State("report-record", library("report/record/")),
    State("responses", library("responses/")),
    State("answers", "/answers/"),
    State("accessibility", "/accessibility/"),
    State("login", "/accounts/login/"),
    State("login-faults", "/accounts/login/", act=fill("Sign in", "to fix", login="a@b.c", password="x")),
    State("signup", "/accounts/signup/"),
    State("signup-faults", "/accounts/signup/", act=fill("Make my account", "to fix", email="sam")),
    State("login-french", "/fr/accounts/login/"),
    State("signup-french", "/fr/accounts/signup/"),
    State("login-code", "/accounts/login/code/"),
    State("password-reset", "/accounts/password/reset/"),
    State("password-reset-french", "/fr/accounts/password/reset/"),
    State("password-reset-sent", "/accounts/password/reset/done/"),
    State("password-reset-old-link", "/accounts/password/reset/key/1-old/"),
    State("account-addresses", "/accounts/email/", "resident"),
    State("account-password", "/accounts/password/change/", "resident"),
    State("account-devices", "/accounts/sessions/", "resident"),
    State("account-two-steps", "/accounts/2fa/", "resident"),
    State("sign-out", "/accounts/logout/", "resident"),
    State("not-found", "/nothing-here/", status=404),
    State("not-found-french", "/fr/nothing-here/", status=404),
    State("refused", "/fail/refused/", status=403),
    State("too-often", "/fail/often/", status=429),
    State("stale", "/fail/stale/", status=409),
    State("mistake", "/fail/mistake/", status=500),
    State("pausing", "/fail/lost/", status=503),
    State("styleguide", "/styleguide/"),
]

STAFF = [
    State("queue", "/moderation/", "moderator"),
    State("queue-narrowed", "/moderation/?kind=comment", "moderator"),
    State("queue-appeals", "/moderation/?view=appeals", "second_moderator"),
    State("queue-ended", "/moderation/?view=ended", "moderator"),
    State("case", lambda town: town.case.get_absolute_url(), "moderator"),
    State("case-notice", lambda town: town.case.get_absolute_url(), "second_moderator", preview),
    State("case-upsetting", lambda town: town.upsetting.get_absolute_url(), "moderator"),
    State("case-second-reader", lambda town: f"/moderation/{town.doubtful.pk}/?view=second", "moderator"),
    State("case-appeal", lambda town: f"/moderation/{town.appeal.decision.case_id}/", "second_moderator"),
    State("invite-reviewer", lambda town: f"/moderation/{town.outside.decision.case_id}/reviewer/", "owner"),
    State("together", "/moderation/together/", "moderator"),
    State("reasons", "/moderation/reasons/quieter-streets/", "moderator"),
    State("screening", consultation("moderation/screening/"), "owner"),
    State("reversals", consultation("moderation/reversals/"), "owner"),
    State("analyses", "/themes/", "analyst"),
    State("workbench", "/themes/buses-and-trams/", "analyst"),
    State("workbench-no-run", "/themes/quieter-streets/", "analyst"),
    State("workbench-theme", of_bench("{theme}/"), "analyst"),
    State("workbench-texts", of_bench("{theme}/?show=theme"), "analyst"),
    State("merge", of_bench("{theme}/merge/"), "analyst"),
    State("split", of_bench("{theme}/split/"), "analyst"),
    State("nest", of_bench("{theme}/under/"), "analyst"),
    State("place-passages", placed, "analyst"),
    State("cut", of_bench("cut/"), "analyst"),
    State("history", of_bench("history/"), "analyst"),
    State("runs", of_bench("runs/"), "analyst"),
    State("exchange", of_bench("exchange/"), "analyst"),
    State("people-here", of_bench("people/"), "analyst"),
    State("closing", of_bench("freeze/"), "analyst"),
    State("release", "/themes/library-opening-hours/report/", "analyst"),
    State("release-too-early", of_bench("report/"), "analyst"),
    State("frame", "/themes/library-opening-hours/report/frame/", "analyst"),
    State("details", "/themes/library-opening-hours/report/details/", "analyst"),
    State("coding-none", of_bench("coding/"), "analyst"),
    State("coding", "/themes/night-buses/coding/", "coder"),
    State("coding-text", judging, "coder"),
    State("coding-differences", "/themes/school-meals/coding/differences/", "third_analyst"),
    State(
        "coding-settle",
        lambda town: f"/themes/school-meals/coding/differences/{town.coded_text.pk}/",
        "third_analyst",
    ),
    State("duties", "/responses/", "responder"),
    State("answers-to-write", "/themes/library-opening-hours/responses/", "responder"),
    State(
        "answer-to-write",
        lambda town: f"/themes/library-opening-hours/responses/theme/{town.themes[1].pk}/",
        "responder",
    ),
    State("outcomes", "/themes/library-opening-hours/outcomes/", "responder"),
    State("corrections", "/themes/library-opening-hours/corrections/", "analyst"),
    State("styleguide-staff", "/styleguide/?view=staff"),
]

EVERY = PUBLIC + STAFF
