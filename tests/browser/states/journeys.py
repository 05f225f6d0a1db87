"""Twelve ways through the site, six of staff: what each does, and where it stops to listen."""

import re

from proposals.actions.contributions import submit_comment
from tests.browser.threads import up_to_date


def read_and_vote(page, tell, town):
    page.goto("/")
    tell("the front page")
    page.get_by_role("main").get_by_role("link", name="Quieter streets").click()
    page.get_by_role("heading", name="Quieter streets", level=1).wait_for()
    tell("a consultation")
    page.get_by_role("main").get_by_role("link", name="Light the crossing by the school", exact=True).click()
    up_to_date(page, "thread:")
    tell("a proposal")
    page.get_by_role("button", name="Agree", exact=True).click()
    page.locator("[data-live-voice]").get_by_text("Your vote is counted").wait_for()
    tell("after a vote")


def comment(page, tell, town):
    page.goto(town.proposal.get_absolute_url())
    up_to_date(page, "thread:")
    page.get_by_text("Add a comment", exact=True).click()
    tell("the box is open")
    page.get_by_role("radio", name="For", exact=True).check()
    page.get_by_label("Comment", exact=True).fill("I cross there every day.")
    page.get_by_role("button", name="Post comment").click()
    page.locator("#thread").get_by_text("I cross there every day.").wait_for()
    tell("the comment is posted")


def hear_news(page, tell, town):
    page.goto(town.proposal.get_absolute_url())
    up_to_date(page, "thread:")
    tell("before anybody writes")
    submit_comment(by=town.neighbour, proposal=town.proposal, body="The lamp by the gate is broken.")
    page.locator("[data-live-voice]").get_by_text("1 new comment").wait_for()
    tell("somebody has written")
    page.get_by_role("button", name="Show 1 new comment").click()
    tell("the news are shown")


def questionnaire(page, tell, town):
    page.goto("/consultations/quieter-streets/questions/")
    tell("the questions")
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="There is 1 thing to fix").wait_for()
    tell("an answer is missing")
    page.get_by_label("What should change first?").fill("The junction by the school.")
    page.get_by_label("Yes, without my name").check()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="Thank you. We have it.").wait_for()
    tell("the receipt")


def sign_up(page, tell, town):
    page.goto("/accounts/signup/")
    tell("an account is asked for")
    page.get_by_label("E-mail address").fill("sam")
    page.get_by_role("button", name="Make my account").click()
    page.get_by_role("heading", name=re.compile("to fix")).wait_for()
    tell("what to fix")
    page.get_by_label("E-mail address").fill("sam@example.org")
    page.get_by_label("Public name").fill("Kestrel")
    page.get_by_label("Password", exact=True).fill("heron lamp river")
    page.get_by_role("button", name="Make my account").click()
    page.wait_for_url("**/confirm-email/")
    tell("a letter is on its way")


def own_words(page, tell, town):
    page.goto("/me/contributions/")
    tell("my contributions")
    page.get_by_role("link", name="Your comment was hidden").first.click()
    page.wait_for_url("**/decisions/*/")
    tell("why it was hidden")
    page.get_by_role("link", name="Appeal against this decision").click()
    page.get_by_label("Why is the decision wrong?").fill("It is a quotation.")
    tell("an appeal is written")
    page.get_by_role("button", name="Send appeal").click()
    page.get_by_text("Your appeal is with us.").wait_for()
    tell("the appeal is sent")


def decide(page, tell, town):
    page.goto("/moderation/")
    tell("the queue")
    page.goto(town.case.get_absolute_url())
    tell("a case")
    page.get_by_role("radio", name=re.compile("^Hide")).check()
    page.get_by_label("Rule", exact=False).first.select_option(index=1)
    page.get_by_label("Facts: what in the text breaks the rule").fill("“Thick” is aimed at people.")
    page.get_by_role("button", name="Check notice").click()
    page.get_by_text("Your comment was hidden").first.wait_for()
    tell("the letter to the author")
    page.get_by_role("button", name="Decide and open next").click()
    page.get_by_role("button", name="Undo").wait_for()
    tell("decided, and the next case")


def answer_appeal(page, tell, town):
    page.goto("/moderation/?view=appeals")
    tell("appeals that wait")
    page.locator("a.case").first.click()
    page.get_by_role("heading", name="Case").first.wait_for()
    tell("the appeal")
    page.get_by_label("The decision is taken back").check()
    page.get_by_label("Why", exact=True).fill("It is a quotation.")
    page.get_by_role("button", name="Decide the appeal").click()
    page.get_by_text("The appeal is decided. The author is told.").wait_for()
    tell("the appeal is decided")


def merge_themes(page, tell, town):
    page.goto(f"/themes/buses-and-trams/{town.bench_themes[0].pk}/")
    tell("a theme in the workbench")
    page.get_by_role("link", name="Merge").click()
    page.get_by_label("Trams").check()
    page.get_by_role("button", name="Show what changes").click()
    page.get_by_role("columnheader", name="After").wait_for()
    tell("what a merge would change")
    page.get_by_label("Reason").fill("Both ask for public transport.")
    page.get_by_role("button", name=re.compile("^Merge [0-9]+ into")).click()
    page.get_by_text("“Buses” is part of “Trams” now.").wait_for()
    tell("the themes are merged")


def code(page, tell, town):
    page.goto("/themes/night-buses/coding/")
    tell("a sample to code")
    page.get_by_role("link", name=re.compile("^Code the next of")).click()
    page.get_by_role("heading", name="Your judgement").wait_for()
    tell("a text to judge")
    page.get_by_role("button", name=re.compile("Save and go on")).click()
    page.get_by_role("alert").wait_for()
    tell("no judgement was made")


def make_report(page, tell, town):
    page.goto("/themes/library-opening-hours/report/")
    tell("the steps of a report")
    page.goto("/consultations/library-opening-hours/report/")
    tell("the report as everybody reads it")
    page.get_by_role("main").get_by_role("link", name="Open on Sundays").first.click()
    page.wait_for_url("**/report/themes/*/")
    tell("a theme of the report")


def answer_theme(page, tell, town):
    page.goto("/responses/")
    tell("what is owed")
    page.goto(f"/themes/library-opening-hours/responses/theme/{town.themes[1].pk}/")
    tell("a theme to answer")
    page.get_by_label("Accepted in part").check()
    page.get_by_label("What we will do").fill("A room on Tuesdays.")
    page.get_by_label("Why, and what we did not take up").fill("The house has one room to spare.")
    page.get_by_role("button", name="Send for second check").click()
    page.get_by_text("The answer waits for a second person of the team to check it.").wait_for()
    tell("a second person has to check it")


# The part of the town that goes each way; a guest has none.
JOURNEYS = {
    "reading-and-voting": (read_and_vote, ""),
    "commenting": (comment, ""),
    "hearing-of-news": (hear_news, ""),
    "answering-questions": (questionnaire, ""),
    "making-an-account": (sign_up, ""),
    "appealing": (own_words, "resident"),
    "staff-deciding-a-case": (decide, "moderator"),
    "staff-answering-an-appeal": (answer_appeal, "second_moderator"),
    "staff-merging-themes": (merge_themes, "analyst"),
    "staff-coding": (code, "coder"),
    "staff-making-a-report": (make_report, "analyst"),
    "staff-answering-a-theme": (answer_theme, "responder"),
}
